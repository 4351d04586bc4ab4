// Failure records in files, as they were downloaded: what the command line names -> texts.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { read } from '../../commands/files.ts';
import type { Found } from './failures.ts';

/**
 * @param paths Files; folders, of which all .json files are read, however deep; `-` for standard input.
 * @throws {UsageError} if one cannot be read.
 */
export async function readFiles(paths: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const path of paths) {
    if (path === '-') found.push({ name: 'standard input', text: await text(process.stdin) });
    else for (const file of filesOf(path)) found.push({ name: file, text: read(file).toString('utf8') });
  }
  return found;
}

/** In the order of their names. */
function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}
