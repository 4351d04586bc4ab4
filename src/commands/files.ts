// Files that a command line names: read, or refused in words.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} if it is no JSON, or cannot be read. */
export function readJson(file: string): unknown {
  const text = read(file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

/** What may be wrong with a file that the command line names. */
const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'is not there.',
  ENOTDIR: 'is not there.',
  EISDIR: 'is a folder, expected a file.',
  EACCES: 'may not be read by you.',
};

/** @throws {UsageError} if it cannot be read. */
export function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const problem = unreadable[(error as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw error;
    throw new UsageError(`${resolve(file)} ${problem}`, { cause: error });
  }
}
