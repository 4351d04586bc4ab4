// Runs a function as SCF does: one warm instance, one event at a time, and failed events are delivered again.

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import {
  type Credentials,
  credentialsEnvironment,
  type FunctionSettings,
  instanceEnvironment,
  invocationContext,
} from './environment.ts';
import type { FailedInvocation, Invocation } from './invocation.ts';
import { type Run, run, type Started, startChild } from './run.ts';

export interface FunctionOptions extends Partial<Omit<FunctionSettings, 'file'>> {
  /** The built CommonJS file. */
  readonly file: string;
  /** The name of the exported handler. Default: `main_handler`. */
  readonly handler?: string;
  /** The path of the Node.js binary. Default: the one that runs this. */
  readonly node?: string;
  /** Those of the execution role. Without them the function has none. */
  readonly credentials?: Credentials | undefined;
  /** Is the instance killed when its resident memory exceeds `memoryMb`, as by SCF? Default: true. Linux only. */
  readonly enforceMemory?: boolean;
  /** The time between two deliveries of one event. On SCF it is a minute. Default: 1000. */
  readonly retryIntervalMs?: number;
}

export interface ScfFunction {
  /** Invokes the function synchronously. Invocations run one after another. */
  invoke(event: unknown): Promise<Invocation>;
  /** Delivers an event as a trigger does: up to twice more after a failure. The last element is the final result. */
  deliver(event: unknown): Promise<Invocation[]>;
  /** Sets the credentials in the environment of the next invocation. */
  renewCredentials(credentials: Credentials | undefined): void;
  /** Kills the instance. The promises of events that wait reject. */
  close(): Promise<void>;
}

const deliveries = 3;

/**
 * Sets up a function. Its instance starts with the first event.
 *
 * @throws {Error} if SCF would refuse the environment variables.
 */
export function startFunction(options: FunctionOptions): ScfFunction {
  const settings: FunctionSettings = {
    memoryMb: 128,
    timeoutS: 3,
    env: {},
    region: 'ap-guangzhou',
    appid: '1250000000',
    functionName: 'thumbnailer',
    ...options,
    file: resolve(options.file),
  };
  const env = instanceEnvironment(settings);
  const { node = process.execPath, handler = 'main_handler', enforceMemory = true } = options;
  const limits = {
    timeoutMs: settings.timeoutS * 1000,
    memoryMb: enforceMemory ? settings.memoryMb : undefined,
  };
  let { credentials } = options;
  let warm: Child | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function invokeNow(event: unknown): Promise<Invocation> {
    throwIfClosed();
    const requestId = randomUUID();
    const renewed = credentialsEnvironment(credentials);
    let started: Started | undefined;
    if (!warm?.alive) {
      started = await startChild({ node, file: settings.file, handler, env: { ...env, ...renewed } });
      warm = started.child;
      // If the function was closed meanwhile, close() did not know this child.
      if (closed) await warm.kill();
      throwIfClosed();
    }
    const context = invocationContext(settings, requestId);
    const done = started?.failure
      ? notRun(started.failure)
      : await run(warm, { event, context, env: renewed }, limits);
    return toInvocation(requestId, warm, done, started);
  }

  function throwIfClosed(): void {
    if (closed) throw new Error('the function was closed and takes no more events');
  }

  function invoke(event: unknown): Promise<Invocation> {
    const turn = queue.then(() => invokeNow(event));
    queue = turn.catch(() => {});
    return turn;
  }

  return {
    invoke,
    async deliver(event) {
      const invocations = [await invoke(event)];
      while (invocations.length < deliveries && invocations.at(-1)?.statusCode !== 200) {
        await sleep(options.retryIntervalMs ?? 1000);
        invocations.push(await invoke(event));
      }
      return invocations;
    },
    renewCredentials(renewed) {
      credentials = renewed;
    },
    async close() {
      closed = true;
      await warm?.kill();
      await queue;
    },
  };
}

/** The result if the code could not be loaded. */
function notRun(failure: FailedInvocation): Run {
  return { result: failure, afterAnswer: undefined, durationMs: 0, drainMs: 0 };
}

function toInvocation(requestId: string, child: Child, done: Run, started: Started | undefined): Invocation {
  const { result, afterAnswer, durationMs, drainMs } = done;
  return {
    requestId,
    ...('statusCode' in result ? result : { statusCode: 200, answer: JSON.parse(result.json ?? 'null') }),
    ...(afterAnswer && { afterAnswer }),
    ...(started && { coldStart: { initMs: started.initMs } }),
    durationMs,
    drainMs,
    billedMs: Math.ceil(durationMs + drainMs),
    memoryPeakMb: child.memoryPeakMb(),
    log: child.takeLog(),
  };
}
