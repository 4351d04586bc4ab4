// Pixels as stored -> pixels as seen.

import type { Orientation } from '../header/exif.ts';
import type { Pixels } from './glue.ts';

/** How the picture's axes are turned: first transposed, then mirrored (EXIF 2.32, 4.6.4, A). */
interface Turn {
  readonly transposed: boolean;
  readonly mirroredX: boolean;
  readonly mirroredY: boolean;
}

const turn = (transposed: boolean, mirroredX: boolean, mirroredY: boolean): Turn => ({
  transposed,
  mirroredX,
  mirroredY,
});

const turns: Readonly<Record<Orientation, Turn>> = {
  1: turn(false, false, false),
  2: turn(false, true, false),
  3: turn(false, true, true),
  4: turn(false, false, true),
  5: turn(true, false, false),
  6: turn(true, true, false),
  7: turn(true, true, true),
  8: turn(true, false, true),
};

/** @returns New pixels; the same ones where they are upright already. */
export function turnUpright(pixels: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return pixels;
  const { transposed, mirroredX, mirroredY } = turns[orientation];
  const width = transposed ? pixels.height : pixels.width;
  const height = transposed ? pixels.width : pixels.height;
  const from = words(pixels.data);
  const data = new Uint8ClampedArray(pixels.data.length);
  const to = words(data);
  for (let y = 0; y < height; y++) {
    const seenY = mirroredY ? height - 1 - y : y;
    for (let x = 0; x < width; x++) {
      const seenX = mirroredX ? width - 1 - x : x;
      const at = transposed ? seenX * pixels.width + seenY : seenY * pixels.width + seenX;
      to[y * width + x] = from[at] as number;
    }
  }
  return { data, width, height };
}

/** One number per pixel, over the same memory. */
function words(data: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}
