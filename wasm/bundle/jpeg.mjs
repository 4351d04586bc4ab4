// Builds the WebAssembly of the JPEG engine from its AssemblyScript (wasm/jpeg/assembly/). Plain WebAssembly, as it was first
// standardised, because Node.js 10 has no more. The same sources give the same bytes on any machine; wasm/modules.json holds them to
// that.
// @ts-check

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, gzip, manifest } from './modules.mjs';
import { root } from './plugin.mjs';

const folder = 'wasm/jpeg/assembly';
/** What several modules import. */
const shared = 'wasm/assembly';
/**
 * Each module's folder, and the compiler's options for it. The decoder is a module of its own, because Node.js 10 compiles whole
 * modules at once; and there are two of it, because SIMD makes it a fifth faster from Node.js 16 on, and cannot be loaded before.
 *
 * @type {Record<string, { folder: string, options: readonly string[] }>}
 */
const parts = {
  jpegDecode: { folder: 'decoder', options: [] },
  jpegDecodeSimd: { folder: 'decoder', options: ['--enable', 'simd'] },
  jpegEncode: { folder: 'encoder', options: [] },
};
/** The largest size of what a runtime loads, a decoder and the encoder together, in bytes. */
const budget = 40_000;

const options = [
  ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['bulk-memory', 'sign-extension', 'mutable-globals', 'nontrapping-f2i'].flatMap((one) => [
    '--disable',
    one,
  ]),
];

/**
 * @returns {Promise<Record<string, Buffer>>} By the names of `parts`.
 * @throws {Error} if the compiler refuses the sources, or the result is not what wasm/modules.json says.
 */
export async function buildJpegModules() {
  /** @type {Record<string, Buffer>} */
  const built = {};
  for (const [name, part] of Object.entries(parts)) built[name] = await compile(part);
  for (const [name, content] of Object.entries(built)) verify(name, content);
  const bytesOf = (/** @type {string} */ name) => built[name]?.length ?? 0;
  const bytes = Math.max(bytesOf('jpegDecode'), bytesOf('jpegDecodeSimd')) + bytesOf('jpegEncode');
  if (bytes > budget)
    throw new Error(`the JPEG engine has ${bytes} bytes of WebAssembly, over its budget of ${budget}`);
  return built;
}

/**
 * Builds and compresses the modules, as `compressModules` does those of other engines.
 *
 * @returns {Promise<[name: string, compressed: Buffer, bytes: number][]>}
 */
export async function compressJpegModules() {
  const built = Object.entries(await buildJpegModules());
  return Promise.all(built.map(async ([name, content]) => [name, await gzip(content), content.length]));
}

/**
 * The source of `embedded:jpeg`, as wasm/bundle/embedded.d.ts declares it.
 *
 * @param {readonly string[]} names
 * @param {Record<string, import('./payload.mjs').Place>} places
 */
export function embedJpeg(names, places) {
  const own = Object.fromEntries(names.map((name) => [name, places[name]]));
  return `export const version = ${JSON.stringify(manifest.jpeg.version)};\nexport const modules = ${JSON.stringify(own)};`;
}

/** Compiles one module; kept by all that it depends on, since the compiler takes seconds. */
async function compile(/** @type {{ folder: string, options: readonly string[] }} */ part) {
  const source = `${folder}/${part.folder}`;
  const all = [...options, ...part.options];
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'),
  );
  const hash = createHash('sha256').update(`${version} ${all.join(' ')}`);
  for (const file of [...listFiles(shared), ...listFiles(folder), ...listFiles(source)]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return cached(`${hash.digest('hex')}.wasm`, async () => {
    const { default: asc } = await import('assemblyscript/asc');
    const args = [`${source}/index.ts`, '--baseDir', root, '--outFile', 'module.wasm', ...all];
    /** @type {Uint8Array | undefined} */
    let binary;
    const { error, stderr } = await asc.main(args, {
      writeFile(_name, content) {
        if (typeof content !== 'string') binary = content;
      },
    });
    if (error || !binary) throw new Error(`${source} does not compile: ${stderr}`);
    return binary;
  });
}

/** The files of a folder itself. */
const listFiles = (/** @type {string} */ of) =>
  readdirSync(join(root, of))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${of}/${name}`);

function verify(/** @type {string} */ name, /** @type {Buffer} */ content) {
  const expected = manifest.jpeg.modules[name];
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (content.length === expected?.bytes && sha256 === expected.sha256) return;
  throw new Error(
    `${name} was compiled to ${content.length} bytes, sha256 ${sha256}; wasm/modules.json expects ${expected?.bytes} bytes, ` +
      `sha256 ${expected?.sha256}. If its sources were changed on purpose, write the new figures there.`,
  );
}
