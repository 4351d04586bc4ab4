// Writes between the marks of a page what was made: `<!-- pictures: NAME -->` ... `<!-- /pictures -->`.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Link } from './tables.ts';

/** Writes the block for a page, with links that begin there. */
export type PageBlock = (link: Link) => string;
export type PageBlocks = Readonly<Record<string, PageBlock>>;

/** @returns Paths inside the repository, with `/`: those at its root, and all in docs/. */
export function findPages(root: string): string[] {
  const pages = [
    ...readdirSync(root),
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`),
  ];
  return pages
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'))
    .sort();
}

const block = /(?<=^<!-- pictures: (?<name>[a-z-]+) -->\n)[\s\S]*?(?=^<!-- \/pictures -->$)/gm;

/** @returns Name -> what stands between its marks now. */
export function readBlocks(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(block)].map(({ 0: content, groups }) => [groups?.['name'] ?? '', content]),
  );
}

/**
 * @param page Path inside the repository, from which links begin.
 * @throws {Error} for a mark that names no block, or is not closed.
 */
export function fillBlocks(text: string, page: string, blocks: PageBlocks): string {
  const opened = text.match(/^<!-- pictures: /gm)?.length ?? 0;
  if (opened !== readBlocks(text).size) {
    throw new Error(
      `${page}: each <!-- pictures: NAME --> needs a <!-- /pictures --> after it, and a name of its own`,
    );
  }
  const link: Link = (path) => posix.relative(posix.dirname(page), path);
  return text.replace(block, (_, name: string) => {
    const write = blocks[name];
    if (write) return `${write(link)}\n`;
    throw new Error(
      `${page}: there is no block "${name}"; expected one of ${Object.keys(blocks).sort().join(', ')}`,
    );
  });
}

/** @returns The pages that have blocks. */
export function fillPages(root: string, blocks: PageBlocks): string[] {
  const pages = findPages(root)
    .map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }))
    .filter(({ text }) => /^<!-- pictures: /m.test(text));
  // All are filled before one is written, so that a wrong mark leaves all as they were.
  const filled = pages.map(({ page, text }) => ({ page, text: fillBlocks(text, page, blocks) }));
  for (const { page, text } of filled) writeFileSync(join(root, page), text);
  return filled.map(({ page }) => page);
}
