// Reads the files that a command line names, or says why a file cannot be read.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} if the file cannot be read, or is not JSON. */
export function readJson(file: string): unknown {
  const text = read(file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

/** What is wrong with a file, by the error code of the system. */
const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist.',
  ENOTDIR: 'does not exist.',
  EISDIR: 'is a folder, expected a file.',
  EACCES: 'cannot be read: permission denied.',
};

/** @throws {UsageError} if the file cannot be read. */
export function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const problem = unreadable[(error as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw error;
    throw new UsageError(`${resolve(file)} ${problem}`, { cause: error });
  }
}
