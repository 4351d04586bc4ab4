// The WebAssembly modules as they go into the bundle: checked against wasm/modules.json, and compressed.
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
 * Bytes of a file as npm delivered it.
 *
 * @param {string} name Of the engine in wasm/modules.json.
 * @param {string} file
 * @throws {Error} if it is not what wasm/modules.json says.
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
      `${of}/${file} is ${installed}, ${content.length} bytes, sha256 ${sha256}; wasm/modules.json says otherwise`,
    );
  }
  return content;
}

/** Brotli at its best takes ten seconds for a large module, so that it is done once for each. */
async function brotli(/** @type {Uint8Array} */ content) {
  const cache = join(root, 'node_modules/.cache/cos-thumbnailer');
  const file = join(cache, `${createHash('sha256').update(content).digest('hex')}.br`);
  if (!existsSync(file)) {
    console.log(`compressing a module of ${Math.round(content.length / 1000)} kB, once …`);
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

/** Node.js' own gzip differs from machine to machine. */
const gzip = async (/** @type {Uint8Array} */ content) =>
  Buffer.from(gzipSync(content, { level: 9, mtime: 0 }));

/** The Squoosh engine must start where there is no brotli. */
const compressions = { vips: brotli, squoosh: gzip };

/**
 * @param {'vips' | 'squoosh'} name Of an engine.
 * @returns {Promise<[name: string, compressed: Buffer, bytes: number][]>} Its modules.
 */
export async function compressModules(name) {
  const { modules, glue } = manifest.engines[name];
  verified(name, glue);
  return Promise.all(
    Object.entries(modules).map(async ([part, file]) => {
      const content = verified(name, file);
      return [part, await compressions[name](content), content.length];
    }),
  );
}

/**
 * One engine as a module's source: version, script and modules, as wasm/bundle/embedded.d.ts declares them.
 *
 * @param {'vips' | 'squoosh'} name
 * @param {string} script
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
