// Turns pixels upright, by the EXIF orientation.

import type { Orientation } from '../../src/function/container/orientation.ts';
import { axisTransforms } from '../picture/orientation.ts';
import type { Pixels } from '../picture/pixels.ts';

/**
 * Does what sharp's autoOrient does.
 *
 * @returns New pixels; the same ones where they are upright already.
 */
export function autoOrient(pixels: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return pixels;
  const { transposed, mirroredX, mirroredY } = axisTransforms[orientation];
  const width = transposed ? pixels.height : pixels.width;
  const height = transposed ? pixels.width : pixels.height;
  const from = asWords(pixels.data);
  const data = new Uint8ClampedArray(pixels.data.length);
  const to = asWords(data);
  for (let y = 0; y < height; y++) {
    const storedY = mirroredY ? height - 1 - y : y;
    for (let x = 0; x < width; x++) {
      const storedX = mirroredX ? width - 1 - x : x;
      const at = transposed ? storedX * pixels.width + storedY : storedY * pixels.width + storedX;
      to[y * width + x] = from[at] as number;
    }
  }
  return { data, width, height };
}

/** One number for each pixel, over the same memory. */
function asWords(data: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}
