// Every link, picture and anchor in every Markdown file leads somewhere, and the READMEs stay short.

import { Buffer } from 'node:buffer';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, linksOf } from '../../support/markdown.ts';
import { isThere, languages, markdownFiles, read } from '../../support/pages.ts';

/** Bytes. A README is one screen of what and why, with links to the rest. */
const longestReadme = 10_000;

/** @returns What is wrong with the links of a text; empty: nothing. */
function brokenLinks(file: string, markdown: string): string[] {
  const local = linksOf(markdown).filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
  return local.flatMap((link) => {
    const [path = '', anchor] = decodeURIComponent(link).split('#');
    const target = path === '' ? file : posix.join(posix.dirname(file), path);
    if (path !== '' && !isThere(target)) return [`${link}: ${target} is not there`];
    if (anchor === undefined) return [];
    const anchors = anchorsOf(path === '' ? markdown : read(target));
    return anchors.includes(anchor) ? [] : [`${link}: ${target} has no heading #${anchor}`];
  });
}

describe('links', () => {
  test.each(markdownFiles())('of %s lead to files and headings that are there', (file) => {
    expect(brokenLinks(file, read(file))).toEqual([]);
  });

  test('are looked for in all pages', () => {
    expect(markdownFiles()).toEqual(
      expect.arrayContaining(['README.md', 'docs/deploy.md', 'CONTRIBUTING.md']),
    );
  });

  test.each([
    ['[a](docs/no.md)', 'docs/no.md: docs/no.md is not there'],
    ['[a](#no)', '#no: README.md has no heading #no'],
    ['[a](docs/deploy.md#no)', 'docs/deploy.md#no: docs/deploy.md has no heading #no'],
    ['![a](docs/pictures/no.webp "title")', 'docs/pictures/no.webp: docs/pictures/no.webp is not there'],
    ['<img alt="a" src="no.png">', 'no.png: no.png is not there'],
  ])('like %s are found to be broken', (markdown, problem) => {
    expect(brokenLinks('README.md', markdown)).toEqual([problem]);
  });

  test.each([
    '`[a](no.md)`',
    '```sh\n[a](no.md)\n```',
    '[a](https://example.com/no)',
    '# Two words\n[a](#two-words)',
  ])('are not looked for in %j', (markdown) => expect(brokenLinks('README.md', markdown)).toEqual([]));
});

test.each(languages)('$readme is short', ({ readme }) => {
  expect(Buffer.byteLength(read(readme))).toBeLessThan(longestReadme);
});
