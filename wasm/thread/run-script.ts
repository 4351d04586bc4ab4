// Runs a script of the bundle, for which there is no file to require.

/**
 * Runs the script as a CommonJS module.
 *
 * @param load The script's `require`.
 * @returns The script's exports.
 */
export function runScript<Exports>(script: string, load: (name: string) => unknown): Exports {
  const module = { exports: {} as Exports };
  new Function('module', 'exports', 'require', script)(module, module.exports, load);
  return module.exports;
}
