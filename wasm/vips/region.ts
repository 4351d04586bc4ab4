// A part of a photo that is not yet turned upright, by libvips.

import type { Region } from '../../src/function/engine/engine.ts';
import type { Orientation } from '../header/exif.ts';
import { toStored } from '../picture/orientation.ts';
import type { Sides } from '../picture/sides.ts';
import type { Image } from './types.ts';

/** @returns 1 also where the number means nothing, as libvips takes it. */
export function orientationOf(image: Image): Orientation {
  const value = image.getTypeof('orientation') === 0 ? 1 : image.getInt('orientation');
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/**
 * @param photo The whole photo's sides as seen.
 * @param region As seen.
 * @returns Still to be turned upright; a new handle, the caller's to delete.
 */
export function extract(stored: Image, photo: Sides, region: Region): Image {
  const { left, top, width, height } = toStored(region, photo, orientationOf(stored));
  return stored.extractArea(left, top, width, height);
}
