// One child Node.js that holds the function: starts it, kills it, relays what it says. Knows no limits and no status codes.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FunctionError } from './invocation.ts';
import { InvocationLog } from './log.ts';
import { canSample, peakMemoryMb } from './memory.ts';

const bootstrap = fileURLToPath(new URL('bootstrap.cjs', import.meta.url));

/** What bootstrap.cjs sends, and what becomes of its process. */
export type ChildEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unloadable'; readonly statusCode: 437 | 443; readonly error: FunctionError }
  | { readonly kind: 'answer'; readonly json?: string }
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** Nothing runs any more; `frozen`: something does, and is not to go on before the next invocation. */
  | { readonly kind: 'finished'; readonly frozen: boolean; readonly maxRssKb?: number }
  /** All that was written before `finished` has been read. */
  | { readonly kind: 'logged' }
  | { readonly kind: 'unstartable'; readonly error: Error }
  | { readonly kind: 'closed'; readonly reason: string };

export interface ChildOptions {
  /** Path of the Node.js binary. */
  readonly node: string;
  readonly file: string;
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface InvokeMessage {
  readonly event: unknown;
  readonly context: object;
  /** Variables to renew. */
  readonly env: Readonly<Record<string, string>>;
}

export class Child {
  alive = true;
  private readonly process: ChildProcess;
  private readonly log: InvocationLog;
  private readonly gone: Promise<void>;
  private listener: (event: ChildEvent) => void = () => {};
  private peakMb = 0;

  constructor({ node, file, handler, env }: ChildOptions) {
    const mark = `end-of-invocation-${randomUUID()}`;
    this.process = spawn(node, [bootstrap, file, handler, mark], {
      cwd: dirname(file),
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const { stdout, stderr } = this.process;
    this.log = new InvocationLog([stdout as Readable, stderr as Readable], mark, () =>
      this.tell({ kind: 'logged' }),
    );
    this.process.on('message', (event: ChildEvent) => this.tell(event));
    this.gone = new Promise((resolve) => {
      this.process.on('error', (error) => {
        if (this.process.pid !== undefined) return;
        this.alive = false;
        this.tell({ kind: 'unstartable', error });
        resolve();
      });
      this.process.on('close', (code, signal) => {
        this.alive = false;
        this.tell({ kind: 'closed', reason: signal === null ? `exit code ${code}` : `signal ${signal}` });
        resolve();
      });
    });
  }

  /** From here on `listener` alone is told. */
  listen(listener: (event: ChildEvent) => void): void {
    this.listener = listener;
  }

  invoke(message: InvokeMessage): void {
    this.process.kill('SIGCONT');
    // A child that is gone by now is reported as closed; the callback only keeps send from throwing.
    this.process.send(message, () => {});
  }

  /** Until the next invocation. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  /** Resolves once the process is gone and all that it wrote has been read. */
  kill(): Promise<void> {
    this.process.kill('SIGKILL');
    return this.gone;
  }

  takeLog(): string[] {
    return this.log.take();
  }

  /**
   * @param reportedKb What the process says of itself, for systems where it cannot be asked from outside.
   * @returns The most memory so far, MB.
   */
  memoryPeakMb(reportedKb = 0): number {
    const { pid } = this.process;
    const sampled = canSample && pid !== undefined ? peakMemoryMb(pid) : reportedKb / 1024;
    this.peakMb = Math.max(this.peakMb, sampled ?? 0);
    return this.peakMb;
  }

  private tell(event: ChildEvent): void {
    this.listener(event);
  }
}
