// PNGs by libvips, or with a palette that loses nothing where that is smaller.

import { type EncodeSettings, effortOn, efforts } from '../../encode/encode-settings.ts';
import { encodeIndexed, hasFewColours, maxColours } from '../../encode/palette-png.ts';
import type { Image } from '../types.ts';
import { toPixels } from './pixels.ts';
import { save } from './savers.ts';

/** Rows that tell a photo by its number of colours: the rest need not be looked at. */
const sampleRows = 32;

/** @returns Encoded bytes in this thread's JavaScript memory. */
export function savePng(image: Image, settings: EncodeSettings): Uint8Array {
  // Most often computed once, top to bottom, but looked at more than once here.
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
