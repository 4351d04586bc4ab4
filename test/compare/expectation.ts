// What the MANIFEST.tsv of a folder says should become of each of its files.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../src/commands/usage-error.ts';

export const manifestName = 'MANIFEST.tsv';

/** `ok`: a thumbnail that looks like sharp's; the others: refused, by name. */
type Expectation = 'ok' | 'must-fail-cleanly' | 'unsupported';

/**
 * @returns What is right, by file; a file of which nothing is said may become anything that is whole.
 * @throws {UsageError} if there is a manifest without the columns.
 */
export function readExpectations(folder: string): ReadonlyMap<string, readonly Expectation[]> {
  const path = join(folder, manifestName);
  if (!existsSync(path)) return new Map();
  const [head = [], ...rows] = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const [file, expectation] = [head.indexOf('file'), head.indexOf('expectation')];
  if (file < 0 || expectation < 0) {
    throw new UsageError({
      en: `${path}: expected the columns file and expectation`,
      zh: `${path}：应有 file 和 expectation 两列`,
    });
  }
  return new Map(rows.map((row) => [row[file] ?? '', (row[expectation] ?? '').split('|') as Expectation[]]));
}
