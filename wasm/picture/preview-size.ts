// How large the small picture of the whole photo is that hashes and colours are taken from: pure arithmetic, shared by the
// engines.

import type { Sides } from './sides.ts';

/** Pixels: what the hashes take. */
const longestSide = 100;

/** @param most Sides that it may have, too, at most: what it is made from. */
export function previewSides(photo: Sides, limit: Sides): Sides {
  const scale = Math.min(
    longestSide / photo.width,
    longestSide / photo.height,
    limit.width / photo.width,
    limit.height / photo.height,
  );
  return {
    width: Math.max(1, Math.round(photo.width * scale)),
    height: Math.max(1, Math.round(photo.height * scale)),
  };
}
