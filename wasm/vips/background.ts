// Colours in and behind a picture, by libvips.

import type { Colour } from '../../src/function/preset/preset.ts';
import type { Image } from './types.ts';

/** @returns The same picture with bands that can hold this colour; a new handle, the caller's to delete. */
export function withBandsFor(image: Image, { red, green, blue, alpha }: Colour): Image {
  const isGrey = red === green && green === blue;
  using coloured = isGrey || image.interpretation !== 'b-w' ? image.copy() : image.colourspace('srgb');
  return alpha === 1 || coloured.hasAlpha() ? coloured.copy() : coloured.bandjoin(255);
}

/** @returns One number for each band of a picture that can hold the colour. */
export function toBandValues(image: Image, { red, green, blue, alpha }: Colour): number[] {
  const colours = image.interpretation === 'b-w' ? [red] : [red, green, blue];
  return image.hasAlpha() ? [...colours, Math.round(alpha * 255)] : colours;
}

/** @returns The picture on an opaque colour, without alpha; a new handle, the caller's to delete. */
export function withBackground(image: Image, colour: Colour): Image {
  if (!image.hasAlpha()) return image.copy();
  using prepared = withBandsFor(image, colour);
  return prepared.flatten({ background: toBandValues(prepared, colour).slice(0, -1) });
}
