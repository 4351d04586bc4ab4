// The scale at which a JPEG is decoded.

import type { Sides } from './sides.ts';

/**
 * The factor by which a JPEG's decoder shrinks a photo that becomes this small. It is always smaller than the whole factor, so that
 * the last step is a resampling with a proper filter. The factors are sharp's. libvips' own thumbnail would decode at twice the
 * scale, which takes up to twice the time.
 */
export function jpegShrink(photo: Sides, to: Sides): 1 | 2 | 4 | 8 {
  const shrink = Math.min(photo.width / to.width, photo.height / to.height);
  if (shrink >= 9) return 8;
  if (shrink >= 5) return 4;
  return shrink >= 3 ? 2 : 1;
}
