// What wasm-vips gets in place of Node.js' `worker_threads`. It starts each of its threads from a file name; in a
// bundle there is no such file, so its threads are started from the same text that runs here.

import { Worker as NodeWorker, parentPort, type WorkerOptions, workerData } from 'worker_threads';

/** workerData of the engine's own thread; that of a libvips thread is the string `em-pthread`. */
export interface ThreadData {
  /** The text of this script. */
  readonly source: string;
  /** The text of the Squoosh engine, for its encoders. */
  readonly encoders: string;
}

export const isPthread = workerData === 'em-pthread';

let prepared: NodeWorker | undefined;

/** Starts a first thread that libvips will ask for: Node.js takes as long for it as libvips does to get there. */
export function prepareThread(source: string): void {
  prepared = start(source, { workerData: 'em-pthread', name: 'em-pthread' });
  // As the glue does with its own, once it has them.
  prepared.unref();
}

/** Its work is in linear memory, outside the JavaScript heap, which can therefore be small. */
function start(source: string, options: WorkerOptions): NodeWorker {
  return new NodeWorker(source, {
    ...options,
    eval: true,
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  });
}

/** A libvips thread: a constructor, because the glue calls it so, that returns what Node.js' own has made. */
function Worker(source: string, options: WorkerOptions): NodeWorker {
  const worker = prepared ?? start(source, options);
  prepared = undefined;
  return worker;
}

/** In the shape of the module it stands for. */
export const threads = {
  Worker: Worker as unknown as typeof NodeWorker,
  isMainThread: false,
  parentPort,
  workerData,
};
