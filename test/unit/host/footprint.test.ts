// Which sources are held whole: what admission is reckoned from.

import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../../src/function/engine/engine.ts';
import { squooshFootprint, vipsFootprint } from '../../../wasm/host/footprint.ts';
import { ordinaryPhoto } from '../../support/photo.ts';

describe('libvips', () => {
  test.each<[string, Partial<SourceInfo>, number]>([
    ['a baseline jpeg', {}, 0],
    ['a progressive jpeg', { interlaced: true }, 6],
    ['a progressive jpeg of 4:2:0', { interlaced: true, samples: 1.5 }, 3],
    ['a progressive jpeg in grey', { interlaced: true, samples: 1, colour: 'grey' }, 2],
    ['a progressive cmyk jpeg', { interlaced: true, colour: 'cmyk' }, 8],
    ['a png 5500 high', { format: 'png', height: 5500 }, 1],
    ['a png twice as high', { format: 'png', height: 11_000 }, 0.5],
    ['a png of 16 bits 5500 high', { format: 'png', height: 5500, bitDepth: 16 }, 2],
    ['a png 100 times as wide', { format: 'png', width: 10_000, height: 100 }, 8],
    ['an interlaced png', { format: 'png', interlaced: true }, 4],
    ['an interlaced png 100 times as wide', { format: 'png', interlaced: true, width: 1e6, height: 72 }, 12],
    ['an interlaced png of 16 bits', { format: 'png', interlaced: true, bitDepth: 16 }, 8],
    ['a webp', { format: 'webp' }, 4.5],
    ['a lossy webp', { format: 'webp', lossy: true }, 0.5],
    ['a lossy webp with alpha', { format: 'webp', lossy: true, hasAlpha: true }, 1.5],
    ['a gif', { format: 'gif' }, 7.5],
    ['a tiff', { format: 'tiff' }, 4],
    ['a tiff of 20 samples', { format: 'tiff', samples: 20 }, 20],
    ['a tiff of 16 bits', { format: 'tiff', bitDepth: 16 }, 8],
    ['a tiff 100 times as wide', { format: 'tiff', width: 1e6, height: 72 }, 12],
    ['a large avif', { format: 'avif', width: 4096, height: 8192 }, 21],
    ['a large jxl', { format: 'jxl', width: 4096, height: 8192 }, 9],
    ['a jxl of 16 bits', { format: 'jxl', width: 4096, height: 8192, bitDepth: 16 }, 17],
    ['a small avif', { format: 'avif', width: 1024, height: 1024 }, 52],
  ])('holds of %s with %j %d bytes per pixel', (_, changes, bytes) => {
    expect(vipsFootprint.perPixel({ ...ordinaryPhoto, ...changes })).toBe(bytes);
  });
});

test.each([
  ['jpeg', 0],
  ['webp', 0],
  ['avif', 60 + 32],
] as const)('writing %s takes libvips %i MB for each 1024x1024 pixels', (format, mb) => {
  const MB = 1024 * 1024;
  expect(vipsFootprint.perThumbnail?.({ format, width: 1024, height: 1024 })).toBe(mb * MB);
});

describe('Squoosh', () => {
  test.each<[string, Partial<SourceInfo>, number]>([
    ['a baseline jpeg', {}, 15],
    ['a progressive jpeg', { interlaced: true }, 20],
    ['a png', { format: 'png' }, 13],
    ['a webp', { format: 'webp' }, 18],
  ])('holds of %s with %j %d bytes per pixel', (_, changes, bytes) => {
    expect(squooshFootprint.perPixel({ ...ordinaryPhoto, ...changes })).toBe(bytes);
  });
});
