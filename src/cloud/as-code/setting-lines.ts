// Pure: the function's settings as lines of text, for comments in files of other tools.

import { type Setting, settings } from '../../function/config/settings.ts';

const rows: readonly Setting<unknown>[] = Object.values<Setting<unknown>>(settings);

/** The names of all environment variables, in the order of the documentation. */
export const settingNames: readonly string[] = rows.map(({ env }) => env);

/** One line for each setting: its name, its default, and what it does. */
export function settingLines(): string[] {
  return rows.map(({ env, doc, default: value, otherwise }) => {
    return `${env} (default: ${value ?? otherwise}): ${doc}`;
  });
}
