// A page has the same parts in each language: headings, lists, tables, code, in the same order. What is code is the same.

import { describe, expect, test } from 'vitest';
import { isThere, languages, pagesOf, read } from '../../support/pages.ts';

const [english, ...translations] = languages;

/** [path of the English page, path of the same page in the other language]. */
const pairs: [string, string][] = translations.flatMap((translation) =>
  [...pagesOf(english as (typeof languages)[number]).keys()].map((path): [string, string] => [
    path,
    path === english?.readme ? translation.readme : path.replace(/^docs/, translation.folder),
  ]),
);

/** @returns One text for each part of the page, which is the same in every language. */
function partsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^ *```(\w*)\n(.*?)^ *```$|^[^\n]+$/gms)].flatMap(([line, language, code]) => {
    if (code !== undefined) return language === 'text' ? [] : [`${language}\n${withoutComments(code)}`];
    const [, mark] = /^ *(#+|-|\d+\.|\||<!-- \/?pictures.*) ?/.exec(line) ?? [];
    if (mark === undefined) return [];
    return [mark === '|' ? codeCells(line) : mark];
  });
}

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*\*.*?\*\/|(?<=^|\s)(?:\/\/|#).*$/gm, '').replaceAll(/ +$/gm, '');
}

/** The cells of a row that are nothing but code; of the others only that they are there. */
function codeCells(row: string): string {
  const cells = row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/);
  return cells.map((cell) => (/^`[^`]+`$/.test(cell.trim()) ? cell.trim() : '')).join('|');
}

describe.each(pairs)('%s and %s', (path, translated) => {
  test('have the same parts', () => {
    expect(isThere(translated), translated).toBe(true);
    expect(partsOf(read(translated))).toEqual(partsOf(read(path)));
  });
});

test('sees what differs', () => {
  const page = '# a\n\n- b\n\n| c |\n| --- |\n| `d` |\n\n```js\ne(); // f\n```\n';
  expect(partsOf(page)).toEqual(['#', '-', '', '', '`d`', 'js\ne();\n']);
  expect(partsOf(page.replace('`d`', '`x`'))).not.toEqual(partsOf(page));
  expect(partsOf(page.replace('e()', 'x()'))).not.toEqual(partsOf(page));
  expect(partsOf(page.replace('// f', '// x'))).toEqual(partsOf(page));
});
