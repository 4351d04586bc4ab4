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

/** A libvips thread. Its work is in linear memory, outside the JavaScript heap, which can therefore be small. */
class Worker extends NodeWorker {
  constructor(source: string, options: WorkerOptions) {
    super(source, {
      ...options,
      eval: true,
      env: {},
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
    });
  }
}

/** In the shape of the module it stands for. */
export const threads = { Worker, isMainThread: false, parentPort, workerData };
