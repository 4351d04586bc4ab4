// Runs an engine's script in a worker thread, which can be stopped at a deadline, and whose crash leaves the process
// alive.

import type { Deliver } from '../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../src/function/errors.ts';
import { keepYoungSpaceSmall } from '../thread/gc.ts';
import { createBound, shortageOf } from '../thread/memory-bound.ts';
import type { Delivery, Reply } from '../thread/protocol.ts';
import { watchMemory } from './memory-watch.ts';
import { type Flag, switchOn } from './runtime-support.ts';
import type { StartTransport } from './session.ts';

/**
 * Creates the transport.
 *
 * @param flags V8 flags to be on while the thread lives.
 * @param lightFlags V8 flags to be on only until the thread is told to end: the next thread may do without them.
 */
export function workerTransport(flags: readonly Flag[], lightFlags: readonly Flag[]): StartTransport {
  return ({ script, encoders }, onDeath) => {
    const switchOff = switchOn(flags);
    const switchLightOff = switchOn(lightFlags);
    // Required only here, because Node.js 10 has no such module.
    const { Worker } = require('worker_threads') as typeof import('worker_threads');
    const bound = createBound();
    const start = () =>
      new Worker(script, {
        eval: true,
        workerData: { source: script, encoders, bound },
        // Decoders must see neither the credentials in the environment nor the flags of the command line.
        env: {},
        execArgv: [],
        // Large data is in linear memory, outside this heap.
        resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 64 },
      });
    let worker: ReturnType<typeof start>;
    try {
      worker = start();
    } catch (cause) {
      switchOff();
      switchLightOff();
      throw new ThumbnailError('engine-unavailable', `the engine's thread could not be started: ${cause}`, {
        cause,
      });
    }
    const waiting: { readonly resolve: (reply: Reply) => void; readonly deliver: Deliver | undefined }[] = [];
    worker.on('message', (message: Reply | Delivery) => {
      keepYoungSpaceSmall();
      if ('encoded' in message) waiting[0]?.deliver?.(message.index, message.encoded);
      else waiting.shift()?.resolve(message);
    });
    // libvips and GLib end their thread where a small allocation fails, so that a death may be the first sign of a shortage.
    const tellDeath = (reason: string) => {
      const shortage = shortageOf(bound);
      if (shortage === undefined) onDeath(reason);
      else onDeath(shortage, 'source-too-big');
    };
    worker.on('error', (error: Error) => tellDeath(`the engine's thread died: ${error.message}`));
    worker.on('exit', (code) => {
      switchOff();
      switchLightOff();
      tellDeath(`the engine's thread ended with exit code ${code}`);
    });
    // Only after all listeners are added: adding one for messages makes the worker keep the process alive again.
    worker.unref();
    return {
      send: (request, transfer, deliver) =>
        new Promise((resolve) => {
          worker.postMessage(request, transfer);
          waiting.push({ resolve, deliver });
        }),
      watch: (memoryMb, onShort) => watchMemory(memoryMb, bound, onShort),
      keepAlive: (isAlive) => (isAlive ? worker.ref() : worker.unref()),
      end() {
        switchLightOff();
        return worker.terminate();
      },
    };
  };
}
