// A thumbnail's pixels and crop as a value of its metadata.

import { describe, expect, test } from 'vitest';
import { readShape, type Shape, writeShape } from '../../../src/function/publish/shape.ts';

const crop = { left: 500, top: 0, width: 3000, height: 3000 };

test.each<{ shape: Shape; text: string }>([
  { shape: { width: 200, height: 150 }, text: '200x150' },
  { shape: { width: 200, height: 200, crop }, text: '200x200;crop=500,0,3000,3000' },
  { shape: { width: 200, height: 150, pages: 12 }, text: '200x150;pages=12' },
  { shape: { width: 9, height: 9, pages: 2, crop }, text: '9x9;pages=2;crop=500,0,3000,3000' },
])('$text is written and read', ({ shape, text }) => {
  expect(writeShape(shape)).toBe(text);
  expect(readShape(text)).toEqual(shape);
});

describe('what somebody else wrote is not read:', () => {
  test.each([
    undefined,
    '',
    '200',
    '0x150',
    '200x150 ',
    '200x150;crop=1,2,3',
    '200x150;crop=0,0,0,5',
    '200x150;pages=0',
    '-2x150',
    '1e3x150',
    '9999999x1',
  ])('%j', (text) => {
    expect(readShape(text)).toBeUndefined();
  });
});
