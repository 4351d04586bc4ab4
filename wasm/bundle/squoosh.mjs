// Builds the script of the Squoosh engine: this project's code and the parts of @squoosh/lib that it uses. Plain
// JavaScript, so that build.mjs and the tests can both run it.
// @ts-check

import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { root } from './plugin.mjs';

/** Emscripten's glue code, one function for each codec. The names are those of the decoders and encoders of MozJPEG and WebP. */
const glue =
  /var (Module(?:\$\w)?)=function\(\)\{return function\(Module\)\{[\s\S]*?return Module\.ready\}\}\(\);/g;
const wanted = ['Module$b', 'Module$a', 'Module$9', 'Module$8'];

/** Codecs that the package starts on import, although nothing here uses them. */
const eager = [
  ['imageQuantPromise', 'instantiateEmscriptenWasm(Module$1,imageQuantWasm)'],
  ['resizePromise', 'init(require$$1.promises.readFile(pathify(resizeWasm)))'],
];

/** Codecs that the package starts on import, and that are started when they are first needed: most engines write no PNG by them. */
const late = [
  ['pngEncDecPromise', 'init$2(require$$1.promises.readFile(pathify(pngEncDecWasm)))'],
  ['oxipngPromise', 'init$1(require$$1.promises.readFile(pathify(oxipngWasm)))'],
];

/** Modules that the rest of the package requires, and the engine does not use. */
const stubs = {
  fs: "module.exports = require('./wasm/thread/virtual-fs.ts').fs;",
  worker_threads: 'module.exports = { isMainThread: true };',
  os: 'module.exports = { cpus: () => [] };',
  './avif_node_enc_mt-143090b9.js': '',
  'web-streams-polyfill': '',
};

/** Removes code that is never called. Fails if the package is not the version that this was written for. */
function trim(/** @type {string} */ text) {
  const parts = text.match(glue) ?? [];
  if (parts.length !== 12) throw changed(`${parts.length} codecs`);
  const kept = text.replace(glue, (whole, name) => (wanted.includes(name) ? whole : `var ${name};`));
  return [...eager, ...late].reduce((rest, [name, start]) => {
    const statement = `const ${name}=${start}`;
    if (!rest.includes(statement)) throw changed(`no "${statement}"`);
    const isLate = late.some(([one]) => one === name);
    return rest
      .replace(statement, () => `let ${name}`)
      .replaceAll(`await ${name}`, (use) => (isLate ? `await(${name}=${name}||${start})` : use));
  }, kept);
}

function changed(/** @type {string} */ found) {
  return new Error(
    `@squoosh/lib/build/index.js is not that of 0.5.3, it has ${found}: see wasm/bundle/squoosh.mjs`,
  );
}

/** @type {import('esbuild').Plugin} */
const squoosh = {
  name: 'squoosh',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, importer }) =>
      importer.includes('@squoosh/lib') && Object.hasOwn(stubs, path)
        ? { path, namespace: 'squoosh' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'squoosh' }, ({ path }) => ({
      contents: stubs[path],
      resolveDir: root,
    }));
    onLoad({ filter: /@squoosh\/lib\/build\/index\.js$/ }, async ({ path }) => ({
      contents: trim(await readFile(path, 'utf8')),
    }));
  },
};

/** Builds the script of the Squoosh engine, which runs in a worker thread, or in the main thread through its export `serve`. */
export async function buildSquooshScript() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['wasm/squoosh/script.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node10.15',
    minify: true,
    legalComments: 'none',
    inject: ['wasm/squoosh/globals.ts'],
    // The codecs' glue puts it before the names of their modules, which wasm/thread/virtual-fs.ts knows as `/` and the
    // name.
    define: { __dirname: '""', __filename: '""' },
    plugins: [squoosh],
  });
  return { text: outputFiles[0]?.text ?? '', metafile };
}
