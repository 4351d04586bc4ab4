// From the resized photo to the thumbnail's frame, in plain pixels: crop, padding, or neither.

import type { RenderSpec } from '../../src/engine.ts';
import { placeFrame } from '../frame.ts';
import type { Pixels } from './glue.ts';
import { findInteresting } from './smartcrop.ts';

/** @returns New pixels; the same ones where the frame is the photo's own. */
export function frame(
  resized: Pixels,
  spec: Pick<RenderSpec, 'width' | 'height' | 'gravity'>,
  hasAlpha: boolean,
): Pixels {
  const placement = placeFrame(resized, spec);
  switch (placement.kind) {
    case 'whole':
      return resized;
    case 'pad':
      return pad(resized, placement.left, placement.top, spec, hasAlpha);
    case 'crop':
      return crop(resized, placement.left, placement.top, spec);
    case 'smart': {
      const { left, top } = findInteresting(resized, spec, placement.interesting, hasAlpha);
      return crop(resized, left, top, spec);
    }
  }
}

interface Sides {
  readonly width: number;
  readonly height: number;
}

function crop(pixels: Pixels, left: number, top: number, { width, height }: Sides): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pixels.width + left) * 4;
    data.set(pixels.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { data, width, height };
}

/**
 * Pads with white, or with nothing where the photo itself may be transparent: JPEG makes white of that, too.
 *
 * @param left The photo's place in the frame, in which it fits.
 */
export function pad(
  pixels: Pixels,
  left: number,
  top: number,
  { width, height }: Sides,
  hasAlpha: boolean,
): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  if (hasAlpha) for (let i = 3; i < data.length; i += 4) data[i] = 0;
  for (let y = 0; y < pixels.height; y++) {
    const row = pixels.data.subarray(y * pixels.width * 4, (y + 1) * pixels.width * 4);
    data.set(row, ((top + y) * width + left) * 4);
  }
  return { data, width, height };
}
