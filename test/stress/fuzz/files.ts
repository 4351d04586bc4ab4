// Hostile files that somebody has collected.

import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describeSystemError } from '../../../src/commands/system-error.ts';
import { UsageError } from '../../../src/commands/usage-error.ts';
import type { Mutant } from './mutate.ts';

/**
 * All files of a folder and those below it, by name.
 *
 * @throws {UsageError} if there are none.
 */
export function readFolder(folder: string): readonly Mutant[] {
  const names = list(folder).sort();
  if (names.length === 0) {
    throw new UsageError({
      en: `${folder}: there are no files in this folder`,
      zh: `${folder}：这个文件夹里没有文件`,
    });
  }
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
    const text = describeSystemError(cause);
    if (!text) throw cause;
    throw new UsageError(text, { cause });
  }
}
