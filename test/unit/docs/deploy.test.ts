// The page on deploying names the options of `npm run deploy`.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deploy } from '../../../src/commands/deploy.ts';
import { column, tablesOf } from '../../support/markdown.ts';

test.each(['docs/deploy.md', 'docs/zh-CN/deploy.md'])('%s names every option, as the usage does', (page) => {
  const text = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8');
  const options = [...deploy.usage().matchAll(/^ +(--[\w-]+(?: \S+)?) {2}/gm)].map(([, option]) => option);
  expect(options).toContain('--go');
  expect(column(tablesOf(text), '--undo')).toEqual(options.toSorted());
});
