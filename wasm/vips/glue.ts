// Loads wasm-vips' own JavaScript. In a libvips thread, requiring it runs that thread, so it is required only when it
// is needed. build.mjs gives it thread/virtual-fs.ts and threads.ts in place of Node.js' `fs` and `worker_threads`.

import type VipsFactory from 'wasm-vips';

/** Runs the glue code and returns its factory. */
export function loadGlue(): typeof VipsFactory {
  return require('wasm-vips');
}
