// Makes the thumbnail's frame from the resized photo by libvips: crop, padding and background.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import { type Placement, placeFrame } from '../picture/placement.ts';
import type { Sides } from '../picture/sides.ts';
import { toBandValues, withBackground, withBandsFor } from './background.ts';
import type { Image, Module } from './types.ts';

const white = { red: 255, green: 255, blue: 255, alpha: 1 };
const clear = { ...white, alpha: 0 };

/**
 * Places the frame. `attention` and `entropy` read the pixels for that, once more than the thumbnail itself does.
 *
 * @param photo Pixels: the whole photo as seen, at its full size.
 */
export function place(vips: Module, photo: Sides, resized: Image, spec: RenderSpec): Placement {
  const placement = placeFrame(photo, resized, spec);
  if (placement.kind !== 'smart') return placement;
  using cropped = resized.smartcrop(spec.width, spec.height, {
    interesting: vips.Interesting[placement.interesting],
  });
  // libvips gives the image's origin relative to the crop's top left corner, hence the minus.
  return { kind: 'crop', left: -cropped.xoffset, top: -cropped.yoffset };
}

/** Whether `place` reads pixels. */
export function looksAtPixels(photo: Sides, resized: Image, spec: RenderSpec): boolean {
  return placeFrame(photo, resized, spec).kind === 'smart';
}

/**
 * Crops or pads. An opaque background fills what is transparent, whatever the format; a translucent one colours only
 * the padding. Without a background, padding is white, or transparent where the photo itself has alpha; JPEG shows
 * white there, too.
 *
 * @returns The thumbnail's pixels as a lazy image; a new handle, which the caller deletes.
 */
export function frame(resized: Image, placement: Placement, spec: RenderSpec): Image {
  const { background, width, height } = spec;
  using photo = background?.alpha === 1 ? withBackground(resized, background) : resized.copy();
  if (placement.kind === 'whole') return photo.copy();
  const { kind, left, top } = placement;
  if (kind === 'crop') return photo.extractArea(left, top, width, height);
  const colour = background ?? (photo.hasAlpha() ? clear : white);
  using prepared = withBandsFor(photo, colour);
  return prepared.embed(left, top, width, height, {
    extend: 'background',
    background: toBandValues(prepared, colour),
  });
}
