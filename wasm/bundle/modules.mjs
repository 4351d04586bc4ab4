// The WebAssembly modules as they go into the bundle: verified against wasm/modules.json, and compressed.
// @ts-check

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { gzipSync } from 'fflate';
import { root } from './plugin.mjs';

export const manifest = JSON.parse(readFileSync(join(root, 'wasm/modules.json'), 'utf8'));

/**
 * @typedef {{ package: string, version: string, bytes: number, sha256: string }} Pinned
 * @typedef {{ pinned: Pinned, glue: string, modules: Record<string, string>, files: Record<string, { bytes: number, sha256: string }> }} Engine
 */

/**
 * Reads a file of an npm package and verifies its version, size and digest.
 *
 * @param {string} name The engine's name in wasm/modules.json.
 * @param {string} file A path inside the package.
 * @throws {Error} if the file is not the one that wasm/modules.json describes.
 */
function verified(name, file) {
  const { package: of, version, files } = manifest.engines[name];
  const folder = join(root, 'node_modules', of);
  const installed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  const content = readFileSync(join(folder, file));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const expected = files[file];
  if (installed !== version || sha256 !== expected.sha256 || content.length !== expected.bytes) {
    throw new Error(
      `${of}/${file} is version ${installed}, ${content.length} bytes, sha256 ${sha256}; wasm/modules.json expects ` +
        `version ${version}, ${expected.bytes} bytes, sha256 ${expected.sha256}. Run npm ci.`,
    );
  }
  return content;
}

/** Where what was made once is kept. */
export const moduleCache = join(root, 'node_modules/.cache/cos-thumbnailer');

/**
 * Makes a file that takes long to make only once: it is kept in node_modules.
 *
 * @param {string} name Another one for whatever else it is made from.
 * @param {() => Promise<Uint8Array>} make
 */
export async function cached(name, make) {
  const file = join(moduleCache, name);
  if (!existsSync(file)) {
    const content = await make();
    mkdirSync(moduleCache, { recursive: true });
    writeFileSync(file, content);
  }
  return readFileSync(file);
}

/** Bits of brotli's window, which is held while it inflates: 1 MB; 24 bits take 8 MB, and the same bytes but for 0.3 %. */
const windowBits = 20;

/** Brotli at its highest quality takes ten seconds for a large module. */
async function brotli(/** @type {Uint8Array} */ content) {
  return cached(`${createHash('sha256').update(content).digest('hex')}-${windowBits}.br`, async () => {
    console.log(`compressing a module of ${Math.round(content.length / 1000)} kB, once …`);
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
    const params = {
      [BROTLI_PARAM_QUALITY]: 11,
      [BROTLI_PARAM_LGWIN]: windowBits,
      [BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    return promisify(brotliCompress)(content, { params });
  });
}

/** By fflate, because Node.js' own gzip gives different bytes on different machines. */
export const gzip = async (/** @type {Uint8Array} */ content) =>
  Buffer.from(gzipSync(content, { level: 9, mtime: 0 }));

/** Brotli is smaller, but Node.js 10.15, on which the Squoosh engine must start and HEICs are read, has none. */
const compressions = { vips: brotli, squoosh: gzip, heif: gzip };

/** @typedef {keyof typeof compressions} PackagedEngine */

/**
 * What a build may be without, and the modules that are left out of it then. Sources, and thumbnails, that would need one are refused
 * by name (wasm/host/optional-modules.ts).
 *
 * @type {Record<string, readonly string[]>}
 */
export const optionalModules = { heic: ['heicDecoder', 'heicGlue'], avif: ['heif'], jxl: ['jxl'] };

/**
 * Verifies and compresses the modules of one engine.
 *
 * @param {PackagedEngine} name
 * @param {readonly string[]} without Names in `optionalModules`.
 * @returns {Promise<[name: string, compressed: Buffer, bytes: number][]>} Each module with its size in bytes once
 * inflated.
 */
export async function compressModules(name, without = []) {
  const { modules, glue } = manifest.engines[name];
  verified(name, glue);
  const left = without.flatMap((one) => optionalModules[one] ?? []);
  const kept = Object.entries(modules).filter(([part]) => !left.includes(part));
  return Promise.all(
    kept.map(async ([part, file]) => {
      const content = verified(name, file);
      return [part, await compressions[name](content), content.length];
    }),
  );
}

/**
 * The source of one engine's `embedded:` module: version, script and modules, as wasm/bundle/embedded.d.ts declares
 * them.
 *
 * @param {PackagedEngine} name
 * @param {string} script Empty for one that has none of its own.
 * @param {Record<string, import('./payload.mjs').Place>} places
 */
export function embedEngine(name, script, places) {
  const { package: of, version, modules } = manifest.engines[name];
  const own = Object.entries(places).filter(([part]) => part in modules);
  return [
    `export const version = ${JSON.stringify(`${of} ${version}`)};`,
    `export const script = ${JSON.stringify(script)};`,
    `export const modules = ${JSON.stringify(Object.fromEntries(own))};`,
  ].join('\n');
}
