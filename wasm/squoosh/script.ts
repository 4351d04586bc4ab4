// Entry of the Squoosh engine's script. In a worker thread it answers the host's messages; on Node.js 10, which has no
// worker threads, the host runs it in the main thread and calls `serve`.

import type { HeifBytes } from '../heif/heif-modules.ts';
import type { Reply, Request } from '../thread/protocol.ts';
import { createServer, listen } from '../thread/server.ts';
import type { SquooshModule } from './codec-modules.ts';
import { toFailure } from './errors.ts';
import { bootSquoosh } from './squoosh.ts';

/** Answers a request and never rejects. The caller must wait for each answer before it sends the next request. */
export const serve: (request: Request<SquooshModule | keyof HeifBytes>) => Promise<Reply> = createServer({
  boot: bootSquoosh,
  toFailure,
});

export { createEncoders } from './encoders.ts';

/** Null on the main thread, and where there are no worker threads. */
function findParentPort() {
  try {
    return (require('worker_threads') as typeof import('worker_threads')).parentPort;
  } catch {
    return null;
  }
}

const port = findParentPort();
if (port) listen(port, serve);
