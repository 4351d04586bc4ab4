// The orientation in EXIF, well-formed and not.

import { expect, test } from 'vitest';
import { readOrientation } from '../../../src/function/container/orientation.ts';
import { exif } from '../../support/header-parts.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((one) => [[one, 'II'] as const, [one, 'MM'] as const]))(
  'is %i in byte order %s',
  (orientation, order) => {
    expect(readOrientation(exif(orientation, order))).toBe(orientation);
  },
);

const patched = (at: number, ...bytes: readonly number[]) => {
  const copy = Buffer.from(exif(6));
  copy.set(bytes, at);
  return copy;
};

test.each([
  ['nothing', Buffer.alloc(0)],
  ['no byte order', patched(0, 0, 0)],
  ['a value of 0', exif(0)],
  ['a value of 9', exif(9)],
  ['another tag', patched(11, 0x13)],
  ['a type that is not SHORT', patched(13, 4)],
  ['a directory beyond the end', patched(4, 0xff, 0xff, 0xff, 0xff)],
  ['an entry cut off', exif(6).subarray(0, 15)],
])('is 1 of %s', (_, bytes) => {
  expect(readOrientation(bytes)).toBe(1);
});
