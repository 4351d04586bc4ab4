// libvips' image -> RGBA.

import { checkPixels, type Pixels } from '../../picture/pixels.ts';
import type { Image } from '../types.ts';

/**
 * Converts to RGBA, sRGB, with straight alpha.
 *
 * @param image sRGB or grey, 8 bits per band.
 * @returns A lazy image; a new handle, which the caller deletes.
 * @throws {Error} if the image is of another kind: libraries would take its bands for what they are not.
 */
export function toRgba(image: Image): Image {
  using colour = image.colourspace('srgb');
  using rgba = colour.hasAlpha() ? colour.copy() : colour.bandjoin(255);
  if (rgba.bands !== 4 || rgba.format !== 'uchar') {
    throw new Error(`the picture has ${rgba.bands} bands of ${rgba.format} instead of 4 of uchar`);
  }
  return rgba.copy();
}

/**
 * Copies the pixels to JavaScript's memory, as RGBA with straight alpha. The caller owns them.
 *
 * @param image sRGB or grey, 8 bits per band.
 */
export function toPixels(image: Image): Pixels {
  using rgba = toRgba(image);
  const memory = rgba.writeToMemory();
  const data = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  return checkPixels({ data, width: image.width, height: image.height });
}
