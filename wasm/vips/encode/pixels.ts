// Copies the pixels of a libvips image to JavaScript's memory.

import type { Pixels } from '../../picture/pixels.ts';
import type { Image } from '../types.ts';

/**
 * Copies the pixels, as RGBA with straight alpha. The caller owns them.
 *
 * @param image sRGB or grey, 8 bits per band.
 */
export function toPixels(image: Image): Pixels {
  using colour = image.colourspace('srgb');
  using rgba = colour.hasAlpha() ? colour.copy() : colour.bandjoin(255);
  const memory = rgba.writeToMemory();
  const data = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  return { data, width: image.width, height: image.height };
}
