// Runs one child Node.js that holds the function: starts it, kills it, and passes on its messages and its log.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FunctionError } from './invocation.ts';
import { InvocationLog } from './log.ts';
import { canSample, peakMemoryMb } from './memory.ts';

const bootstrap = fileURLToPath(new URL('bootstrap.cjs', import.meta.url));

/** The messages of bootstrap.cjs, and the changes of state of its process. */
export type ChildEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unloadable'; readonly statusCode: 437 | 443; readonly error: FunctionError }
  | { readonly kind: 'answer'; readonly json?: string }
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** The invocation has ended. `frozen`: something still runs, and must stop until the next invocation. */
  | { readonly kind: 'finished'; readonly frozen: boolean; readonly maxRssKb?: number }
  /** All output from before `finished` has been read. */
  | { readonly kind: 'logged' }
  | { readonly kind: 'unstartable'; readonly error: Error }
  | { readonly kind: 'closed'; readonly reason: string };

export interface ChildOptions {
  /** The path of the Node.js binary. */
  readonly node: string;
  readonly file: string;
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface InvokeMessage {
  readonly event: unknown;
  readonly context: object;
  /** The environment variables that change with each invocation. */
  readonly env: Readonly<Record<string, string>>;
}

export class Child {
  alive = true;
  private readonly process: ChildProcess;
  private readonly log: InvocationLog;
  private readonly exited: Promise<void>;
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
      this.emit({ kind: 'logged' }),
    );
    this.process.on('message', (event: ChildEvent) => this.emit(event));
    this.exited = new Promise((resolve) => {
      this.process.on('error', (error) => {
        if (this.process.pid !== undefined) return;
        this.alive = false;
        this.emit({ kind: 'unstartable', error });
        resolve();
      });
      this.process.on('close', (code, signal) => {
        this.alive = false;
        this.emit({ kind: 'closed', reason: signal === null ? `exit code ${code}` : `signal ${signal}` });
        resolve();
      });
    });
  }

  /** From now on only `listener` receives events. */
  listen(listener: (event: ChildEvent) => void): void {
    this.listener = listener;
  }

  invoke(message: InvokeMessage): void {
    this.process.kill('SIGCONT');
    // A child that has exited is reported as closed. Without a callback, send would throw then.
    this.process.send(message, () => {});
  }

  /** Stops the process until the next invocation. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  /** Resolves when the process has exited and all its output has been read. */
  kill(): Promise<void> {
    this.process.kill('SIGKILL');
    return this.exited;
  }

  takeLog(): string[] {
    return this.log.take();
  }

  /**
   * @param reportedKb The peak that the process itself reports, for systems where it cannot be read from outside.
   * @returns The peak of memory since the start, MB.
   */
  memoryPeakMb(reportedKb = 0): number {
    const { pid } = this.process;
    const sampled = canSample && pid !== undefined ? peakMemoryMb(pid) : reportedKb / 1024;
    this.peakMb = Math.max(this.peakMb, sampled ?? 0);
    return this.peakMb;
  }

  private emit(event: ChildEvent): void {
    this.listener(event);
  }
}
