// How much of a source each engine holds, from which follows what is admitted.

import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../../src/function/engine/engine.ts';
import { heicFootprint, squooshFootprint, vipsFootprint } from '../../../wasm/host/footprint.ts';
import { pngFootprint } from '../../../wasm/png/footprint.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

const MB = 1024 * 1024;
const large = { width: 4096, height: 8192 };
const pixels = large.width * large.height;

describe('libvips', () => {
  test.each<[string, Partial<SourceInfo>, number]>([
    ['a baseline jpeg', {}, 0],
    ['a progressive jpeg', { interlaced: true }, 6],
    ['a progressive jpeg of 4:2:0', { interlaced: true, samples: 1.5 }, 3],
    ['a progressive jpeg in grey', { interlaced: true, samples: 1, colour: 'grey' }, 2],
    ['a progressive cmyk jpeg', { interlaced: true, colour: 'cmyk' }, 8.4],
    ['a png 5500 high', { format: 'png', height: 5500 }, 1],
    ['a png twice as high', { format: 'png', height: 11_000 }, 0.5],
    ['a png of 16 bits 5500 high', { format: 'png', height: 5500, bitDepth: 16 }, 2],
    ['a png 100 times as wide', { format: 'png', width: 10_000, height: 100 }, 8],
    ['an interlaced png', { format: 'png', interlaced: true }, 4.5],
    [
      'an interlaced png 100 times as wide',
      { format: 'png', interlaced: true, width: 1e6, height: 72 },
      12.5,
    ],
    ['an interlaced png of 16 bits', { format: 'png', interlaced: true, bitDepth: 16 }, 9],
    ['a lossless webp', { format: 'webp' }, 5],
    ['a lossy webp', { format: 'webp', lossy: true }, 0.5],
    ['a lossy webp with alpha', { format: 'webp', lossy: true, hasAlpha: true }, 1.5],
    ['an animated webp of small frames', { format: 'webp', unshrinkable: true }, 25.5],
    ['a tiff', { format: 'tiff' }, 4],
    ['a tiff of 20 samples', { format: 'tiff', samples: 20 }, 20],
    ['a tiff of 16 bits', { format: 'tiff', bitDepth: 16 }, 8],
    ['a tiff of floating point', { format: 'tiff', bitDepth: 32 }, 16],
    ['a tiff 100 times as wide', { format: 'tiff', width: 1e6, height: 72 }, 12],
  ])('holds of %s with %j %d bytes for each pixel', (_, changes, bytes) => {
    const info = { ...ordinaryPhoto, ...changes };
    expect(vipsFootprint.decoderBytes(info, 0)).toBeCloseTo(bytes * info.width * info.height);
  });

  test.each<[string, Partial<SourceInfo>, number, number]>([
    ['a gif', { format: 'gif' }, 12, 7.5],
    ['a png', { format: 'png', interlaced: true, hasAlpha: true }, 15, 4.5],
    ['a png of 16 bits', { format: 'png', interlaced: true, hasAlpha: true, bitDepth: 16 }, 15, 9],
    ['a jxl', { format: 'jxl' }, 0, 11.1],
    ['a jxl with alpha', { format: 'jxl', samples: 4 }, 0, 14.8],
    ['a jxl of 16 bits', { format: 'jxl', bitDepth: 16 }, 0, 14.1],
    ['an avif of 4:2:0', { format: 'avif', samples: 1.5 }, 34, 14.75],
    ['an avif of 4:4:4 with alpha', { format: 'avif', samples: 4 }, 34, 26],
    ['an avif of 12 bits, 4:4:4, alpha', { format: 'avif', samples: 4, bitDepth: 16 }, 34, 44],
    ['an avif of which nothing is known', { format: 'avif', bitDepth: 16, hasAlpha: true }, 34, 44],
  ])('holds of a large %s with %j %d MB and %d bytes for each pixel', (_, changes, mb, bytes) => {
    const info = { ...ordinaryPhoto, ...large, ...changes };
    expect(vipsFootprint.decoderBytes(info, 0)).toBeCloseTo(mb * MB + bytes * pixels);
  });

  test.each<[string, Partial<SourceInfo>, number, number]>([
    ['a lossy webp', { format: 'webp', lossy: true }, 45, 18.5],
    ['a lossy webp with alpha', { format: 'webp', lossy: true, hasAlpha: true }, 45, 20],
    ['a lossless webp', { format: 'webp' }, 45, 25.5],
    ['a jpeg', {}, 45, 0],
    ['a progressive jpeg of 4:2:0', { interlaced: true, samples: 1.5 }, 75, 3],
  ])('to see all of %s with %j takes %d MB and %d bytes for each pixel', (_, changes, mb, bytes) => {
    const info = { ...ordinaryPhoto, ...large, ...changes };
    expect(vipsFootprint.decoderBytes(info, 1)).toBeCloseTo(mb * MB + bytes * pixels);
  });

  test('to see all of a small jpeg takes 4 MB and ten bytes for each pixel', () => {
    expect(vipsFootprint.decoderBytes({ ...ordinaryPhoto, width: 640, height: 480 }, 1)).toBe(
      4 * MB + 3_072_000,
    );
  });

  test.each([
    ['avif', 32 * MB],
    ['jxl', 32 * MB],
    ['webp', 0],
  ] as const)('opens %s in a decoder of %d bytes', (format, bytes) => {
    expect(vipsFootprint.openBytes?.(format, 1e6)).toBe(bytes);
  });

  test('a lossy webp at half its sides takes a quarter of that', () => {
    const info = { ...ordinaryPhoto, ...large, format: 'webp', lossy: true } as const;
    expect(vipsFootprint.decoderBytes(info, 0.5)).toBeCloseTo((17.5 / 4 + 0.5) * pixels);
  });

  test.each([
    [500, 35_000],
    [0.25 * MB, 17.5 * MB],
    [2 * MB, 65 * MB],
  ])('a profile of %d bytes takes %d more', (profileBytes, more) => {
    const without = { ...ordinaryPhoto, interlaced: true };
    const taken = vipsFootprint.decoderBytes({ ...without, profileBytes }, 0);
    expect(taken - vipsFootprint.decoderBytes(without, 0)).toBe(more);
  });

  test('believes what is decoded where that is more than the sides say', () => {
    const small = { ...ordinaryPhoto, format: 'tiff', width: 16, height: 16 } as const;
    expect(vipsFootprint.decoderBytes({ ...small, decodedPixels: 1e6 }, 0)).toBe(4e6);
    expect(vipsFootprint.decoderBytes({ ...small, decodedPixels: 1 }, 0)).toBe(4 * 16 * 16);
  });
});

test.each([
  ['jpeg', 512, {}, 4],
  ['png', 256, {}, 10],
  ['webp', 512, {}, 24 + 4 / 4],
  ['webp', 512, { lossless: true }, 24 + 28 / 4],
  ['webp', 512, { hasAlpha: true }, 42 + 75 / 4],
  ['jpeg', 1024, {}, 30 + 5],
  ['png', 1024, {}, 30 + 16],
  ['webp', 1024, {}, 30 + 4],
  ['webp', 1024, { lossless: true }, 30 + 32],
  ['webp', 1024, { hasAlpha: true }, 64 + 11],
  ['gif', 1024, {}, 30 + 25],
  ['gif', 512, {}, 30 + 25 / 4],
  ['avif', 1024, {}, 64 + 32],
] as const)('writing a %s of side %i with %j takes libvips %d MB', (format, side, how, mb) => {
  const { hasAlpha = false, lossless = false } = how as { hasAlpha?: boolean; lossless?: boolean };
  const spec = { format, width: side, height: side, lossless };
  expect(vipsFootprint.writerBytes?.(spec, { ...ordinaryPhoto, hasAlpha })).toBe(mb * MB);
});

test('writing an avif of an avif takes one module, not two', () => {
  const spec = { format: 'avif', width: 512, height: 512 } as const;
  const [less = 0, more = 0] = (['avif', 'tiff'] as const).map((format) =>
    vipsFootprint.writerBytes?.(spec, { ...ordinaryPhoto, format }),
  );
  expect(more - less).toBe(32 * MB);
});

test.each([
  ['jpeg', {}, 10],
  ['png', {}, 4 + 18],
  ['webp', {}, 10 + 4],
  ['webp', { hasAlpha: true }, 26 + 4 + 28],
  ['webp', { lossless: true }, 10 + 28],
] as const)('writing a %s with %j takes the engines in the own thread %d MB', (format, how, mb) => {
  const { hasAlpha = false, lossless = false } = how as { hasAlpha?: boolean; lossless?: boolean };
  const spec = { format, width: 1024, height: 1024, lossless };
  expect(pngFootprint.writerBytes?.(spec, { ...ordinaryPhoto, hasAlpha })).toBe(mb * MB);
});

describe('Squoosh', () => {
  test.each<[string, Partial<SourceInfo>, number]>([
    ['a baseline jpeg', {}, 15],
    ['a progressive jpeg', { interlaced: true }, 20],
    ['a png', { format: 'png' }, 13],
    ['a webp', { format: 'webp', lossy: true }, 18],
  ])('holds of %s with %j %d bytes for each pixel', (_, changes, bytes) => {
    const info = { ...ordinaryPhoto, ...changes };
    expect(squooshFootprint.decoderBytes(info, 0)).toBe(bytes * info.width * info.height);
  });

  test.each<[string, Partial<SourceInfo>, number]>([
    ['a lossless webp', { format: 'webp' }, 18],
    ['a lossless webp with alpha', { format: 'webp', lossy: false, hasAlpha: true }, 21],
    ['a lossy webp with alpha', { format: 'webp', lossy: true, hasAlpha: true }, 18],
  ])('holds of %s with %j 20 MB and %d bytes for each pixel', (_, changes, bytes) => {
    const info = { ...ordinaryPhoto, ...changes };
    const pixelBytes = bytes * info.width * info.height;
    expect(squooshFootprint.decoderBytes(info, 0)).toBe(20 * MB + pixelBytes);
  });

  test('opens a heic in copies of libheif', () => {
    expect(squooshFootprint.openBytes?.('heic', 1000)).toBe(4500);
    expect(squooshFootprint.openBytes?.('webp', 1000)).toBe(0);
  });
});

describe('libheif', () => {
  const heic: SourceInfo = {
    ...ordinaryPhoto,
    ...large,
    format: 'heic',
    samples: 1.5,
    decodedPixels: 2 * pixels,
  };
  const planes = 32 * MB + 3 * pixels;
  const spec = { format: 'jpeg', width: 100, height: 200 } as const;

  test.each<[string, Partial<SourceInfo>, number, number]>([
    ['its planes for a tiny thumbnail', {}, 0, planes],
    ['as little more as is averaged, nine to one', {}, 1 / 7, planes + (4 / 9 + 4 / 49) * pixels],
    ['all pixels where they are not averaged', {}, 1 / 3, planes + (4 + 4 / 9) * pixels],
    ['all pixels with alpha', { hasAlpha: true, samples: 2.5 }, 0, 32 * MB + (5 + 4) * pixels],
    ['light of more than 8 bits', { bitDepth: 16 }, 1 / 3, planes + (3 + 20 + 4 / 9) * pixels],
    ['what libvips takes of one that is trimmed', {}, 1, planes + 14 * MB + (12 + 8) * pixels],
  ])('holds %s', (_, changes, scale, bytes) => {
    expect(heicFootprint.decoderBytes({ ...heic, ...changes }, scale)).toBeCloseTo(bytes);
  });

  test('takes more on old runtimes', () => {
    const [more, less] = [squooshFootprint, heicFootprint].map(({ decoderBytes }) => decoderBytes(heic, 0));
    expect((more ?? 0) - (less ?? 0)).toBe(60 * MB);
  });

  test('counts libvips once where it makes a thumbnail', () => {
    const avif = { ...spec, format: 'avif' } as const;
    const region = { left: 0, top: 0, width: 1, height: 1 };
    const [plain = 0, whole = 0, trimmed = 0] = [spec, avif, { ...avif, region }].map((one) =>
      heicFootprint.writerBytes?.(one, heic),
    );
    expect([plain, whole - trimmed]).toEqual([6 * 20_000, 14 * MB + 16 * pixels]);
  });
});
