// Makes the preview by libvips: the small picture of the whole photo from which hashes and colours are computed.

import type { Preview } from '../../src/function/engine/engine.ts';
import { toPixels } from './encode/pixels.ts';
import type { Image } from './types.ts';

/**
 * Copies the pixels to JavaScript's memory.
 *
 * @param image sRGB or grey, already of the preview's size.
 * @returns RGBA, sRGB, 8 bits per band, straight alpha; the caller owns the bytes.
 */
export function toPreview(image: Image): Preview {
  const { width, height, data } = toPixels(image);
  return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
