// What the searches for quality and size need of pixels in JavaScript's memory (encode/quality/coder.ts), whoever encodes them.

import type { Coder } from '../encode/quality/coder.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import { asShownIn } from './background.ts';
import { resample } from './resample.ts';

/**
 * Creates the coder for one thumbnail.
 *
 * @param traits What is known about its pixels.
 * @param codec Encodes, and decodes again, by the engine's own means.
 */
export function createRasterCoder(
  traits: PixelTraits,
  codec: Pick<Coder<Pixels>, 'encode' | 'decode'>,
): Coder<Pixels> {
  return {
    ...codec,
    hasPalettes: false,
    sides: ({ width, height }) => ({ width, height }),
    pixelsFor: (pixels, format) => asShownIn(format, pixels, traits),
    withResized: (pixels, { width, height }, use) => use(resample(pixels, width, height, traits.hasAlpha)),
  };
}
