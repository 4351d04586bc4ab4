// One contender from the outside: its child process, on one core or on all.

import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { root } from '../../../src/local/cloud.ts';
import { onOneCore } from '../cold/core.ts';
import type { Answer } from './child.ts';
import type { ContenderName, Job, Sample } from './contender.ts';

export type Cores = 'one core' | 'all cores';

const childFile = fileURLToPath(new URL('child.ts', import.meta.url));
/** Milliseconds: a contender that has not answered by then is given up. */
const longest = 120_000;

/** What comes before a command line to keep it on one core; undefined where that cannot be done, or changes nothing. */
const pin = onOneCore();
export const isPinned = pin !== undefined || availableParallelism() === 1;

/** Takes jobs one at a time. Once its process has ended, every job fails with the reason. */
export class Runner {
  readonly name: ContenderName;
  private readonly child: ChildProcess;
  private readonly started: Promise<Answer>;
  private settle: (answer: Answer) => void = () => {};
  private stderr = '';
  private ended: string | undefined;

  constructor(name: ContenderName, cores: Cores) {
    this.name = name;
    const count = cores === 'one core' ? 1 : availableParallelism();
    const enter = (cores === 'one core' && pin) || [];
    const [command = '', ...args] = [...enter, process.execPath, '--import', 'tsx', childFile];
    this.child = spawn(command, [...args, name, String(count)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.started = this.answer();
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.child.on('message', (answer: Answer) => this.settle(answer));
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('close', (code, signal) => {
      const thrown = /^\w*Error: .*$/m.exec(this.stderr)?.[0];
      this.end(thrown ?? `its process ended with ${signal ?? `exit code ${code}`}`);
    });
  }

  /** @throws {Error} if the contender cannot do it. */
  async run(job: Job): Promise<Sample> {
    read(await this.started);
    if (this.ended !== undefined) throw new Error(this.ended);
    const answer = this.answer();
    this.child.send(job);
    const sample = read(await answer);
    if (sample === 'ready') throw new Error('it started twice');
    return sample;
  }

  close(): void {
    this.child.kill('SIGKILL');
  }

  /** The next one, whatever comes of it. */
  private async answer(): Promise<Answer> {
    const timer = setTimeout(() => this.end(`no answer within ${longest / 1000} s`), longest);
    const answer = await new Promise<Answer>((resolve) => {
      this.settle = resolve;
    });
    clearTimeout(timer);
    return answer;
  }

  private end(reason: string): void {
    this.ended ??= reason;
    this.settle({ error: this.ended });
    this.close();
  }
}

/** @throws {Error} with the reason that is in it. */
function read(answer: Answer): Sample | 'ready' {
  if (answer !== 'ready' && 'error' in answer) throw new Error(answer.error);
  return answer;
}
