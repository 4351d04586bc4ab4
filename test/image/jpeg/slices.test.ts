// The decoder gives way often, so that the deadline is looked at in time: by what it does in a slice, not by the clock.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openDecoder } from '../../support/decoder-pair.ts';

const decoder = await openDecoder('jpegDecodeSimd');

// Of one colour, so that little data ends no slice: what does is so many blocks read, blocks transformed, or pixels converted. With
// any of the three limits gone there are fewer slices. Of the wide ones, a row of MCUs is many blocks.
test.each([
  { width: 60_000, height: 96, progressive: false, least: 15 },
  { width: 60_000, height: 96, progressive: true, least: 45 },
  { width: 2000, height: 3000, progressive: true, least: 42 },
])('$width x $height, progressive: $progressive', async ({ width, height, progressive, least }) => {
  const create = { width, height, channels: 3 as const, background: '#469' };
  const bytes = await sharp({ create }).jpeg({ progressive, chromaSubsampling: '4:4:4' }).toBuffer();
  let slices = 0;
  decoder.decode(bytes, { width, height }, () => slices++);
  expect(slices).toBeGreaterThanOrEqual(least);
});

test('what is thrown in a slice ends the decode, and the next one is whole', async () => {
  const create = { width: 64, height: 64, channels: 3 as const, background: '#469' };
  const bytes = await sharp({ create }).jpeg({ progressive: true }).toBuffer();
  const decode = (onSlice: () => void) => decoder.decode(bytes, { width: 64, height: 64 }, onSlice).data;
  const whole = decode(() => undefined);
  const stop = () => {
    throw new Error('too late');
  };
  expect(() => decode(stop)).toThrow('too late');
  expect(decode(() => undefined)).toEqual(whole);
});
