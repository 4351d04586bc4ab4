// The page's Chinese words for the settings are those of the docs.

import { expect, test } from 'vitest';
import { type Setting, settings } from '../../../src/function/config/settings.ts';
import { chineseSettings } from '../../../src/play/setting-words.ts';
import { tablesOf, tableWith } from '../../support/markdown.ts';
import { read } from '../../support/pages.ts';

const rows = tableWith(tablesOf(read('docs/zh-CN/settings.md')), 'THUMB_LOG');
const plain = (cell = '') => cell.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('\\_', '_');

test.each(Object.entries(chineseSettings))('%s', (name, words) => {
  const setting: Setting<unknown> | undefined = Object.entries(settings).find(([one]) => one === name)?.[1];
  const [, standard, doc] = rows.find(([env]) => env === setting?.env) ?? [];
  expect(words.doc).toBe(plain(doc));
  expect(setting?.default ?? words.otherwise).toBe(plain(standard));
});
