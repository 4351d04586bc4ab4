// What a JPEG is not kept with, because its few bytes could be anybody's, and many of them a text.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { stripJpeg } from '../../../src/function/metadata/strip/jpeg.ts';

const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();

/** An Adobe segment (APP14) that says by which transform the colours were made. */
const adobe = (transform: number) =>
  Buffer.concat([
    Buffer.from([0xff, 0xee, 0, 14]),
    Buffer.from('Adobe\0\x64\0\0\0\0'),
    Buffer.from([transform]),
  ]);
const withAdobe = (...transforms: readonly number[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...transforms.map(adobe), jpeg.subarray(2)]);

/** Calls its components by other numbers. */
function withIds(ids: readonly number[]): Buffer {
  const file = Buffer.from(jpeg);
  const frame = file.indexOf(Buffer.from([0xff, 0xc0])) + 10;
  const scan = file.indexOf(Buffer.from([0xff, 0xda])) + 5;
  for (const [n, id] of ids.entries()) {
    file[frame + 3 * n] = id;
    file[scan + 2 * n] = id;
  }
  return file;
}

test.each([
  ['an Adobe segment', withAdobe(1)],
  ['components from 0 on', withIds([0, 1, 2])],
  ['components called R, G and B', withIds([0x52, 0x47, 0x42])],
])('%s is kept', (_, file) => {
  expect(stripJpeg(file)).toBeDefined();
});

test.each([
  ['two Adobe segments', withAdobe(1, 1)],
  ['an Adobe segment of a transform that there is not', withAdobe(0x54)],
  ['components called by letters of no colour', withIds([0x54, 0x65, 0x78])],
])('%s is not kept', (_, file) => {
  expect(stripJpeg(file)).toBeUndefined();
});
