// Writes PNGs by libvips, or with a lossless palette (encode/png-palette.ts) where that is smaller.

import { type EncodeSettings, effortOn, efforts } from '../../encode/encode-settings.ts';
import { encodeIndexed, hasFewColours, maxColours } from '../../encode/png-palette.ts';
import type { Image } from '../types.ts';
import { toPixels } from './pixels.ts';
import { save } from './savers.ts';

/** Rows that are enough to tell a photo by its number of colours. */
const sampleRows = 32;

/**
 * Encodes both ways where a palette may be possible, and keeps the smaller file.
 *
 * @returns Encoded bytes in JavaScript's memory; the caller owns them.
 */
export function savePng(image: Image, settings: EncodeSettings): Uint8Array {
  // The image is usually lazy and can be read only once, but is read several times here.
  using inMemory = image.copyMemory();
  const plain = save(inMemory, settings);
  const indexed = mayFitPalette(inMemory)
    ? encodeIndexed(toPixels(inMemory), effortOn(efforts.png, settings))
    : undefined;
  return indexed && indexed.length < plain.length ? indexed : plain;
}

function mayFitPalette(image: Image): boolean {
  using rows = image.extractArea(0, 0, image.width, Math.min(sampleRows, image.height));
  return hasFewColours(toPixels(rows), maxColours);
}
