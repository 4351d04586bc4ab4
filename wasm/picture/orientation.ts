// Maps regions between a photo as stored and the photo upright, by its EXIF orientation. Pure arithmetic, shared by the
// engines; knows no pixels.

import type { Orientation } from '../../src/function/container/orientation.ts';
import type { Region } from '../../src/function/engine/engine.ts';
import type { Sides } from './sides.ts';

/** How the stored axes become the upright ones: first transposed, then mirrored (EXIF 2.32, 4.6.4, A). */
export interface AxisTransform {
  readonly transposed: boolean;
  readonly mirroredX: boolean;
  readonly mirroredY: boolean;
}

const transform = (transposed: boolean, mirroredX: boolean, mirroredY: boolean): AxisTransform => ({
  transposed,
  mirroredX,
  mirroredY,
});

/** By EXIF orientation, 1 to 8. */
export const axisTransforms: Readonly<Record<Orientation, AxisTransform>> = {
  1: transform(false, false, false),
  2: transform(false, true, false),
  3: transform(false, true, true),
  4: transform(false, false, true),
  5: transform(true, false, false),
  6: transform(true, true, false),
  7: transform(true, true, true),
  8: transform(true, false, true),
};

/**
 * Maps a region of the stored photo to the upright one.
 *
 * @param upright The whole photo's sides once it is upright, in pixels like the regions.
 */
export function toUpright(stored: Region, upright: Sides, orientation: Orientation): Region {
  const { transposed, mirroredX, mirroredY } = axisTransforms[orientation];
  return mirrored(transposed ? transpose(stored) : stored, upright, mirroredX, mirroredY);
}

/** The inverse of `toUpright`. */
export function toStored(region: Region, upright: Sides, orientation: Orientation): Region {
  const { transposed, mirroredX, mirroredY } = axisTransforms[orientation];
  const unmirrored = mirrored(region, upright, mirroredX, mirroredY);
  return transposed ? transpose(unmirrored) : unmirrored;
}

function transpose({ left, top, width, height }: Region): Region {
  return { left: top, top: left, width: height, height: width };
}

function mirrored(region: Region, whole: Sides, flipX: boolean, flipY: boolean): Region {
  const { left, top, width, height } = region;
  return {
    left: flipX ? whole.width - left - width : left,
    top: flipY ? whole.height - top - height : top,
    width,
    height,
  };
}
