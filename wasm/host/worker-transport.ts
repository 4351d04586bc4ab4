// An engine's script in a worker thread: it can be stopped at a deadline, and takes nothing with it when it crashes.

import type { Deliver } from '../../src/function/engine/engine.ts';
import { keepYoungSpaceSmall } from '../thread/gc.ts';
import type { Delivery, Reply } from '../thread/protocol.ts';
import { type Flag, switchOn } from './runtime-support.ts';
import type { StartTransport } from './session.ts';

/**
 * @param flags V8's, to be on while a thread lives.
 * @param lightFlags Those to be on only as long as it is wanted: the next may do without.
 */
export function workerTransport(flags: readonly Flag[], lightFlags: readonly Flag[]): StartTransport {
  return ({ script, encoders }, onDeath) => {
    const switchOff = switchOn(flags);
    const switchLightOff = switchOn(lightFlags);
    // Not imported: Node.js 10 has no such module.
    const { Worker } = require('worker_threads') as typeof import('worker_threads');
    const worker = new Worker(script, {
      eval: true,
      workerData: { source: script, encoders },
      // Decoders have no business with credentials, nor with the command line's flags.
      env: {},
      execArgv: [],
      // What is large is in linear memory, outside this heap.
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 },
    });
    const waiting: { readonly resolve: (reply: Reply) => void; readonly deliver: Deliver | undefined }[] = [];
    worker.on('message', (message: Reply | Delivery) => {
      keepYoungSpaceSmall();
      if ('encoded' in message) waiting[0]?.deliver?.(message.index, message.encoded);
      else waiting.shift()?.resolve(message);
    });
    worker.on('error', (error: Error) => onDeath(`the engine's thread died: ${error.message}`));
    worker.on('exit', (code) => {
      switchOff();
      switchLightOff();
      onDeath(`the engine's thread ended with exit code ${code}`);
    });
    // Once all listeners are there: one for messages holds the process again.
    worker.unref();
    return {
      send: (request, transfer, deliver) =>
        new Promise((resolve) => {
          worker.postMessage(request, transfer);
          waiting.push({ resolve, deliver });
        }),
      keepAlive: (isAlive) => (isAlive ? worker.ref() : worker.unref()),
      end() {
        switchLightOff();
        return worker.terminate();
      },
    };
  };
}
