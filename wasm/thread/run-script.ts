// Runs a script of the bundle where there is no file to require.

/**
 * @param load What the script gets for `require`.
 * @returns The script's exports.
 */
export function runScript<Exports>(script: string, load: (name: string) => unknown): Exports {
  const module = { exports: {} as Exports };
  new Function('module', 'exports', 'require', script)(module, module.exports, load);
  return module.exports;
}
