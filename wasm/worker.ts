// An engine's script in a worker thread: it can be stopped at a deadline, and takes nothing with it when it crashes.

import type { Reply } from './protocol.ts';
import type { StartTransport } from './session.ts';
import { raiseFlags } from './support.ts';

/** @param flags V8's, to be on while a thread lives. */
export function workerTransport(flags: readonly string[]): StartTransport {
  return (script, died) => {
    const lowerFlags = raiseFlags(flags);
    // Not imported: Node.js 10 has no such module.
    const { Worker } = require('worker_threads') as typeof import('worker_threads');
    const worker = new Worker(script, {
      eval: true,
      workerData: { source: script },
      // Decoders have no business with credentials, nor with the command line's flags.
      env: {},
      execArgv: [],
      // What is large is in linear memory, outside this heap.
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 },
    });
    const waiting: ((reply: Reply) => void)[] = [];
    worker.on('message', (reply: Reply) => waiting.shift()?.(reply));
    worker.on('error', (error: Error) => died(`the engine's thread died: ${error.message}`));
    worker.on('exit', (code) => {
      lowerFlags();
      died(`the engine's thread ended with exit code ${code}`);
    });
    // Once all listeners are there: one for messages holds the process again.
    worker.unref();
    return {
      send: (request, transfer) =>
        new Promise((resolve) => {
          waiting.push(resolve);
          worker.postMessage(request, transfer);
        }),
      hold: (held) => (held ? worker.ref() : worker.unref()),
      end: () => void worker.terminate(),
    };
  };
}
