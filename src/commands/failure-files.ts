// Reads the failure records in the files and folders that the command line names.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Found } from '../cloud/failures/failures.ts';
import { read } from './files.ts';

/**
 * @param paths Files, folders, or `-` for standard input. In a folder, all .json files are read, also in its subfolders.
 * @throws {UsageError} if a file cannot be read.
 */
export async function readFiles(paths: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    if (path === '-') found.push({ name: 'standard input', text: await text(process.stdin) });
    else for (const file of filesOf(path)) found.push({ name: file, text: read(file).toString('utf8') });
  }
  return found;
}

/** @returns The file itself, or the .json files of a folder in the order of their names. */
function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}
