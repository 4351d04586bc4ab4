// What a search for a quality or a size needs of libvips.

import type { Coder } from '../../quality/coder.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import type { Image, Module } from '../vips.ts';
import { encodeOnce } from './encode.ts';
import { toPixels } from './pixels.ts';

/** @param encodePixels Squoosh's encoders, where they are to spare libvips its threads. */
export function createCoder(vips: Module, encodePixels: EncodePixels | undefined): Coder<Image> {
  return {
    hasPalettes: true,
    sides: ({ width, height }) => ({ width, height }),
    encode: (image, settings) => encodeOnce(image, settings, encodePixels),
    look(image, format) {
      if (format !== 'jpeg' || !image.hasAlpha()) return toPixels(image);
      using opaque = image.flatten({ background: [255] });
      return toPixels(opaque);
    },
    decode(bytes) {
      using image = vips.Image.newFromBuffer(bytes);
      return toPixels(image);
    },
    async shrunk(image, { width, height }, use) {
      using smaller = image.thumbnailImage(width, { height, size: 'force' });
      using held = smaller.copyMemory();
      return use(held);
    },
  };
}
