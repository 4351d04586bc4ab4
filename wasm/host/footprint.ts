// How much memory each engine takes. Measured on the whole process without the pages of Node.js' own binary, cold, for
// one thumbnail, over flavours of each format and sizes from 4 to 48 megapixels; the figures are the largest that were
// found, rounded up. The bases have 3 MB for what the kernel holds for a process, which counts where memory is limited.
// `npm run bench -- flavours` measures them again.

import type { Footprint, SourceInfo, WriterSpec } from '../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../src/function/format/format.ts';
import { maxSquooshPixels } from '../encode/small-encodes.ts';
import { averagingFor } from '../raster/resample.ts';
import { squooshLimitation } from '../squoosh/limitations.ts';

const MB = 1024 * 1024;

/** Bytes for each pixel of a PNG's width: rows between the decoder and the resampler. A JPEG's decoder shrinks before that. */
const pngRowBytes = 5500;
/** The most bytes for each pixel of the picture that such rows can take, which is when all rows are in memory. */
const maxRowBytes = 8;
/** Width divided by height from which one row of the thumbnail needs all rows of the picture. */
const extremeAspect = 100;
/** Width divided by height up to which these rows are already included in the figures below. */
const ordinaryAspect = 3;

/** Bytes that opening AVIF or JPEG XL takes whatever the picture's size: a module of its own, and its decoder's tables. */
const decoderModuleBytes = 32 * MB;
/** The most that large blocks leave unused of linear memory around an AVIF: as much as the picture itself, up to this. */
const avifGapBytes = 34 * MB;
/** The most that a GIF takes besides its pixels. */
const gifBytes = 12 * MB;
/**
 * The most that threads and rows take of a picture that is seen at its full size, the least, and the bytes for each of its pixels
 * between them. A progressive JPEG gives all of its rows at once.
 */
const wholeBytes = 45 * MB;
const wholeProgressiveBytes = 75 * MB;
const leastWholeBytes = 4 * MB;
const wholeBytesPerPixel = 10;
/** The most that an interlaced PNG with alpha takes besides its rows. */
const interlacedAlphaBytes = 15 * MB;

/** Bytes for each byte of an ICC profile: as read, as libvips has it, and as its colour engine does. */
const profileCopies = 20;
/** The most that a profile takes besides, in blocks that libvips' allocator rounds up, and the bytes for each of its own up to that. */
const profileBlockBytes = 25 * MB;
const profileBlocks = 50;

function vipsProfileBytes({ profileBytes = 0 }: SourceInfo): number {
  return Math.min(profileBlockBytes, profileBlocks * profileBytes) + profileCopies * profileBytes;
}

/** Bytes that libvips' decoder holds, and what it takes beside it to look at each pixel. */
function vipsDecoderBytes(info: SourceInfo, scale: number): number {
  const pixels = Math.max(info.width * info.height, info.decodedPixels ?? 0);
  const most = info.format === 'jpeg' && info.interlaced ? wholeProgressiveBytes : wholeBytes;
  const looking = scale < 1 ? 0 : Math.min(most, leastWholeBytes + wholeBytesPerPixel * pixels);
  return vipsProfileBytes(info) + looking + vipsHeldBytes(info, pixels, scale);
}

/**
 * A baseline JPEG is streamed, and a plain PNG is read row by row; a progressive JPEG keeps all its coefficients, and the other
 * formats their whole picture.
 */
function vipsHeldBytes(info: SourceInfo, pixels: number, scale: number): number {
  const { format, width, height, hasAlpha, colour, interlaced } = info;
  const { samples = colour === 'cmyk' || hasAlpha ? 4 : 3 } = info;
  const bytes = info.bitDepth / 8;
  const rows =
    width < height * ordinaryAspect ? 0 : maxRowBytes * Math.min(1, width / height / extremeAspect);
  switch (format) {
    case 'jpeg':
      // A coefficient has 16 bits; of CMYK, a twentieth more was measured.
      return interlaced ? (colour === 'cmyk' ? 2.1 : 2) * samples * pixels : 0;
    case 'png': {
      if (!interlaced) return pixels * bytes * Math.min(pngRowBytes / height, maxRowBytes);
      const alpha = hasAlpha ? Math.min(interlacedAlphaBytes, 2 * pixels * bytes) : 0;
      return alpha + pixels * bytes * (4.5 + rows);
    }
    case 'webp':
      return pixels * webpBytesPerPixel(info, scale);
    case 'gif':
      return Math.min(gifBytes, 4 * pixels) + pixels * (7.5 + rows);
    case 'tiff':
      return pixels * bytes * ((scale < 1 ? 4 : 6) + rows) * Math.max(1, samples / 4);
    case 'avif': {
      const picture = pixels * (8 + 4.5 * samples * Math.min(bytes, 2)) * (scale < 1 ? 1 : 1.4);
      return Math.min(avifGapBytes, picture) + picture;
    }
    case 'heic':
      return heicDecoderBytes(info, scale);
    case 'jxl':
      return pixels * samples * (2.7 + bytes);
  }
}

/** The decoder shrinks lossy colour while it reads it, but not alpha; and frames only where each is as large as the canvas. */
function webpBytesPerPixel(
  { lossy = false, hasAlpha, unshrinkable = false }: SourceInfo,
  scale: number,
): number {
  if (scale === 1 || unshrinkable) return lossy ? (hasAlpha ? 20 : 18.5) : 25.5;
  const shrunk = 17.5 * scale ** 2;
  return shrunk + (lossy ? (hasAlpha ? 1.5 : 0.5) : 5);
}

/** What an encoder takes, in bytes: whatever the thumbnail's size, and for each of its pixels. */
interface EncoderBytes {
  readonly fixed: number;
  readonly perPixel: number;
}

/** Of libvips' savers: two more threads, and for AVIF a module of its own. */
const savers: Readonly<Record<OutputFormat, EncoderBytes>> = {
  jpeg: { fixed: 30 * MB, perPixel: 5 },
  png: { fixed: 30 * MB, perPixel: 16 },
  webp: { fixed: 30 * MB, perPixel: 4 },
  gif: { fixed: 30 * MB, perPixel: 25 },
  avif: { fixed: 64 * MB, perPixel: 32 },
};
const losslessWebpSaver: EncoderBytes = { fixed: 30 * MB, perPixel: 32 };
/** WebP's alpha is written by a lossless encoder beside the lossy one. */
const alphaWebpSaver: EncoderBytes = { fixed: 64 * MB, perPixel: 11 };

/** Of Squoosh's encoders, which write the small thumbnails of a light engine: a module, and its memory. */
const smallEncoders: Readonly<Partial<Record<OutputFormat, EncoderBytes>>> = {
  jpeg: { fixed: 4 * MB, perPixel: 0 },
  png: { fixed: 10 * MB, perPixel: 0 },
  webp: { fixed: 24 * MB, perPixel: 4 },
};
const smallLosslessWebp: EncoderBytes = { fixed: 24 * MB, perPixel: 28 };
const smallAlphaWebp: EncoderBytes = { fixed: 42 * MB, perPixel: 75 };

function vipsWriterBytes(spec: WriterSpec, info: SourceInfo): number {
  const pixels = spec.width * spec.height;
  const { fixed, perPixel } = vipsEncoder(spec, info, pixels <= maxSquooshPixels[spec.format]);
  // What reads AVIF writes it, too.
  const isOpen = spec.format === 'avif' && info.format === 'avif';
  return fixed - (isOpen ? decoderModuleBytes : 0) + perPixel * pixels;
}

function vipsEncoder(
  { format, lossless = false }: WriterSpec,
  { hasAlpha }: SourceInfo,
  isSmall: boolean,
): EncoderBytes {
  if (format === 'webp' && hasAlpha) return isSmall ? smallAlphaWebp : alphaWebpSaver;
  if (format === 'webp' && lossless) return isSmall ? smallLosslessWebp : losslessWebpSaver;
  return (isSmall ? smallEncoders[format] : undefined) ?? savers[format];
}

/** What Squoosh takes besides for a WebP that is lossless, or whose alpha is. */
const squooshLosslessBytes = 20 * MB;

/** Bytes of whole pictures, and what the codec needs in addition. */
function squooshDecoderBytes(info: SourceInfo, scale: number): number {
  const { format, width, height, interlaced, lossy, hasAlpha } = info;
  const pixels = width * height;
  if (format === 'jpeg') return pixels * (interlaced ? 20 : 15);
  if (format === 'webp') {
    return pixels * (hasAlpha && !lossy ? 21 : 18) + (hasAlpha || !lossy ? squooshLosslessBytes : 0);
  }
  if (format === 'heic') return eagerBytes + heicDecoderBytes(info, scale);
  return pixels * 13;
}

/** Bytes that libheif takes whatever the picture's size: compiled, with an instance. */
const libheifBytes = 32 * MB;
/** What old versions of V8 take more: they compile all of libheif, and twice. */
const eagerBytes = 60 * MB;
/** Bytes for each pixel that is made of the planes, averaged or not; of more than 8 bits, which may be HDR, light as numbers, too. */
const averagedBytes = 4;
const lightBytes = 16;
/** Bytes for each pixel of a picture that is handed on to libvips: as rows, and as a PNG in both threads. */
const handedOnBytes = 12;
/** Bytes for each pixel of a thumbnail while Squoosh encodes it. */
const encodedBytes = 6;
/** How much larger a thumbnail may be than its scale says, by the rounding of its sides. */
const roundedUp = 1.01;

/** Of libheif: the planes, and what is made of them. */
function heicDecoderBytes(info: SourceInfo, scale: number): number {
  const { width, height, bitDepth, samples = 1.5, decodedPixels = 0 } = info;
  const pixels = width * height;
  const planes = Math.max(pixels, decodedPixels) * samples * (bitDepth / 8);
  const averaged = averagedPixels(info, scale) * (averagedBytes + (bitDepth > 8 ? lightBytes : 0));
  return libheifBytes + planes + averaged + pixels * scale ** 2 * averagedBytes;
}

/** How many pixels are left for the better filter: all where some are translucent. */
function averagedPixels({ width, height, hasAlpha }: SourceInfo, scale: number): number {
  if (hasAlpha) return width * height;
  const sides = { width: width * scale * roundedUp, height: height * scale * roundedUp };
  const { across, down } = averagingFor({ width, height }, sides);
  return (width / across) * (height / down);
}

/** Of libvips beside it, which gets all pixels. */
function heicHandedOnBytes({ width, height }: SourceInfo): number {
  return vipsFootprint.base - heicFootprint.base + width * height * handedOnBytes;
}

/** What is trimmed is seen at its full size, by libvips. */
function heicBytes(info: SourceInfo, scale: number): number {
  return heicDecoderBytes(info, scale) + (scale < 1 ? 0 : heicHandedOnBytes(info));
}

/** Of Squoosh's encoders, or of libvips where it makes a thumbnail that they do not. */
function heicWriterBytes(spec: WriterSpec, info: SourceInfo): number {
  if (squooshLimitation(spec) === undefined) return spec.width * spec.height * encodedBytes;
  const isHandedOn = spec.region !== undefined;
  const pixels = info.width * info.height * averagedBytes;
  return (isHandedOn ? 0 : heicHandedOnBytes(info) + pixels) + vipsWriterBytes(spec, info);
}

export const heicFootprint: Footprint = {
  base: 88 * MB,
  perSourceByte: 7,
  decoderBytes: heicBytes,
  writerBytes: heicWriterBytes,
  ceiling: 1500 * MB,
};

export const vipsFootprint: Footprint = {
  base: 102 * MB,
  warmGrowth: 90 * MB,
  perSourceByte: 5.5,
  openBytes: (format) => (format === 'avif' || format === 'jxl' ? decoderModuleBytes : 0),
  decoderBytes: vipsDecoderBytes,
  writerBytes: vipsWriterBytes,
  // wasm-vips' linear memory ends at 2 GiB, of which photos never get all.
  ceiling: 1500 * MB,
};
export const squooshFootprint: Footprint = {
  base: 60 * MB,
  perSourceByte: 2,
  // libheif has copies of its own.
  openBytes: (format, bytes) => (format === 'heic' ? 4.5 * bytes : 0),
  decoderBytes: squooshDecoderBytes,
  ceiling: 1500 * MB,
};
