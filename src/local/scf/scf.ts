// A function as SCF runs it: one warm instance, one event at a time, redelivery of what failed. Knows no COS.

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
  /** Name of its export. Default `main_handler`. */
  readonly handler?: string;
  /** Path of the Node.js binary. Default: the one that runs this. */
  readonly node?: string;
  readonly credentials: Credentials;
  /** Kill the instance when its resident memory passes `memoryMb`, as SCF does? Default true; Linux only. */
  readonly enforceMemory?: boolean;
  /** Between the deliveries of one event: a minute on SCF. Default 1000. */
  readonly retryIntervalMs?: number;
}

export interface ScfFunction {
  /** One synchronous invocation. Invocations wait for one another. */
  invoke(event: unknown): Promise<Invocation>;
  /** As a trigger delivers: after a failure twice more. The last element is what it came to. */
  deliver(event: unknown): Promise<Invocation[]>;
  /** What the next invocation finds in its environment. */
  renewCredentials(credentials: Credentials): void;
  /** Kills the instance. Events that wait are refused: their promises reject. */
  close(): Promise<void>;
}

const deliveries = 3;

/**
 * Sets a function up; its instance starts with the first event.
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
    refuseWhenClosed();
    const requestId = randomUUID();
    const renewed = credentialsEnvironment(credentials);
    let started: Started | undefined;
    if (!warm?.alive) {
      started = await startChild({ node, file: settings.file, handler, env: { ...env, ...renewed } });
      warm = started.child;
      // Closed meanwhile: nobody else knows of this child.
      if (closed) await warm.kill();
      refuseWhenClosed();
    }
    const context = invocationContext(settings, requestId);
    const done = started?.failure
      ? notRun(started.failure)
      : await run(warm, { event, context, env: renewed }, limits);
    return toInvocation(requestId, warm, done, started);
  }

  function refuseWhenClosed(): void {
    if (closed) throw new Error('the function was closed, it takes no more events');
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

/** Nothing ran: the code did not load. */
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
