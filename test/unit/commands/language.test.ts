// In which language a command talks.

import { expect, test } from 'vitest';
import { chooseLanguage as chosenInPackage } from '../../../bin/language.mjs';
import { chooseLanguage, systemLanguage } from '../../../src/commands/language.ts';

test.each([
  [{}, 'en'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'zh-Hans' }, 'zh'],
  [{ LANG: 'zhuang' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
  [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'C', LC_ALL: 'zh_TW' }, 'zh'],
  [{ LANG: 'zh_CN', LC_ALL: '' }, 'zh'],
])('%j is %s', (env, language) => {
  expect(systemLanguage(env)).toBe(language);
  expect(chosenInPackage([], env)).toBe(language);
});

test.each([
  [['--lang', 'zh'], 'zh'],
  [['--lang=zh', '--lang', 'en'], 'en'],
  [['--lang', 'fr'], 'en'],
  [['--lang'], 'en'],
])('%j chooses, else the system', (args, language) => {
  expect(chooseLanguage(args, { LANG: 'C' })).toBe(language);
  expect(chosenInPackage(args, { LANG: 'C' })).toBe(language);
});
