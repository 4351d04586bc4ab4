// Finds which part of a photo to keep, by libvips' two strategies (libvips/conversion/smartcrop.c), so that both
// engines crop alike.

import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { findAttention } from './attention.ts';

interface TopLeft {
  readonly left: number;
  readonly top: number;
}

/**
 * Finds the crop.
 *
 * @param frame Pixels; not larger than the photo.
 * @returns The frame's top left corner in the photo.
 */
export function findInteresting(
  photo: Pixels,
  frame: Sides,
  interesting: 'entropy' | 'attention',
  hasAlpha: boolean,
): TopLeft {
  if (interesting === 'entropy') return findEntropy(photo, frame, hasAlpha);
  const focus = findAttention(photo, frame, hasAlpha);
  return {
    left: clamp(focus.x - Math.floor(frame.width / 2), photo.width - frame.width),
    top: clamp(focus.y - Math.floor(frame.height / 2), photo.height - frame.height),
  };
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}

/** The number of steps in which the less interesting of two edges is cut off. */
const maxCuts = 8;

function findEntropy(photo: Pixels, frame: Sides, hasAlpha: boolean): TopLeft {
  const cutSize = Math.max(
    Math.ceil((photo.width - frame.width) / maxCuts),
    Math.ceil((photo.height - frame.height) / maxCuts),
  );
  const score = (left: number, top: number, width: number, height: number) =>
    entropy(photo, { left, top }, { width, height }, hasAlpha);
  let { width, height } = photo;
  let left = 0;
  let top = 0;
  while (width > frame.width || height > frame.height) {
    const across = Math.min(width - frame.width, cutSize);
    const down = Math.min(height - frame.height, cutSize);
    if (across > 0) {
      const moves = score(left, top, across, height) < score(left + width - across, top, across, height);
      width -= across;
      if (moves) left += across;
    }
    if (down > 0) {
      const moves = score(left, top, width, down) < score(left, top + height - down, width, down);
      height -= down;
      if (moves) top += down;
    }
  }
  return { left, top };
}

/** The entropy in bits of the histogram of all bands, colours times alpha. */
function entropy(photo: Pixels, { left, top }: TopLeft, { width, height }: Sides, hasAlpha: boolean): number {
  const bands = hasAlpha ? 4 : 3;
  const counts = new Uint32Array(bands * 256);
  for (let y = top; y < top + height; y++) {
    const end = (y * photo.width + left + width) * 4;
    for (let at = (y * photo.width + left) * 4; at < end; at += 4) {
      const alpha = hasAlpha ? (photo.data[at + 3] as number) : 255;
      for (let band = 0; band < bands; band++) {
        const value = photo.data[at + band] as number;
        const seen = band < 3 && alpha < 255 ? Math.floor((value * alpha) / 255) : value;
        counts[band * 256 + seen] = (counts[band * 256 + seen] as number) + 1;
      }
    }
  }
  const all = width * height * bands;
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / all) * Math.log2(count / all)), 0);
}
