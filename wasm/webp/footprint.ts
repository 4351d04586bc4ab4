// How much memory the WebP engine takes. Measured as wasm/host/footprint.ts says.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { inlineFootprint } from '../inline/footprint.ts';
import { heldBytes } from '../inline/shrinking-decoder.ts';

/** Bytes for each pixel of the width: samples of two rows of macroblocks, a row of pixels, and their sums. */
const widthBytes = 160;
/**
 * Bytes of a pixel of a lossless picture, which is whole in memory, as the alpha of a lossy one is while it is decoded; and the most of
 * its transforms' images, which have four bytes for each block of sixteen pixels or more.
 */
const losslessPixelBytes = 4 + 3 / 4;
const alphaPixelBytes = 1;
/** The most that the tables of a lossless picture take, and that they take for each of its pixels. */
const tableBytes = 16 * 1024 * 1024;
const tablePixelBytes = 1024;

function decoderBytes(info: SourceInfo, scale: number): number {
  const { width, height, hasAlpha, lossy = false } = info;
  const pixels = width * height;
  const tables = Math.min(tableBytes, tablePixelBytes * pixels);
  const lossless = lossy && !hasAlpha ? 0 : losslessPixelBytes * pixels + tables;
  const alpha = lossy && hasAlpha ? alphaPixelBytes * pixels : 0;
  return heldBytes(info, scale) + width * widthBytes + lossless + alpha;
}

export const webpFootprint = inlineFootprint(decoderBytes);
