// Replaces Node.js' `worker_threads` for wasm-vips, which starts each of its threads from a file name. In a bundle
// there is no such file, so its threads are started from the source text that runs here.

import { Worker as NodeWorker, parentPort, type WorkerOptions, workerData } from 'worker_threads';
import { shareLimit } from './memory-limit.ts';

/** The `workerData` of the engine's own thread; that of a libvips thread is the string `em-pthread`. */
export interface ThreadData {
  /** Source text of this script. */
  readonly source: string;
  /** Source text of the Squoosh engine's script, for its encoders. */
  readonly encoders: string;
}

/** The `workerData` of a thread that was started by libvips. */
interface PthreadData {
  readonly limit: SharedArrayBuffer;
}

/** How the glue code names such a thread. */
const pthreadName = 'em-pthread';

const own = workerData as Partial<PthreadData> | null;
/** Whether this thread was started by libvips. */
export const isPthread = own?.limit !== undefined;
/** The limit of memory that all threads of this engine share (memory-limit.ts). */
export const limit = own?.limit ?? shareLimit();

let prepared: NodeWorker | undefined;

/**
 * Starts the first thread that libvips will ask for in advance, because Node.js takes as long to start it as libvips
 * takes until it asks.
 */
export function prepareThread(source: string): void {
  prepared = start(source, { name: pthreadName });
  // The glue code does the same with its threads, once it has them.
  prepared.unref();
}

/** Starts a thread with a small JavaScript heap: its data is in linear memory. */
function start(source: string, options: WorkerOptions): NodeWorker {
  return new NodeWorker(source, {
    ...options,
    workerData: { limit } satisfies PthreadData,
    eval: true,
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  });
}

/** Starts a libvips thread. The glue code calls it as a constructor; it returns the worker that Node.js' constructor made. */
function Worker(source: string, options: WorkerOptions): NodeWorker {
  const worker = prepared ?? start(source, options);
  prepared = undefined;
  return worker;
}

/** Has the shape of the module that it replaces. */
export const threads = {
  Worker: Worker as unknown as typeof NodeWorker,
  isMainThread: false,
  parentPort,
  workerData: isPthread ? pthreadName : workerData,
};
