// What the JPEG engine is admitted to make in little memory. The figures are of runs in a control group of 128 MB.

import { expect, test } from 'vitest';
import type { RenderSpec } from '../../../src/function/engine/engine.ts';
import { checkSource, resolveLimits, roomProblem } from '../../../src/function/source/limits.ts';
import { jpegFootprint } from '../../../wasm/jpeg/footprint.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const unset = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
const limits = (memoryMb: number) => resolveLimits(unset, memoryMb, jpegFootprint);
const photo = (width: number, height: number, interlaced = false) => ({
  ...ordinaryPhoto,
  width,
  height,
  interlaced,
  samples: 1.5,
});
const spec = (width: number, format: RenderSpec['format']): RenderSpec => {
  const height = Math.round((width * 2) / 3);
  const sides = { width, height, resizedWidth: width, resizedHeight: height };
  return { ...sides, fit: 'inside', gravity: 'centre', format, quality: 80 };
};

test.each([
  ['a baseline photo of 48 megapixels and 15 MB', photo(8484, 5656), 15e6],
  ['a baseline photo of 200 megapixels and 15 MB', photo(17_320, 11_546), 15e6],
  ['a progressive photo of 24 megapixels and 5 MB', photo(6000, 4000, true), 5e6],
  [
    'a progressive photo of 33 megapixels, in full colours',
    { ...photo(7680, 4320, true), samples: 3 },
    1.4e6,
  ],
])('128 MB are enough for %s', (_, info, bytes) => {
  expect(() => checkSource(info, bytes, limits(128))).not.toThrow();
});

test('128 MB are not enough for a progressive photo of 48 megapixels', () => {
  expect(() => checkSource(photo(8484, 5656, true), 10e6, limits(128))).toThrow('256 MB or more');
});

test.each([
  [1600, 'jpeg', 128, true],
  [200, 'png', 128, true],
  [200, 'webp', 128, true],
  // It was ended at 128 MB.
  [1600, 'png', 128, false],
  [1600, 'png', 256, true],
] as const)('a thumbnail of %i as %s fits into %i MB: %s', (width, format, memoryMb, fits) => {
  const problem = roomProblem(spec(width, format), photo(6000, 4000), 5e6, limits(memoryMb));
  expect(problem === undefined).toBe(fits);
});
