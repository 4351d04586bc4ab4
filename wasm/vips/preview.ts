// The small picture of the whole photo that hashes and colours are taken from, by libvips.

import type { Preview } from '../../src/function/engine/engine.ts';
import type { Image } from './types.ts';

/** @param image Of the preview's sides; sRGB or grey. */
export function toPreview(image: Image): Preview {
  using colour = image.colourspace('srgb');
  using rgba = colour.hasAlpha() ? colour.copy() : colour.bandjoin(255);
  return { width: image.width, height: image.height, data: new Uint8Array(rgba.writeToMemory()) };
}
