// Replaces Node.js' `worker_threads` for wasm-vips, which starts each of its threads from a file name. In a bundle
// there is no such file, so its threads are started from the source text that runs here.

import { closeSync, openSync } from 'fs';
import { Worker as NodeWorker, parentPort, type WorkerOptions, workerData } from 'worker_threads';
import { createBound, type MemoryBound } from '../thread/memory-bound.ts';

/** How the glue code names a thread that libvips starts. */
const pthreadName = 'em-pthread';

/** The `workerData` of every thread of an engine. */
interface SharedData {
  readonly bound: MemoryBound;
}

/** The `workerData` of the engine's own thread. */
export interface ThreadData extends SharedData {
  /** Source text of this script. */
  readonly source: string;
  /** Source text of the Squoosh engine's script, for its encoders. */
  readonly encoders: string;
}

/** The `workerData` of a thread that was started by libvips. */
interface PthreadData extends SharedData {
  /** One 32-bit integer in shared memory: 1 once the thread runs. */
  readonly running: Int32Array;
}

const own = workerData as ThreadData | PthreadData | null;
/** Whether this thread was started by libvips. */
export const isPthread = own !== null && 'running' in own;
/** The same for all threads of an engine. */
export const bound = own?.bound ?? createBound();

/** Tells the thread that started this one that it runs. */
export function announcePthread(): void {
  if (!own || !('running' in own)) return;
  Atomics.store(own.running, 0, 1);
  Atomics.notify(own.running, 0);
}

/** A libvips thread that may not run yet. */
interface Pthread extends Pick<PthreadData, 'running'> {
  readonly worker: NodeWorker;
}

let prepared: Pthread | undefined;

/**
 * Starts the first thread that libvips will ask for in advance, because Node.js takes as long to start it as libvips
 * takes until it asks.
 */
export function prepareThread(source: string): void {
  prepared = start(source, { name: pthreadName });
  // The glue code does the same with its threads, once it has them.
  prepared.worker.unref();
}

/**
 * Starts a thread with a small JavaScript heap: its data is in linear memory.
 *
 * @throws {Error} if the system has no thread or file descriptor left for it.
 */
function start(source: string, options: WorkerOptions): Pthread {
  checkDescriptors();
  const running = new Int32Array(new SharedArrayBuffer(4));
  const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };
  const workerData: PthreadData = { bound, running };
  try {
    const worker = new NodeWorker(source, { ...options, workerData, eval: true, env: {}, resourceLimits });
    return { worker, running };
  } catch (error) {
    throw new Error(`pthread_create: the system starts no thread for libvips (${error})`);
  }
}

/** File descriptors that Node.js opens for a thread: for its event loop, and what wakes that from other threads. */
const threadDescriptors = 6;

/**
 * Checks that there are as many file descriptors as a thread takes, because Node.js reports their shortage by an event, for
 * which nobody here can wait.
 *
 * @throws {Error} if there are not.
 */
function checkDescriptors(): void {
  const open: number[] = [];
  try {
    for (let i = 0; i < threadDescriptors; i++) open.push(openSync('/dev/null', 'r'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EMFILE' || code === 'ENFILE') {
      throw new Error(`pthread_create: no file descriptors are left for a thread of libvips (${code})`);
    }
  } finally {
    open.forEach(closeSync);
  }
}

let problem: Error | undefined;

/** Why a thread of libvips did not start; undefined while all did. libvips itself may only say that it has failed. */
export function threadProblem(): Error | undefined {
  return problem;
}

/** In milliseconds: the longest time that a thread may take to start. It takes 50 on a whole core, and 500 on a tenth of one. */
const startTimeout = 10_000;

/**
 * Starts a libvips thread, and waits until it runs. libvips waits for its threads without an event loop, so it would wait
 * for ever for one that Node.js could not start. The glue code calls this as a constructor; it returns the worker that
 * Node.js' constructor made.
 *
 * @throws {Error} if the thread does not run in time.
 */
function Worker(source: string, options: WorkerOptions, timeout = startTimeout): NodeWorker {
  try {
    return startInTime(source, options, timeout);
  } catch (error) {
    problem = error as Error;
    throw error;
  }
}

function startInTime(source: string, options: WorkerOptions, timeout: number): NodeWorker {
  const { worker, running } = prepared ?? start(source, options);
  prepared = undefined;
  // The thread that was prepared has been running for long by now, so that this costs nothing at the start.
  if (Atomics.wait(running, 0, 0, timeout) === 'timed-out') {
    throw new Error(
      `pthread_create: a thread of libvips did not start within ${timeout / 1000} s: give the function more memory`,
    );
  }
  return worker;
}

/** Has the shape of the module that it replaces. */
export const threads = {
  Worker: Worker as unknown as new (...args: Parameters<typeof Worker>) => NodeWorker,
  isMainThread: false,
  parentPort,
  workerData: isPthread ? pthreadName : workerData,
};
