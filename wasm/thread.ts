// Entry of the engine's thread, and of each thread that libvips starts below it: one text for both, so that no thread
// parses the function's bundle.

import { parentPort, workerData } from 'worker_threads';
import { loadGlue } from './glue.ts';
import type { Answers, Reply, Request } from './protocol.ts';
import { isPthread, type ThreadData } from './threads.ts';
import { bootVips, type Vips } from './vips.ts';
import { toFailure } from './vips-errors.ts';

let vips: Vips | undefined;

async function serve(request: Request): Promise<Answers[keyof Answers]> {
  if (request.op === 'boot') {
    vips = await bootVips(request.modules, (workerData as ThreadData).source);
    return undefined;
  }
  if (!vips) throw new Error('the engine was asked before it was booted');
  return request.op === 'inspect'
    ? vips.inspect(request.bytes, request.format)
    : vips.render(request.bytes, request.source, request.specs);
}

async function answer(request: Request): Promise<Reply> {
  try {
    return { ok: true, answer: await serve(request), memory: vips?.memoryBytes() ?? 0 };
  } catch (error) {
    return { ok: false, failure: toFailure(error, request.op) };
  }
}

if (isPthread) {
  loadGlue();
} else if (parentPort) {
  const port = parentPort;
  port.on('message', (request: Request) => {
    void answer(request).then((reply) => port.postMessage(reply));
  });
}
