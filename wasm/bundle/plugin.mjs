// An esbuild plugin: modules that are made up. Plain JavaScript, as all of this folder, because build.mjs is.
// @ts-check

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * @param {Record<string, string | (() => Promise<string>)>} texts Name as it is imported -> the module's source; with
 * `FILE>NAME` only where FILE imports it.
 * @returns {import('esbuild').Plugin}
 */
export function textModules(texts) {
  const namespace = 'text';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      const known = (/** @type {string} */ path) =>
        Object.hasOwn(texts, path) ? { path, namespace } : undefined;
      onResolve({ filter: /./ }, ({ path, importer }) => {
        const file = importer.replace(/^.*\//, '');
        return known(`${file}>${path}`) ?? known(path);
      });
      onLoad({ filter: /./, namespace }, async ({ path }) => {
        const text = texts[path] ?? '';
        return { contents: typeof text === 'function' ? await text() : text, resolveDir: root };
      });
    },
  };
}
