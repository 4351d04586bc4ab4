// Entry of the engine's thread, and of each thread that libvips starts from there. Both run the same text, so that no
// thread has to parse the function's bundle.

import { parentPort, workerData } from 'worker_threads';
import { createServer, listen } from '../thread/server.ts';
import { toFailure } from './errors.ts';
import { loadGlue } from './glue.ts';
import { boundGrowthOfInstances } from './memory-limit.ts';
import { announcePthread, bound, isPthread, prepareThread, type ThreadData } from './threads.ts';
import { bootVips } from './vips.ts';

if (isPthread) {
  announcePthread();
  boundGrowthOfInstances(bound);
  loadGlue();
} else if (parentPort) {
  const data = workerData as ThreadData;
  prepareThread(data.source);
  listen(parentPort, createServer({ boot: (modules) => bootVips(modules, data), toFailure }));
}
