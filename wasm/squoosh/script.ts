// Entry of the Squoosh engine's script. In a worker thread it answers what the host asks; on Node.js 10, which has no
// worker threads, the host runs it in process and calls `serve`.

import type { Reply, Request } from '../thread/protocol.ts';
import { createServer, listen } from '../thread/server.ts';
import type { SquooshModule } from './codec-modules.ts';
import { toFailure } from './errors.ts';
import { bootSquoosh } from './squoosh.ts';

/** Never rejects. The caller waits for each answer before it asks again. */
export const serve: (request: Request<SquooshModule>) => Promise<Reply> = createServer({
  boot: bootSquoosh,
  toFailure,
});

export { createEncoders } from './encoders.ts';

/** Undefined on the main thread, and where there are no threads. */
function findParentPort() {
  try {
    return (require('worker_threads') as typeof import('worker_threads')).parentPort;
  } catch {
    return null;
  }
}

const port = findParentPort();
if (port) listen(port, serve);
