// Backgrounds by libvips: prepares an image for a colour, and puts a colour behind it.

import type { Colour } from '../../src/function/preset/preset.ts';
import type { Image } from './types.ts';

/**
 * Adds the bands that this colour needs: RGB for a colour that is not grey, alpha for one that is not opaque.
 *
 * @returns A new handle, which the caller deletes.
 */
export function withBandsFor(image: Image, { red, green, blue, alpha }: Colour): Image {
  const isGrey = red === green && green === blue;
  using coloured = isGrey || image.interpretation !== 'b-w' ? image.copy() : image.colourspace('srgb');
  return alpha === 1 || coloured.hasAlpha() ? coloured.copy() : coloured.bandjoin(255);
}

/** The colour as one number for each band of an image, which must have the bands for it. */
export function toBandValues(image: Image, { red, green, blue, alpha }: Colour): number[] {
  const colours = image.interpretation === 'b-w' ? [red] : [red, green, blue];
  return image.hasAlpha() ? [...colours, Math.round(alpha * 255)] : colours;
}

/**
 * Flattens the image onto an opaque colour.
 *
 * @returns Without alpha; a new handle, which the caller deletes.
 */
export function withBackground(image: Image, colour: Colour): Image {
  if (!image.hasAlpha()) return image.copy();
  using prepared = withBandsFor(image, colour);
  return prepared.flatten({ background: toBandValues(prepared, colour).slice(0, -1) });
}
