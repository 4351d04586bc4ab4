// Extracts a region of a photo that is not yet upright, by libvips.

import type { Region } from '../../src/function/engine/engine.ts';
import { toStored } from '../picture/orientation.ts';
import type { Sides } from '../picture/sides.ts';
import { orientationOf } from './orientation.ts';
import type { Image } from './types.ts';

/**
 * Extracts a region.
 *
 * @param photo Pixels: the whole photo's sides as seen after EXIF orientation.
 * @param region Pixels, as seen after EXIF orientation.
 * @returns A lazy image, not yet upright; a new handle, which the caller deletes.
 */
export function extract(stored: Image, photo: Sides, region: Region): Image {
  const { left, top, width, height } = toStored(region, photo, orientationOf(stored));
  return stored.extractArea(left, top, width, height);
}
