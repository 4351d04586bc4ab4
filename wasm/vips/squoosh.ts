// The Squoosh encoders in libvips' thread: their script, run as a module of this one.

import type { createEncoders, EncodePixels } from '../squoosh/encoders.ts';
import type { SquooshBytes } from '../squoosh/modules.ts';

/** @param script The Squoosh engine's. */
export function loadEncoders(script: string, modules: Partial<SquooshBytes>): EncodePixels {
  const module = { exports: {} as { createEncoders: typeof createEncoders } };
  new Function('module', 'exports', 'require', script)(module, module.exports, withoutThreads);
  return module.exports.createEncoders(modules);
}

/** With threads it would listen on this one's port, as an engine of its own. */
function withoutThreads(name: string): unknown {
  if (name === 'worker_threads') throw new Error('a module, not an engine');
  return require(name);
}
