// Hostile files that somebody has collected.

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { UsageError } from '../../../src/commands/usage-error.ts';
import type { Mutant } from './mutate.ts';

/**
 * All files of a folder and those below it, by name.
 *
 * @throws {UsageError} if there are none.
 */
export function readFolder(folder: string): readonly Mutant[] {
  const names = list(folder).sort();
  if (names.length === 0) throw new UsageError(`--files ${folder}: there are no files in it`);
  return names.map((name) => ({
    name,
    extension: extname(name).slice(1).toLowerCase() || 'bin',
    bytes: readFileSync(join(folder, name)),
  }));
}

function list(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length));
  } catch (cause) {
    throw new UsageError(`--files ${folder}: ${(cause as Error).message}`, { cause });
  }
}
