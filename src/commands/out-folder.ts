// The folder for what a command writes: out/ of the repository, or one that the user names.

import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../local/cloud.ts';
import { anyText, type Option, option } from './option-kinds.ts';
import { bilingual, type Wording } from './wording.ts';

/** Git ignores it. */
const projectFolder = join(root, 'out');

/**
 * The option that names the folder.
 *
 * @param what What is written there: `the page is written`, `写入页面`.
 * @param otherwise The folder without the option, for the usage.
 */
export function outOption(what: Wording, otherwise = 'out'): Option<string | undefined> {
  const { en, zh } = bilingual(what);
  return option({
    value: 'FOLDER',
    help: { en: `where ${en}`, zh: `在哪里${zh}` },
    otherwise,
    read: anyText,
  });
}

/**
 * Chooses the folder, and deletes what an earlier run has left in out/. A folder that the user names keeps what it holds,
 * apart from files of the same names: it may be a folder of photos.
 *
 * @param given As given; undefined: the folder `name` in out/.
 * @param stale What to delete in it, relative to it.
 * @returns An absolute path; the folder may not be there yet.
 */
export function chooseOutFolder(given: string | undefined, name: string, stale: readonly string[]): string {
  if (given !== undefined) return resolve(given);
  const folder = join(projectFolder, name);
  for (const path of stale) rmSync(join(folder, path), { recursive: true, force: true });
  return folder;
}

/** @returns A path for messages: relative inside the repository, absolute elsewhere. */
export function shortPath(path: string): string {
  const short = relative(root, path);
  return short.startsWith('..') ? path : short;
}
