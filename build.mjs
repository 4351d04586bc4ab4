// Builds dist/index.js, the one file that SCF is given, and dist/cos-thumbnailer.zip around it: the same bytes from the
// same tree, on any machine, at any time. Fails when something gets in that does not belong there.
// @ts-check

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const root = dirname(fileURLToPath(import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'wasm/modules.json'), 'utf8'));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Bytes. SCF takes 50 MB, but pulls the code on every cold start. */
const budgets = { 'index.js': 5_500_000, 'cos-thumbnailer.zip': 5_000_000 };

/**
 * Three dependencies of the COS SDK that a function has no use for (SSH signatures, cookies, a table of file types) but
 * that would more than triple its size and load time. The table is asked only where a Content-Type is missing; ours never is.
 */
const stubs = {
  'http-signature': 'module.exports = {};',
  'tough-cookie': 'module.exports = { CookieJar: function () {}, Cookie: { parse() {} } };',
  'mime-types': 'module.exports = { lookup() { return false; } };',
};

/** @returns {import('esbuild').Plugin} modules made of text, by their full name */
function textModules(name, texts) {
  return {
    name,
    setup({ onResolve, onLoad }) {
      const known = (path) => (Object.hasOwn(texts, path) ? { path, namespace: name } : undefined);
      onResolve(
        { filter: /./ },
        ({ path, importer }) => known(`${importer.replace(/^.*\//, '')}>${path}`) ?? known(path),
      );
      onLoad({ filter: /./, namespace: name }, async ({ path }) => ({
        contents: await (typeof texts[path] === 'function' ? texts[path]() : texts[path]),
        resolveDir: root,
      }));
    },
  };
}

/** The script of the engine's thread: ours and wasm-vips' glue, which gets our stand-ins for files and threads. */
export async function buildThread() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['wasm/thread.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node16.13',
    minify: true,
    legalComments: 'none',
    plugins: [
      textModules('glue', {
        'vips-node.js>node:fs': "module.exports = require('./wasm/files.ts').fs;",
        'vips-node.js>node:worker_threads': "module.exports = require('./wasm/threads.ts').threads;",
      }),
    ],
  });
  return { text: outputFiles[0]?.text ?? '', metafile };
}

/** Bytes of an embedded file as npm delivered it, which must be what wasm/modules.json says. */
function verified({ package: name, version: expected, file, sha256, bytes }) {
  const installed = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  ).version;
  const content = readFileSync(join(root, 'node_modules', name, file));
  const actual = createHash('sha256').update(content).digest('hex');
  if (installed !== expected || actual !== sha256 || content.length !== bytes) {
    fail(
      `${name}/${file} is ${installed}, ${content.length} bytes, sha256 ${actual}; wasm/modules.json says otherwise`,
    );
  }
  return content;
}

/** Brotli at its best takes ten seconds for a module, so that it is done once for each. */
async function compressed(content) {
  const cache = join(root, 'node_modules/.cache/cos-thumbnailer');
  const file = join(cache, `${createHash('sha256').update(content).digest('hex')}.br`);
  if (!existsSync(file)) {
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
    const params = {
      [BROTLI_PARAM_QUALITY]: 11,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, await promisify(brotliCompress)(content, { params }));
  }
  return readFileSync(file);
}

async function embedded(name) {
  const base64 = (await compressed(verified(manifest.modules[name]))).toString('base64');
  return `export default function base64() { return '${base64}'; }`;
}

function fail(problem) {
  console.error(`build failed: ${problem}`);
  process.exit(1);
}

/** Every package that esbuild took in must be expected. It takes no native code in by itself. */
function checkInputs(inputs) {
  for (const input of inputs) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(
      input.replace(/^.*\/node_modules\//, 'node_modules/'),
    )?.[1];
    if (name && !Object.hasOwn(manifest.packages, name)) {
      fail(
        `package "${name}" is new in the bundle. If it belongs there, add it with its licence to wasm/modules.json.`,
      );
    }
  }
}

/** What the licences of the embedded parts ask to be said. */
function notice() {
  const line = ([name, { version: v, licence, source }]) =>
    `  ${name}${v ? ` ${v}` : ''}: ${licence}${source ? `, ${source}` : ''}`;
  return [
    `cos-thumbnailer ${version}. MIT License. This file also holds, each under its own licence:`,
    ...Object.entries(manifest.packages).map(line),
    'and compiled to WebAssembly, inside wasm-vips:',
    ...Object.entries(manifest.libraries).map(line),
    manifest.relinking,
  ].join('\n');
}

function licenceTexts() {
  const text = (name) => {
    const files = [
      'LICENSE',
      'LICENSE.md',
      'LICENSE.txt',
      'license',
      'License',
      'LICENCE',
      'THIRD-PARTY-NOTICES.md',
    ];
    const found = files.map((file) => join(root, 'node_modules', name, file)).filter(existsSync);
    return found.map((file) => `\n==== ${name} ====\n\n${readFileSync(file, 'utf8').trim()}\n`).join('');
  };
  return Object.keys(manifest.packages).map(text).join('');
}

async function main() {
  const thread = await buildThread();
  verified(manifest.modules.glue);
  const engineVersion = `wasm-vips ${manifest.modules.vips.version}`;
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    // Syntax that SCF's oldest runtime can read, if only to be told that it is too old; tsconfig.json's lib holds the APIs.
    target: 'node6.10',
    minifyWhitespace: true,
    // Not the syntax: esbuild would write what Node.js 6 cannot read.
    minifyIdentifiers: true,
    legalComments: 'none',
    banner: { js: `/*!\n${notice()}\n*/` },
    plugins: [
      textModules('embedded', {
        ...stubs,
        'embedded:version': `export default ${JSON.stringify(engineVersion)}`,
        'embedded:thread': `export default ${JSON.stringify(thread.text)}`,
        'embedded:vips': () => embedded('vips'),
        'embedded:heif': () => embedded('heif'),
      }),
    ],
  });
  checkInputs([...Object.keys(metafile.inputs), ...Object.keys(thread.metafile.inputs)]);

  const index = outputFiles[0]?.contents ?? new Uint8Array();
  // A fixed time and mode: the zip depends on the file's bytes alone. fflate reads local time, so this names no time zone.
  const zip = zipSync({
    'index.js': [index, { level: 9, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 }],
  });
  const files = { 'index.js': index, 'cos-thumbnailer.zip': zip };
  for (const [name, content] of Object.entries(files)) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    console.log(
      `dist/${name.padEnd(20)} ${kilobytes(content.length)} of ${kilobytes(budgets[name])}   sha256 ${sha256}`,
    );
    if (content.length > budgets[name]) fail(`dist/${name} is over its budget`);
  }
  write({ ...files, 'NOTICE.txt': `${notice()}\n${licenceTexts()}` });
}

/** Under another name first: whoever runs the built file meanwhile finds the old one or the new one, never half of one. */
function write(files) {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const draft = join(dist, `.${name}.${process.pid}`);
    writeFileSync(draft, content);
    renameSync(draft, join(dist, name));
  }
}

const kilobytes = (bytes) => `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`.padStart(8);

if (process.argv[1] === fileURLToPath(import.meta.url)) main().catch((error) => fail(error.stack));
