// The troubleshooting pages, held against the table of checks.

import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/function/doctor/checks.ts';
import { insideChecks, outsideChecks } from '../../../src/function/doctor/checks.ts';
import { tablesOf, tableWith } from '../../support/markdown.ts';
import { languages, readPage } from '../../support/pages.ts';

const checks: Readonly<Record<string, Check>> = { ...outsideChecks, ...insideChecks };

/** What is found is `…` on the page; the names in templates of keys are none of that. */
const shown = (text: string) => text.replaceAll(/\{(?!dir|name|ext)\w+\}/g, '…');

describe.each(languages)('deploy.md in $folder', (language) => {
  test('has every check with what is wrong and its cure, in the words of the code', () => {
    const words = language.folder === 'docs' ? 'en' : 'zh';
    const documented = tableWith(tablesOf(readPage(language, 'deploy.md')), 'trigger-owner');
    expect(documented).toEqual(
      Object.entries(checks).map(([id, { wrong, cure }]) => [id, shown(wrong[words]), shown(cure[words])]),
    );
  });
});

describe.each(Object.entries(checks))('the check %s', (_, { well, wrong, cure }) => {
  const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

  test.each([
    ['well', well],
    ['wrong', wrong],
    ['cure', cure],
  ])('says the same in both languages when %s', (_part, { en, zh }) => {
    expect(names(zh)).toEqual(names(en));
    expect(zh).toMatch(/\p{Script=Han}/u);
  });

  test('has a cure of whole sentences', () => {
    expect(cure.en).toMatch(/^[A-Z].*\.$|^npm run .*\.$|^InsufficientBalance .*\.$/);
    expect(cure.zh).toMatch(/。$/);
  });
});
