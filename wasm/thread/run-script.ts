// Runs a script of the bundle, for which there is no file to require.

/**
 * Runs the script as a CommonJS module.
 *
 * @param load The script's `require`.
 * @param globals What it sees in place of global objects.
 * @returns The script's exports.
 */
export function runScript<Exports>(
  script: string,
  load: (name: string) => unknown,
  globals: Readonly<Record<string, unknown>> = {},
): Exports {
  const module = { exports: {} as Exports };
  const values = { module, exports: module.exports, require: load, ...globals };
  new Function(...Object.keys(values), script)(...Object.values(values));
  return module.exports;
}
