// How much memory the PNG engine takes. Measured as wasm/host/footprint.ts says.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { inlineFootprint } from '../inline/footprint.ts';

/** The most pixels of a picture that is averaged by less than two on each side, or not at all: more are left to libvips, which streams. */
export const maxHeldPixels = 4 * 1024 * 1024;
/** Bytes of each of them: as decoded, as copied, and once more where its colours are converted or it is turned. */
const heldPixelBytes = 12;
/** Bytes for each pixel of the width: rows as inflated, unfiltered and unpacked, and their sums. */
const widthBytes = 80;

function decoderBytes({ width, height }: SourceInfo, scale: number): number {
  const averaging = Math.max(1, Math.floor(1 / Math.max(scale, 1e-4) / 2));
  return Math.min(maxHeldPixels, (width * height) / averaging ** 2) * heldPixelBytes + width * widthBytes;
}

export const pngFootprint = inlineFootprint(decoderBytes);
