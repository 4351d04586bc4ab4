// Builds the project's own WebAssembly from its AssemblyScript (wasm/jpeg/assembly/, wasm/png/assembly/ and wasm/webp/assembly/).
// Plain WebAssembly, as it was first standardised, because Node.js 10 has no more. The same sources give the same bytes on any machine;
// wasm/modules.json holds them to that.
// @ts-check

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, gzip, manifest } from './modules.mjs';
import { root } from './plugin.mjs';

/** What several modules import. */
const shared = 'wasm/assembly';

/** @typedef {{ readonly source: string, readonly simd?: boolean }} Part */

/**
 * Each engine's modules: the folder of each, whose index.ts is compiled; and the largest size of those that one runtime loads, in
 * bytes. The JPEG engine's decoder is a module of its own, because Node.js 10 compiles whole modules at once. There are two of each,
 * because SIMD makes the JPEG decoder up to a third faster, the encoder twice as fast and the PNG decoder a twentieth, and runtimes
 * before Node.js 16.4 cannot load it.
 *
 * @type {Record<import('./own-modules.mjs').OwnEngine, { folder: string, parts: Record<string, Part>, budget: number }>}
 */
const engines = {
  jpeg: {
    folder: 'wasm/jpeg/assembly',
    parts: {
      jpegDecode: { source: 'wasm/jpeg/assembly/decoder' },
      jpegDecodeSimd: { source: 'wasm/jpeg/assembly/decoder', simd: true },
      jpegEncode: { source: 'wasm/jpeg/assembly/encoder' },
      jpegEncodeSimd: { source: 'wasm/jpeg/assembly/encoder', simd: true },
    },
    budget: 40_000,
  },
  png: {
    folder: 'wasm/png/assembly',
    parts: {
      pngDecode: { source: 'wasm/png/assembly' },
      pngDecodeSimd: { source: 'wasm/png/assembly', simd: true },
    },
    budget: 16_000,
  },
  webp: {
    folder: 'wasm/webp/assembly',
    parts: {
      webpDecode: { source: 'wasm/webp/assembly' },
      webpDecodeSimd: { source: 'wasm/webp/assembly', simd: true },
    },
    budget: 40_000,
  },
};

const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort='];
/** What the compiler takes for granted, and Node.js 10 has not. Runtimes with SIMD have it. */
const laterFeatures = ['bulk-memory', 'sign-extension', 'mutable-globals', 'nontrapping-f2i'];
const plain = laterFeatures.flatMap((one) => ['--disable', one]);

/**
 * @param {import('./own-modules.mjs').OwnEngine} engine
 * @returns {Promise<any>} Each of its modules.
 * @throws {Error} if the compiler refuses the sources, or the result is not what wasm/modules.json says.
 */
export async function buildOwnModules(engine) {
  const { folder, parts, budget } = engines[engine];
  /** @type {Record<string, Buffer>} */
  const built = {};
  for (const [name, part] of Object.entries(parts)) built[name] = await compile(folder, part);
  for (const [name, content] of Object.entries(built)) verify(engine, name, content);
  /** @type {Record<string, number>} Of each source the largest module: a runtime loads one of them. */
  const largest = {};
  for (const [name, { source }] of Object.entries(parts)) {
    largest[source] = Math.max(largest[source] ?? 0, built[name]?.length ?? 0);
  }
  const bytes = Object.values(largest).reduce((sum, one) => sum + one, 0);
  if (bytes > budget)
    throw new Error(`the ${engine} engine has ${bytes} bytes of WebAssembly, over its budget of ${budget}`);
  return built;
}

/**
 * Builds and compresses the modules, as `compressModules` does those of other engines.
 *
 * @param {import('./own-modules.mjs').OwnEngine} engine
 * @returns {Promise<[name: string, compressed: Buffer, bytes: number][]>}
 */
export async function compressOwnModules(engine) {
  /** @type {[string, Buffer][]} */
  const built = Object.entries(await buildOwnModules(engine));
  return Promise.all(built.map(async ([name, content]) => [name, await gzip(content), content.length]));
}

/**
 * The source of an engine's `embedded:` module, as wasm/bundle/embedded.d.ts declares it.
 *
 * @param {import('./own-modules.mjs').OwnEngine} engine
 * @param {Record<string, import('./payload.mjs').Place>} places
 */
export function embedOwnModules(engine, places) {
  const own = Object.fromEntries(Object.keys(engines[engine].parts).map((name) => [name, places[name]]));
  return `export const version = ${JSON.stringify(manifest[engine].version)};\nexport const modules = ${JSON.stringify(own)};`;
}

/** Compiles one module; kept by all that it depends on, since the compiler takes seconds. */
async function compile(/** @type {string} */ folder, /** @type {Part} */ { source, simd = false }) {
  const all = [...options, ...(simd ? ['--enable', 'simd'] : plain)];
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'),
  );
  const hash = createHash('sha256').update(`${version} ${source} ${all.join(' ')}`);
  for (const file of [shared, folder].flatMap(listFiles)) {
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

/** The files of a folder, and of those in it. */
const listFiles = (/** @type {string} */ of) =>
  readdirSync(join(root, of), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `${of}/${name}`);

function verify(/** @type {string} */ engine, /** @type {string} */ name, /** @type {Buffer} */ content) {
  const expected = manifest[engine].modules[name];
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (content.length === expected?.bytes && sha256 === expected.sha256) return;
  throw new Error(
    `${name} was compiled to ${content.length} bytes, sha256 ${sha256}; wasm/modules.json expects ${expected?.bytes} bytes, ` +
      `sha256 ${expected?.sha256}. If its sources were changed on purpose, write the new figures there.`,
  );
}
