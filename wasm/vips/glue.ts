// wasm-vips' own JavaScript. Requiring it in a libvips thread is what makes that thread run, so it is required where
// and when it is wanted; build.mjs gives it files.ts and threads.ts in place of Node.js' `fs` and `worker_threads`.

import type VipsFactory from 'wasm-vips';

/** Runs the glue and returns its factory. */
export function loadGlue(): typeof VipsFactory {
  return require('wasm-vips');
}
