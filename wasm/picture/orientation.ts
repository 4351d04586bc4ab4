// How a photo is turned from the way it is stored to the way it is seen. Pure arithmetic, shared by the engines.

import type { Region } from '../../src/function/engine/engine.ts';
import type { Orientation } from '../header/exif.ts';

/** What is done to a picture's axes: first transposed, then mirrored (EXIF 2.32, 4.6.4, A). */
export interface Turn {
  readonly transposed: boolean;
  readonly mirroredX: boolean;
  readonly mirroredY: boolean;
}

const turn = (transposed: boolean, mirroredX: boolean, mirroredY: boolean): Turn => ({
  transposed,
  mirroredX,
  mirroredY,
});

export const turns: Readonly<Record<Orientation, Turn>> = {
  1: turn(false, false, false),
  2: turn(false, true, false),
  3: turn(false, true, true),
  4: turn(false, false, true),
  5: turn(true, false, false),
  6: turn(true, true, false),
  7: turn(true, true, true),
  8: turn(true, false, true),
};

/** Pixels. */
interface Sides {
  readonly width: number;
  readonly height: number;
}

/** @param seen The whole photo's sides, turned upright. */
export function toSeen(stored: Region, seen: Sides, orientation: Orientation): Region {
  const { transposed, mirroredX, mirroredY } = turns[orientation];
  return mirrored(transposed ? transpose(stored) : stored, seen, mirroredX, mirroredY);
}

/** The inverse of `toSeen`. */
export function toStored(region: Region, seen: Sides, orientation: Orientation): Region {
  const { transposed, mirroredX, mirroredY } = turns[orientation];
  const unmirrored = mirrored(region, seen, mirroredX, mirroredY);
  return transposed ? transpose(unmirrored) : unmirrored;
}

function transpose({ left, top, width, height }: Region): Region {
  return { left: top, top: left, width: height, height: width };
}

function mirrored(region: Region, whole: Sides, inX: boolean, inY: boolean): Region {
  const { left, top, width, height } = region;
  return {
    left: inX ? whole.width - left - width : left,
    top: inY ? whole.height - top - height : top,
    width,
    height,
  };
}
