// What is refused by its size before anything is decoded.

import { describe, expect, test } from 'vitest';
import type { Footprint, SourceInfo } from '../../../src/function/engine/engine.ts';
import {
  type ConfiguredLimits,
  checkOpening,
  checkSource,
  checkSourceBytes,
  resolveLimits,
  trimProblem,
} from '../../../src/function/source/limits.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const MB = 1024 * 1024;
const unset: ConfiguredLimits = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
/** Streams what is not interlaced. */
const footprint: Footprint = {
  base: 80 * MB,
  perSourceByte: 3,
  decoderBytes: ({ interlaced, width, height }) => (interlaced ? 6 * width * height : 0),
  ceiling: 600 * MB,
};
const roomy = { sourceBytes: 10 * MB, pixels: 1e9, pages: 100, room: 16 * MB, footprint, configured: unset };
const photo: SourceInfo = { ...ordinaryPhoto, width: 2048, height: 1024 };

const tooBig = (message: RegExp) =>
  expect.objectContaining({ code: 'source-too-big', message: expect.stringMatching(message) });

describe('resolveLimits', () => {
  test.each([
    [128, 16 * MB, 48 * MB],
    [512, 144 * MB, 432 * MB],
    [64, 5_592_405, 16 * MB],
    [3072, 200 * MB, 600 * MB],
  ])('%i MB of memory admit %i bytes, and leave %i', (memoryMb, sourceBytes, room) => {
    expect(resolveLimits(unset, memoryMb, footprint)).toEqual({
      sourceBytes,
      pixels: 268_402_689,
      pages: 10_000,
      room,
      footprint,
      configured: unset,
    });
  });

  test.each([
    [128, 48],
    [192, 112 - 32],
    [512, 432 - 90],
    [1024, 600],
  ])('%i MB, of which an instance keeps 90 as it ages, leave %i MB', (memoryMb, roomMb) => {
    expect(resolveLimits(unset, memoryMb, { ...footprint, warmGrowth: 90 * MB }).room).toBe(roomMb * MB);
  });

  test('what an operator set counts, whatever the memory', () => {
    const set = { maxSourceBytes: 5, maxPixels: 6, maxPages: 7 };
    expect(resolveLimits(set, 128, footprint)).toMatchObject({ sourceBytes: 5, pixels: 6, pages: 7 });
  });
});

describe('checkOpening', () => {
  const limits = {
    ...roomy,
    footprint: { ...footprint, openBytes: (format: string) => (format === 'avif' ? 10 * MB : 0) },
  };

  test('admits what there is room for', () => {
    expect(() => checkOpening('avif', 2 * MB, limits)).not.toThrow();
    expect(() => checkOpening('avif', 2 * MB + 1, limits)).toThrow(
      tooBig(
        /^reading the header of 2\.1 MB of avif takes about 16\.1 MB; .* has 16 MB to spare\. Give the function 128 MB or more\.$/,
      ),
    );
  });

  test('leaves formats without a decoder of their own to the limit of bytes', () => {
    expect(() => checkOpening('jpeg', 100 * MB, limits)).not.toThrow();
    expect(() => checkOpening('avif', 100 * MB, roomy)).not.toThrow();
  });
});

describe('checkSourceBytes', () => {
  test('admits what the limit names, and not a byte more', () => {
    expect(() => checkSourceBytes(10 * MB, roomy)).not.toThrow();
    expect(() => checkSourceBytes(10 * MB + 1, roomy)).toThrow(tooBig(/./));
  });

  test.each([
    [
      'memory, which it took from there',
      unset,
      /^the photo has 12\.4 MB, the limit is 10 MB\. Give the function 128 MB or more\.$/,
    ],
    [
      'the setting, which was set',
      { ...unset, maxSourceBytes: 10 * MB },
      /the limit is 10 MB\. Raise THUMB_MAX_SOURCE_MB, and the function's memory with it\.$/,
    ],
  ])('says how large it is, how large it may be, and to raise %s', (_, configured, message) => {
    expect(() => checkSourceBytes(12.34 * MB, { ...roomy, configured })).toThrow(tooBig(message));
  });
});

describe('checkSource', () => {
  test('counts pixels', () => {
    const limits = { ...roomy, pixels: 2048 * 1024 };
    expect(() => checkSource(photo, MB, limits)).not.toThrow();
    expect(() => checkSource({ ...photo, width: 2049 }, MB, limits)).toThrow(
      tooBig(/2049x1024, 2\.1 megapixels, the limit is 2 megapixels\. Raise THUMB_MAX_MEGAPIXELS/),
    );
  });

  test.each([
    ['by default, which is the most that can be set', unset, /\. Split the file and upload its parts\.$/],
    ['as they were set', { ...unset, maxPages: 100 }, /\. Raise THUMB_MAX_PAGES\.$/],
  ])('counts pages %s', (_, configured, mend) => {
    const limits = { ...roomy, configured };
    expect(() => checkSource({ ...photo, pages: 100 }, MB, limits)).not.toThrow();
    const check = () => checkSource({ ...photo, pages: 101 }, MB, limits);
    expect(check).toThrow(tooBig(/101 pages, the limit is 100 pages\./));
    expect(check).toThrow(tooBig(mend));
  });

  // 2048x1024 pixels at 6 bytes each are 12 MB, and 1 MB thrice 3.
  test('adds what the decoder holds of the pixels to what the bytes take', () => {
    const held = { ...photo, interlaced: true };
    expect(() => checkSource(held, MB, { ...roomy, room: 15 * MB })).not.toThrow();
    expect(() => checkSource(held, MB, { ...roomy, room: 15 * MB - 1 })).toThrow(
      tooBig(
        /^decoding this 2048x1024 interlaced jpeg takes about 15 MB; this function has 14\.9 MB to spare/,
      ),
    );
  });

  test('adds what opening the format takes', () => {
    const opened = { ...footprint, openBytes: (format: string) => (format === 'heic' ? 2 * MB : 0) };
    const held = { ...photo, interlaced: true, format: 'heic' } as const;
    const limits = { ...roomy, footprint: opened, room: 17 * MB };
    expect(() => checkSource(held, MB, limits)).not.toThrow();
    expect(() => checkSource(held, MB, { ...limits, room: 17 * MB - 1 })).toThrow(tooBig(/about 17 MB/));
  });

  test('leaves what streams to the limit on bytes', () => {
    expect(() => checkSource(photo, 10 * MB, { ...roomy, room: 1 })).not.toThrow();
  });
});

test('to trim what streams takes memory, too, where each pixel is looked at', () => {
  const looking = { ...footprint, decoderBytes: (_: SourceInfo, scale: number) => (scale < 1 ? 0 : 5 * MB) };
  const limits = { ...roomy, footprint: looking, room: 8 * MB };
  expect(() => checkSource(photo, MB, { ...limits, room: 1 })).not.toThrow();
  expect(trimProblem(photo, MB, limits)).toBeUndefined();
  expect(trimProblem(photo, MB, { ...limits, room: 8 * MB - 1 })).toMatchObject({
    code: 'rendition-impossible',
    message: expect.stringMatching(/^trimming needs the whole photo in memory, and .* about 8 MB/),
  });
});
