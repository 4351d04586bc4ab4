// An esbuild plugin for modules whose source is generated. Plain JavaScript, like all of this folder, because build.mjs
// runs it without a compiler.
// @ts-check

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Replaces modules by source text.
 *
 * @param {Record<string, string | (() => Promise<string>)>} texts From a name as it is imported to the module's source;
 * `FILE>NAME` replaces NAME only where a file called FILE imports it.
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
