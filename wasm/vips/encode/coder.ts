// libvips behind the port of the searches for quality and size (encode/quality/coder.ts).

import type { Coder } from '../../encode/quality/coder.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import { frameAt, frameHeight, isAnimation, resizeFrames } from '../animation-frames.ts';
import type { Image, Module } from '../types.ts';
import { encodeOnce } from './encode.ts';
import { toPixels } from './pixels.ts';

/**
 * Creates the coder of one engine.
 *
 * @param encodePixels Squoosh's encoders, where they encode in place of libvips.
 */
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
