// The handler with sharp as one file, with the COS SDK in it, as build.mjs makes one file of ours. Without it the comparison would
// flatter ours: of the SDK as npm installs it, Node.js looks for every file and compiles all of it; ours is one small file.

import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { functionOptions } from '../../../wasm/bundle/function-options.mjs';

/**
 * Bundles a handler. sharp stays outside, where its native library finds its parts.
 *
 * @param handler Absolute path of a CommonJS file.
 * @param file Where the bundle is written.
 */
export async function bundleHandler(handler: string, file: string): Promise<void> {
  await build({
    entryPoints: [handler],
    outfile: file,
    ...functionOptions,
    // Syntax is not lowered as ours is, which might slow it: sharp needs a Node.js that knows all of it.
    target: 'esnext',
    logLevel: 'error',
    plugins: [
      {
        name: 'sharp-outside',
        setup({ onResolve }) {
          // By its path, because the bundle lies in a folder from which Node.js would not find it by its name.
          const path = createRequire(handler).resolve('sharp');
          onResolve({ filter: /^sharp$/ }, () => ({ path, external: true }));
        },
      },
    ],
  });
}
