// Puts the results of a saved run into the pages about performance, between `<!-- bench -->` and `<!-- /bench -->`.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../src/local/cloud.ts';
import type { SavedRun } from '../saved-run.ts';
import { renderResults } from './results.ts';
import { chinese, english } from './words.ts';

const block = /(?<=^<!-- bench -->\n)[\s\S]*?(?=^<!-- \/bench -->$)/m;

/** @throws {Error} if the page does not have the two marks. */
export function fillResults(page: string, text: string, results: string): string {
  if (!block.test(text)) throw new Error(`${page} needs <!-- bench --> and, below it, <!-- /bench -->`);
  // A function, because in a string `$&` and its like would be replaced.
  return text.replace(block, () => `\n${results}\n\n`);
}

/**
 * @returns The pages, as paths inside the repository.
 * @throws {Error} if the run cannot be shown, or a page has no place for it; no page has changed then.
 */
export function writeResults(run: SavedRun): string[] {
  const filled = [english, chinese].map((words) => {
    const text = readFileSync(join(root, words.page), 'utf8');
    return { page: words.page, text: fillResults(words.page, text, renderResults(run, words)) };
  });
  for (const { page, text } of filled) writeFileSync(join(root, page), text);
  const pages = filled.map(({ page }) => page);
  format(pages);
  return pages;
}

/** Lint asks for tables whose columns are aligned. */
function format(pages: readonly string[]): void {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const { status, stderr, error } = spawnSync(biome, ['format', '--write', ...pages], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`biome could not format ${pages.join(', ')}: ${error?.message ?? stderr}`);
}
