// Builds the script of the vips engine: this project's code and wasm-vips' glue code, with replacements for Node.js'
// files and threads.
// @ts-check

import { build } from 'esbuild';
import { root, textModules } from './plugin.mjs';

export async function buildVipsScript() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['wasm/vips/script.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node16.13',
    minify: true,
    legalComments: 'none',
    plugins: [
      textModules({
        'vips-node.js>node:fs': "module.exports = require('./wasm/thread/virtual-fs.ts').fs;",
        'vips-node.js>node:worker_threads': "module.exports = require('./wasm/vips/threads.ts').threads;",
      }),
    ],
  });
  return { text: outputFiles[0]?.text ?? '', metafile };
}
