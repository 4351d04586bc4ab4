// The licence notices of everything that is in the bundle, and the check that nothing is in it without one.
// @ts-check

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest } from './modules.mjs';
import { root } from './plugin.mjs';

/** The notice at the head of the built file. */
export function notice(/** @type {string} */ version) {
  const line = (/** @type {[string, Record<string, string>]} */ [name, { version: of, licence, source }]) =>
    `  ${name} ${of}: ${licence}${source ? `, ${source}` : ''}`;
  return [
    `cos-thumbnailer ${version}. MIT License. This file also holds, each under its own licence:`,
    ...Object.entries(manifest.packages).map(line),
    'and compiled to WebAssembly, inside wasm-vips, @squoosh/lib and libheif-js:',
    ...Object.entries(manifest.libraries).map(line),
    manifest.relinking,
    manifest.patents,
  ].join('\n');
}

const licenceFiles = [
  'LICENSE',
  'LICENSE.md',
  'LICENSE.txt',
  'license',
  'License',
  'LICENCE',
  'THIRD-PARTY-NOTICES.md',
];

/** The full licence texts: those in the packages, and those of the libraries inside the WebAssembly modules. */
export function licenceTexts() {
  const titled = (/** @type {string} */ title, /** @type {string} */ file) =>
    `\n==== ${title} ====\n\n${readFileSync(file, 'utf8').trim()}\n`;
  const brought = Object.keys(manifest.packages).flatMap((name) =>
    licenceFiles
      .map((file) => join(root, 'node_modules', name, file))
      .filter((file) => existsSync(file))
      .map((file) => titled(name, file)),
  );
  const folder = join(root, 'wasm/licences');
  const ours = readdirSync(folder)
    .sort()
    .map((file) => titled(file.replace('.txt', ''), join(folder, file)));
  return [...brought, ...ours].join('');
}

/**
 * Checks that every file that esbuild bundled belongs to the function, to an engine, or to a package that is listed in
 * wasm/modules.json. esbuild bundles no native code by itself.
 *
 * @param {readonly string[]} inputs The paths in esbuild's metafiles, relative to the root.
 * @throws {Error} naming the file or package that does not belong there.
 */
export function checkInputs(inputs) {
  for (const input of inputs) {
    if (/^(?:src|test)\//.test(input) && !input.startsWith('src/function/')) {
      throw new Error(
        `"${input}" would go into the bundle. Only src/function/ and wasm/ may: move what is needed there, or do without it.`,
      );
    }
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name && !Object.hasOwn(manifest.packages, name)) {
      throw new Error(
        `package "${name}" is new in the bundle. If it belongs there, add it with its licence to wasm/modules.json.`,
      );
    }
  }
}
