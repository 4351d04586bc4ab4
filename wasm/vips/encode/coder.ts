// What a search for a quality or a size needs of libvips.

import type { Coder } from '../../encode/quality/coder.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import { frameAt, frameHeight, isAnimation, resizeFrames } from '../animation-frames.ts';
import type { Image, Module } from '../types.ts';
import { encodeOnce } from './encode.ts';
import { toPixels } from './pixels.ts';

/** @param encodePixels Squoosh's encoders, where they are to spare libvips its threads. */
export function createCoder(vips: Module, encodePixels: EncodePixels | undefined): Coder<Image> {
  return {
    hasPalettes: true,
    sides: (image) => ({ width: image.width, height: frameHeight(image) }),
    encode: (image, settings) => encodeOnce(image, settings, encodePixels),
    pixelsFor(image, format) {
      using still = isAnimation(image) ? frameAt(image, 0) : image.copy();
      if (format !== 'jpeg' || !still.hasAlpha()) return toPixels(still);
      using opaque = still.flatten({ background: [255] });
      return toPixels(opaque);
    },
    decode(bytes) {
      using image = vips.Image.newFromBuffer(bytes);
      return toPixels(image);
    },
    async withResized(image, sides, use) {
      using smaller = resizeFrames(vips, image, sides);
      return use(smaller);
    },
  };
}
