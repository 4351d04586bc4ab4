// The size of the preview, the small picture of the whole photo from which hashes and colours are computed. Pure
// arithmetic, shared by the engines.

import type { Sides } from './sides.ts';

/** Pixels: the most that ThumbHash accepts. */
const longestSide = 100;

/**
 * Fits the photo into a square of `longestSide`, without enlarging it.
 *
 * @param photo Pixels: the photo as seen, at its full size.
 * @param limit Pixels: the picture that the preview is made from. The preview is not larger.
 */
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
