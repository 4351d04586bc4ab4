// Runs an engine's script in the function's own thread, for Node.js 10, which has no worker threads. Nothing can stop
// it at a deadline there: only the admission limits protect the function's time.

import { runScript } from '../thread/run-script.ts';
import type { Serve } from '../thread/server.ts';
import type { StartTransport } from './session.ts';

export const inlineTransport: StartTransport = ({ script }) => {
  const { serve } = runScript<{ serve: Serve }>(script, require);
  let previous: Promise<unknown> = Promise.resolve();
  return {
    send(request, _transfer, deliver) {
      const reply = previous.then(() => serve(request, deliver));
      previous = reply;
      return reply;
    },
    // The script runs in this thread, which watches nothing meanwhile.
    watch: () => () => undefined,
    keepAlive: () => undefined,
    end: () => Promise.resolve(),
  };
};
