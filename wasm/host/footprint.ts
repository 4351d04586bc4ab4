// How much memory each engine takes. Measured on the whole process without the pages of Node.js' own binary, cold, for
// one thumbnail of 200 pixels, over photos of 1 to 48 megapixels; the largest value found for each kind of photo,
// rounded up.

import type { Footprint, SourceInfo } from '../../src/function/engine/engine.ts';

const MB = 1024 * 1024;

/** Bytes for each pixel of a PNG's width: rows between the decoder and the resampler. A JPEG's decoder shrinks before that. */
const pngRowBytes = 5500;
/** The most bytes for each pixel of the picture that such rows can take, which is when all rows are in memory. */
const maxRowBytes = 8;
/** Width divided by height from which one row of the thumbnail needs all rows of the picture. */
const extremeAspect = 100;
/** Width divided by height up to which these rows are already included in the figures below. */
const ordinaryAspect = 3;

/** Bytes that reading AVIF or JPEG XL takes whatever the picture's size: a module of its own, and its decoder's tables. */
const decoderModuleBytes = 32 * MB;

/**
 * Bytes for each pixel of the source while libvips decodes it. A baseline JPEG is streamed, and a plain PNG is read row
 * by row; a progressive JPEG keeps all its coefficients, and the other formats their whole picture.
 */
function vipsBytesPerPixel(info: SourceInfo): number {
  const { format, width, height, hasAlpha, colour, interlaced, bitDepth, lossy } = info;
  const { samples = colour === 'cmyk' ? 4 : 3 } = info;
  const rows =
    width < height * ordinaryAspect ? 0 : maxRowBytes * Math.min(1, width / height / extremeAspect);
  switch (format) {
    case 'jpeg':
      // A coefficient has 16 bits.
      return interlaced ? 2 * samples : 0;
    case 'png':
      return (bitDepth / 8) * (interlaced ? 4 + rows : Math.min(pngRowBytes / height, maxRowBytes));
    case 'webp':
      // The decoder shrinks colour while it reads, but not alpha.
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

/** Bytes that writing AVIF takes whatever the thumbnail's size, and bytes for each pixel of the thumbnail. */
const avifEncoderBytes = 60 * MB;
const avifEncoderBytesPerPixel = 32;

/** Bytes for each pixel of the source: whole pictures, and what the codec needs in addition. */
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
  // wasm-vips' linear memory ends at 2 GiB, of which photos never get all.
  ceiling: 1500 * MB,
};
export const squooshFootprint: Footprint = {
  base: 55 * MB,
  perSourceByte: 2,
  perPixel: squooshBytesPerPixel,
  ceiling: 1500 * MB,
};
