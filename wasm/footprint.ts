// How much memory the engines take: of the process, without the pages of Node.js' own binary, cold, for one thumbnail of
// 200 pixels, over photos of 1 to 48 megapixels; the largest found of each kind, rounded up.

import type { Footprint, SourceInfo } from '../src/engine.ts';

const MB = 1024 * 1024;

/** Bytes for each pixel of a PNG's width: rows on their way from decoder to resampler, which a JPEG's decoder shrinks before. */
const pngRows = 5500;

/** Bytes that reading AVIF takes at all: a module of its own, and its decoder's tables. */
const avifDecoder = 32 * MB;

/** A baseline JPEG streams, a plain PNG by rows; a progressive JPEG keeps its coefficients, the others their whole picture. */
function heldByVips({ format, interlaced, bitDepth, colour, width, height }: SourceInfo): number {
  switch (format) {
    case 'jpeg':
      // 16 bits for each of up to three samples, or four.
      return interlaced ? (colour === 'cmyk' ? 8 : 6) : 0;
    case 'png':
      return interlaced ? bitDepth / 2 : (pngRows * bitDepth) / 8 / height;
    case 'webp':
      return 4.5;
    case 'gif':
    case 'tiff':
      return 4;
    case 'avif':
    case 'jxl':
      return avifDecoder / (width * height) + 20;
  }
}

/** Whole pictures, and what the codec needs beside them. */
function heldBySquoosh({ format, interlaced }: SourceInfo): number {
  if (format === 'jpeg') return interlaced ? 20 : 15;
  return format === 'webp' ? 18 : 13;
}

export const vipsFootprint: Footprint = {
  base: 94 * MB,
  perSourceByte: 5.5,
  perPixel: heldByVips,
  // Its linear memory ends at 2 GiB, and is never whole.
  most: 1500 * MB,
};
export const squooshFootprint: Footprint = {
  base: 55 * MB,
  perSourceByte: 2,
  perPixel: heldBySquoosh,
  most: 1500 * MB,
};
