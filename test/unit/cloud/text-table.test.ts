// Tables in a terminal, where a Chinese character is as wide as two others.

import { expect, test } from 'vitest';
import { columnsOf, shorten, toLeft, toRight } from '../../../src/cloud/text-table.ts';

test.each([
  ['cat.jpg', 7],
  ['照片.jpg', 8],
  ['全角（１）', 10],
  ['naïve – é', 9],
  ['', 0],
])('%o has %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test('texts are moved to one side', () => {
  expect([toLeft('照片', 6), toRight('照片', 6), toRight('照片', 3)]).toEqual(['照片  ', '  照片', '照片']);
});

test('what is too wide ends in an ellipsis, and has fewer columns than there are', () => {
  expect([shorten('cat.jpg', 8), shorten('cat.jpg', 7), shorten('照片照片', 8)]).toEqual([
    'cat.jpg',
    'cat.j…',
    '照片照…',
  ]);
});
