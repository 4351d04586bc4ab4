// Runs the Squoosh encoders in libvips' thread: their script, as a module of this one.

import { runScript } from '../thread/run-script.ts';
import type { SquooshBytes } from './codec-modules.ts';
import type { createEncoders, EncodePixels } from './encoders.ts';

interface Encoders {
  readonly createEncoders: typeof createEncoders;
}

/**
 * Loads the encoders.
 *
 * @param script Source text of the Squoosh engine's script.
 * @param modules The bytes of the encoders' WebAssembly modules.
 */
export function loadEncoders(script: string, modules: Partial<SquooshBytes>): EncodePixels {
  return runScript<Encoders>(script, requireWithoutThreads).createEncoders(modules);
}

/** A `require` without `worker_threads`, with which the script would listen on this thread's port as an engine of its own. */
function requireWithoutThreads(name: string): unknown {
  if (name === 'worker_threads') throw new Error('worker_threads is not available to the borrowed encoders');
  return require(name);
}
