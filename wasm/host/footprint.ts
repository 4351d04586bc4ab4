// How much memory the engines take: of the process, without the pages of Node.js' own binary, cold, for one thumbnail of
// 200 pixels, over photos of 1 to 48 megapixels; the largest found of each kind, rounded up.

import type { Footprint, SourceInfo } from '../../src/function/engine/engine.ts';

const MB = 1024 * 1024;

/** Bytes for each pixel of a PNG's width: rows on their way from decoder to resampler, which a JPEG's decoder shrinks before. */
const pngRowBytes = 5500;
/** Bytes for each pixel that such rows take at most: those of all the picture. */
const maxRowBytes = 8;
/** Times as wide as high: one row of such a picture's thumbnail is made of all of its own. */
const extremeAspect = 100;
/** Up to so many times, what such rows take is in the figures below. */
const ordinaryAspect = 3;

/** Bytes that reading AVIF or JPEG XL takes at all: a module of its own, and its decoder's tables. */
const decoderModuleBytes = 32 * MB;

/** A baseline JPEG streams, a plain PNG by rows; a progressive JPEG keeps its coefficients, the others their whole picture. */
function vipsBytesPerPixel(info: SourceInfo): number {
  const { format, width, height, hasAlpha, colour, interlaced, bitDepth, lossy } = info;
  const { samples = colour === 'cmyk' ? 4 : 3 } = info;
  const rows =
    width < height * ordinaryAspect ? 0 : maxRowBytes * Math.min(1, width / height / extremeAspect);
  switch (format) {
    case 'jpeg':
      // 16 bits for each sample.
      return interlaced ? 2 * samples : 0;
    case 'png':
      return (bitDepth / 8) * (interlaced ? 4 + rows : Math.min(pngRowBytes / height, maxRowBytes));
    case 'webp':
      // Colour is shrunk as it is read; alpha is not.
      return lossy ? (hasAlpha ? 1.5 : 0.5) : 4.5;
    case 'gif':
      return 7.5 + rows;
    case 'tiff':
      return (bitDepth / 8) * (4 + rows) * Math.max(1, samples / 4);
    case 'avif':
      return decoderModuleBytes / (width * height) + 20;
    case 'jxl':
      return decoderModuleBytes / (width * height) + bitDepth;
  }
}

/** Bytes that writing AVIF takes at all, and for each pixel. */
const avifEncoderBytes = 60 * MB;
const avifEncoderBytesPerPixel = 32;

/** Whole pictures, and what the codec needs beside them. */
function squooshBytesPerPixel({ format, interlaced }: SourceInfo): number {
  if (format === 'jpeg') return interlaced ? 20 : 15;
  return format === 'webp' ? 18 : 13;
}

export const vipsFootprint: Footprint = {
  base: 94 * MB,
  warmGrowth: 90 * MB,
  perSourceByte: 5.5,
  perPixel: vipsBytesPerPixel,
  perThumbnail: ({ format, width, height }) =>
    format === 'avif' ? avifEncoderBytes + avifEncoderBytesPerPixel * width * height : 0,
  // Its linear memory ends at 2 GiB, and is never whole.
  ceiling: 1500 * MB,
};
export const squooshFootprint: Footprint = {
  base: 55 * MB,
  perSourceByte: 2,
  perPixel: squooshBytesPerPixel,
  ceiling: 1500 * MB,
};
