// The Squoosh encoders in libvips' thread: their script, run as a module of this one.

import type { SquooshBytes } from '../squoosh/codec-modules.ts';
import type { createEncoders, EncodePixels } from '../squoosh/encoders.ts';
import { runScript } from '../thread/run-script.ts';

interface Encoders {
  readonly createEncoders: typeof createEncoders;
}

/** @param script The Squoosh engine's. */
export function loadEncoders(script: string, modules: Partial<SquooshBytes>): EncodePixels {
  return runScript<Encoders>(script, requireWithoutThreads).createEncoders(modules);
}

/** With threads it would listen on this one's port, as an engine of its own. */
function requireWithoutThreads(name: string): unknown {
  if (name === 'worker_threads') throw new Error('a module, not an engine');
  return require(name);
}
