// From the resized photo to the thumbnail's frame, by libvips: crop, padding, and what is behind the photo.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import { type Placement, placeFrame } from '../picture/placement.ts';
import type { Sides } from '../picture/sides.ts';
import { toBandValues, withBackground, withBandsFor } from './background.ts';
import type { Image, Module } from './types.ts';

const white = { red: 255, green: 255, blue: 255, alpha: 1 };
const clear = { ...white, alpha: 0 };

/**
 * Where the frame lies. For `attention` and `entropy` the pixels are read, once more than they will be.
 *
 * @param photo As seen, at its full size.
 */
export function place(vips: Module, photo: Sides, resized: Image, spec: RenderSpec): Placement {
  const placement = placeFrame(photo, resized, spec);
  if (placement.kind !== 'smart') return placement;
  using cropped = resized.smartcrop(spec.width, spec.height, {
    interesting: vips.Interesting[placement.interesting],
  });
  // Where its origin lies, seen from its top left corner.
  return { kind: 'crop', left: -cropped.xoffset, top: -cropped.yoffset };
}

/** Will `place` read pixels? */
export function looksAtPixels(photo: Sides, resized: Image, spec: RenderSpec): boolean {
  return placeFrame(photo, resized, spec).kind === 'smart';
}

/**
 * An opaque background fills what is transparent, whatever the format; another one colours only the padding. Without any,
 * padding is white, or clear where the photo itself is transparent: JPEG makes white of that, too.
 *
 * @returns The thumbnail's pixels, still lazy; a new handle, the caller's to delete.
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
