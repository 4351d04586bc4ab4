// Starts one instance, and runs one invocation in it, under SCF's limits of time and memory.

import { performance } from 'node:perf_hooks';
import { Child, type ChildOptions, type InvokeMessage } from './child.ts';
import type { FailedInvocation } from './invocation.ts';

/** SCF's default limit for loading the code. */
const initTimeoutMs = 65_000;
/** Short enough to see a brief peak, and long enough to leave the CPU to the function that is measured. */
const sampleEveryMs = 100;

/** MB: SCF offers memory in such steps. */
const memorySteps = 128;

export interface RunLimits {
  readonly timeoutMs: number;
  /** MB of resident memory. An instance that takes more is killed; undefined: memory is only measured. */
  readonly memoryMb: number | undefined;
}

export interface Started {
  readonly child: Child;
  readonly initMs: number;
  /** Why the code could not be loaded; the child has been killed then. Absent if the function is ready. */
  readonly failure?: FailedInvocation;
}

/** The result of an invocation in the child. */
export interface Run {
  readonly result: { readonly json: string | undefined } | FailedInvocation;
  readonly afterAnswer: FailedInvocation | undefined;
  readonly durationMs: number;
  readonly drainMs: number;
}

/** @throws {Error} if Node.js itself does not start. */
export function startChild(options: ChildOptions): Promise<Started> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = new Child(options);
    const settle = (failure?: FailedInvocation) => {
      clearTimeout(timeout);
      const initMs = performance.now() - startedAt;
      child.memoryPeakMb();
      if (!failure) resolve({ child, initMs });
      else void child.kill().then(() => resolve({ child, initMs, failure }));
    };
    const timeout = setTimeout(() => {
      settle(failed(443, 'InitTimeout', `${options.file} was not loaded within ${initTimeoutMs / 1000} s`));
    }, initTimeoutMs);
    child.listen((event) => {
      if (event.kind === 'ready') settle();
      if (event.kind === 'unloadable') settle({ statusCode: event.statusCode, error: event.error });
      if (event.kind === 'closed') settle(failed(439, 'ProcessExited', `while loading: ${event.reason}`));
      if (event.kind === 'unstartable') {
        clearTimeout(timeout);
        reject(new Error(`cannot start ${options.node}: ${event.error.message}`, { cause: event.error }));
      }
    });
  });
}

/** Calls the function once. After status 433, 434 or 439 the child has ended. */
export function run(child: Child, message: InvokeMessage, limits: RunLimits): Promise<Run> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let result: Run['result'] | undefined;
    let afterAnswer: FailedInvocation | undefined;
    let answeredAt = startedAt;
    let endedAt = startedAt;
    let killed = false;
    let logged = false;
    let finished: { readonly frozen: boolean } | undefined;

    const answer = (value: Run['result']) => {
      if (result !== undefined) return;
      result = value;
      answeredAt = performance.now();
      endedAt = answeredAt;
    };
    const kill = (failure: FailedInvocation) => {
      if (killed) return;
      killed = true;
      if (result !== undefined) afterAnswer = failure;
      else answer(failure);
      endedAt = performance.now();
      void child.kill();
    };
    const checkMemory = (reportedKb?: number) => {
      const peakMb = child.memoryPeakMb(reportedKb);
      if (limits.memoryMb === undefined || peakMb <= limits.memoryMb) return;
      const used = `${peakMb.toFixed(1)} MB of memory were used, the limit is ${limits.memoryMb} MB`;
      const enough = memorySteps * Math.ceil((peakMb * 1.25) / memorySteps);
      kill(failed(434, 'MemoryLimitReached', `${used}: give the function ${enough} MB, or a smaller task`));
    };
    const timeout = setTimeout(() => {
      const limit = `${limits.timeoutMs / 1000} s`;
      kill(failed(433, 'TimeLimitReached', `still running after ${limit}: raise the function's timeout`));
    }, limits.timeoutMs);
    const sampling = setInterval(checkMemory, sampleEveryMs);
    const end = (value: Run['result']) => {
      clearTimeout(timeout);
      clearInterval(sampling);
      if (finished?.frozen) child.freeze();
      const durationMs = answeredAt - startedAt;
      resolve({ result: value, afterAnswer, durationMs, drainMs: endedAt - answeredAt });
    };

    child.listen((event) => {
      if (event.kind === 'answer' || event.kind === 'error') checkMemory();
      if (event.kind === 'answer') answer({ json: event.json });
      if (event.kind === 'error') answer({ statusCode: 430, error: event.error });
      if (event.kind === 'logged') logged = true;
      if (event.kind === 'finished') {
        checkMemory(event.maxRssKb);
        finished = event;
        if (!killed) endedAt = performance.now();
      }
      if (event.kind === 'closed') kill(failed(439, 'ProcessExited', event.reason));
      if (result !== undefined && (killed ? event.kind === 'closed' : finished && logged)) end(result);
    });
    child.invoke(message);
  });
}

function failed(statusCode: FailedInvocation['statusCode'], type: string, message: string): FailedInvocation {
  return { statusCode, error: { type, message } };
}
