// Which sizes are made first, and from which picture each is resampled.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import type { Sides } from './sides.ts';

/** Orders by area, the largest first. */
export function byFallingArea(one: RenderSpec, other: RenderSpec): number {
  return areaOf(other) - areaOf(one);
}

function areaOf({ resizedWidth, resizedHeight }: RenderSpec): number {
  return resizedWidth * resizedHeight;
}

/**
 * Chooses the smallest picture made so far that is still at least three times as large: that way fewer pixels are read, and the second
 * resampling does not blur visibly.
 *
 * @param pictures From the largest to the smallest; the first is the whole photo, and chosen where none fits. Those that enlarge it
 * are not chosen.
 */
export function pictureFor<Picture extends Sides>(
  pictures: readonly Picture[],
  { width, height }: Sides,
): Picture {
  const base = pictures[0] as Picture;
  const isLargeEnough = (one: Sides) => one.width >= width * 3 && one.height >= height * 3;
  const isWithinBase = (one: Sides) => one.width <= base.width && one.height <= base.height;
  return (
    pictures
      .slice()
      .reverse()
      .find((one) => isLargeEnough(one) && isWithinBase(one)) ?? base
  );
}
