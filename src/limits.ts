// Admission before any pixel is decoded: a photo that this function's memory cannot hold is refused by its header.

import type { SourceInfo } from './engine.ts';
import { ThumbnailError } from './errors.ts';

export interface Limits {
  readonly sourceBytes: number;
  readonly pixels: number;
  readonly pages: number;
  /** Bytes that a decoder may hold at a time. */
  readonly decoderBytes: number;
}

/** What an operator set; undefined where nothing is set. */
export interface ConfiguredLimits {
  readonly maxSourceBytes: number | undefined;
  readonly maxPixels: number | undefined;
  readonly maxPages: number | undefined;
}

const MB = 1024 * 1024;
const MP = 1_000_000;

/** Node.js, the COS SDK and an idle engine, before any photo. Measured as resident memory on Node 20. */
const idleBytes = 80 * MB;

/** sharp's and libvips' customary bound (0x3FFF squared): stops bombs that stream and would only cost time. */
const customaryPixels = 268_402_689;

/** Only the first page is decoded; a file with more than this is an attack on whoever lists them. */
const customaryPages = 10_000;

/**
 * @param memoryMb The function's memory, `context.memory_limit_in_mb`.
 */
export function resolveLimits(configured: ConfiguredLimits, memoryMb: number): Limits {
  const free = Math.max(16 * MB, memoryMb * MB - idleBytes);
  return {
    // The source is held once in JavaScript's memory and once in the engine's.
    sourceBytes: configured.maxSourceBytes ?? Math.floor(free / 3),
    pixels: configured.maxPixels ?? customaryPixels,
    pages: configured.maxPages ?? customaryPages,
    decoderBytes: free,
  };
}

/**
 * Bytes that a decoder holds for each pixel of the source, where it does not stream. A baseline JPEG and a plain PNG are
 * read line by line; a progressive JPEG keeps its coefficients (16 bits for each of up to three samples), an interlaced
 * PNG, a GIF, a WebP and an AVIF their whole picture.
 */
function heldBytesPerPixel(source: SourceInfo): number {
  switch (source.format) {
    case 'jpeg':
      return source.interlaced ? 6 : 0;
    case 'png':
      return source.interlaced ? source.bitDepth / 2 : 0;
    case 'tiff':
      return 4;
    case 'webp':
    case 'gif':
      return 4;
    case 'avif':
      return source.bitDepth > 8 ? 8 : 5;
  }
}

/** @throws {ThumbnailError} `source-too-big` with the figures and the setting that would admit it. */
export function checkSourceBytes(bytes: number, limits: Limits): void {
  if (bytes <= limits.sourceBytes) return;
  throw tooBig(`${above(bytes, MB)} MB`, `${below(limits.sourceBytes, MB)} MB`, 'THUMB_MAX_SOURCE_MB');
}

/** @throws {ThumbnailError} `source-too-big` with the figures and the setting that would admit it. */
export function checkSource(source: SourceInfo, limits: Limits): void {
  const pixels = source.width * source.height;
  if (pixels > limits.pixels) {
    const size = `${source.width}x${source.height}, ${above(pixels, MP)} megapixels`;
    throw tooBig(size, `${below(limits.pixels, MP)} megapixels`, 'THUMB_MAX_MEGAPIXELS');
  }
  if (source.pages > limits.pages)
    throw tooBig(`${source.pages} pages`, `${limits.pages} pages`, 'THUMB_MAX_PAGES');
  const held = pixels * heldBytesPerPixel(source);
  if (held > limits.decoderBytes) {
    const kind = `${source.interlaced ? 'interlaced ' : ''}${source.format}`;
    throw new ThumbnailError(
      'source-too-big',
      `decoding this ${source.width}x${source.height} ${kind} takes about ${above(held, MB)} MB; ` +
        `this function has ${below(limits.decoderBytes, MB)} MB to spare. Give it more memory.`,
    );
  }
}

function tooBig(found: string, limit: string, setting: string): ThumbnailError {
  const mend = `Raise ${setting}, and the function's memory with it`;
  return new ThumbnailError('source-too-big', `the photo has ${found}, the limit is ${limit}. ${mend}.`);
}

/** To one decimal, what was found rounded up and what is allowed down: so the one never reads like the other. */
const above = (count: number, unit: number) => Math.ceil((count / unit) * 10) / 10;
const below = (count: number, unit: number) => Math.floor((count / unit) * 10) / 10;
