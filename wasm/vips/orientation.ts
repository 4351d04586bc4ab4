// The EXIF orientation as a field of libvips' images. Loaders fill it from what they read; it is replaced by the one that was read
// with the header, so that a photo is turned as its sides were announced.

import type { Orientation } from '../../src/function/container/orientation.ts';
import type { Image } from './types.ts';

const field = 'orientation';

/** The orientation of an image, 1 where the number is not valid, as in libvips. */
export function orientationOf(image: Image): Orientation {
  const value = image.getTypeof(field) === 0 ? 1 : image.getInt(field);
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** Sets the orientation of an image that nobody else holds. */
export function setOrientation(image: Image, orientation: Orientation): void {
  image.setInt(field, orientation);
}
