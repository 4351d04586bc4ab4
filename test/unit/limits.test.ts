// What is refused by its size before anything is decoded.

import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../src/engine.ts';
import { type ConfiguredLimits, checkSource, checkSourceBytes, resolveLimits } from '../../src/limits.ts';

const MB = 1024 * 1024;
const unset: ConfiguredLimits = { maxSourceBytes: undefined, maxPixels: undefined, maxPages: undefined };
const roomy = { sourceBytes: 10 * MB, pixels: 1e9, pages: 100, decoderBytes: 12 * MB };
const photo: SourceInfo = {
  format: 'jpeg',
  width: 2048,
  height: 1024,
  pages: 1,
  hasAlpha: false,
  colour: 'rgb',
  interlaced: false,
  bitDepth: 8,
};

const tooBig = (message: RegExp) =>
  expect.objectContaining({ code: 'source-too-big', message: expect.stringMatching(message) });

describe('resolveLimits', () => {
  test.each([
    [128, 16 * MB, 48 * MB],
    [512, 144 * MB, 432 * MB],
    [64, 5_592_405, 16 * MB],
  ])('%i MB of memory admit %i bytes, and %i in the decoder', (memoryMb, sourceBytes, decoderBytes) => {
    expect(resolveLimits(unset, memoryMb)).toEqual({
      sourceBytes,
      pixels: 268_402_689,
      pages: 10_000,
      decoderBytes,
    });
  });

  test('what an operator set counts, whatever the memory', () => {
    const set = { maxSourceBytes: 5, maxPixels: 6, maxPages: 7 };
    expect(resolveLimits(set, 128)).toMatchObject({ sourceBytes: 5, pixels: 6, pages: 7 });
  });
});

describe('checkSourceBytes', () => {
  test('admits what the limit names, and not a byte more', () => {
    expect(() => checkSourceBytes(10 * MB, roomy)).not.toThrow();
    expect(() => checkSourceBytes(10 * MB + 1, roomy)).toThrow(tooBig(/./));
  });

  test('says how large it is, how large it may be, and what to raise', () => {
    expect(() => checkSourceBytes(12.34 * MB, roomy)).toThrow(
      tooBig(/^the photo has 12\.4 MB, the limit is 10 MB\. Raise THUMB_MAX_SOURCE_MB, and/),
    );
  });
});

describe('checkSource', () => {
  test('counts pixels', () => {
    const limits = { ...roomy, pixels: 2048 * 1024 };
    expect(() => checkSource(photo, limits)).not.toThrow();
    expect(() => checkSource({ ...photo, width: 2049 }, limits)).toThrow(
      tooBig(/2049x1024, 2\.1 megapixels, the limit is 2 megapixels\. Raise THUMB_MAX_MEGAPIXELS/),
    );
  });

  test('counts pages', () => {
    expect(() => checkSource({ ...photo, pages: 100 }, roomy)).not.toThrow();
    expect(() => checkSource({ ...photo, pages: 101 }, roomy)).toThrow(
      tooBig(/101 pages, the limit is 100 pages\. Raise THUMB_MAX_PAGES/),
    );
  });

  // 2048x1024 pixels are 2 MB at a byte each.
  test.each<[string, Partial<SourceInfo>, number]>([
    ['progressive jpeg', { interlaced: true }, 12],
    ['interlaced png', { format: 'png', interlaced: true }, 8],
    ['interlaced png of 16 bits', { format: 'png', interlaced: true, bitDepth: 16 }, 16],
    ['tiff', { format: 'tiff' }, 8],
    ['webp', { format: 'webp' }, 8],
    ['gif', { format: 'gif' }, 8],
    ['avif', { format: 'avif' }, 10],
    ['avif of 10 bits', { format: 'avif', bitDepth: 16 }, 16],
  ])('a %s needs what its decoder holds', (_, changes, megabytes) => {
    const source = { ...photo, ...changes };
    expect(() => checkSource(source, { ...roomy, decoderBytes: megabytes * MB })).not.toThrow();
    expect(() => checkSource(source, { ...roomy, decoderBytes: megabytes * MB - 1 })).toThrow(
      tooBig(/Give it more memory\.$/),
    );
  });

  test.each<[string, Partial<SourceInfo>]>([
    ['baseline jpeg', {}],
    ['png', { format: 'png' }],
    ['png of 16 bits', { format: 'png', bitDepth: 16 }],
  ])('a %s streams: its decoder holds next to nothing', (_, changes) => {
    expect(() => checkSource({ ...photo, ...changes }, { ...roomy, decoderBytes: 0 })).not.toThrow();
  });

  test('says what the decoder would take and what there is', () => {
    const source = { ...photo, interlaced: true };
    expect(() => checkSource(source, { ...roomy, decoderBytes: 4 * MB })).toThrow(
      tooBig(/^decoding this 2048x1024 interlaced jpeg takes about 12 MB; this function has 4 MB to spare/),
    );
  });
});
