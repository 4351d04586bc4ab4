// Chooses the scale at which a loader shrinks a photo while it decodes it, where the format has that (shrink-on-load): most of the
// shrinking costs least there. The result's size does not depend on it. Pure arithmetic.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { jpegShrink } from '../picture/jpeg-shrink.ts';
import type { Sides } from '../picture/sides.ts';

/** How a loader is asked for the pixels. */
export interface Loading {
  /** The loader's options, each after a comma. */
  readonly options: string;
  /** The factor by which it shrinks the sides, at most 1. */
  readonly scale: number;
}

export const fullSize: Loading = { options: '', scale: 1 };

/** @param sides Pixels of the result, as seen after EXIF orientation. */
export function shrinkOnLoad(info: Pick<SourceInfo, 'format' | 'width' | 'height'>, sides: Sides): Loading {
  if (info.format === 'jpeg') {
    const factor = jpegShrink(info, sides);
    return { options: `,shrink=${factor}`, scale: 1 / factor };
  }
  const shrink = Math.min(info.width / sides.width, info.height / sides.height);
  if (info.format !== 'webp' || shrink <= 1) return fullSize;
  const scale = webpScale(info, sides);
  return { options: `,scale=${scale}`, scale };
}

/**
 * The scale at which a WebP's decoder gives exactly these sides, so that nothing is resampled after it. libvips rounds each side
 * of the photo times the scale to the nearest whole number. Where no scale gives both sides, as with `fill`, it is the scale
 * that gives no fewer pixels than are wanted.
 */
function webpScale(photo: Sides, { width, height }: Sides): number {
  const least = Math.max((width - 0.5) / photo.width, (height - 0.5) / photo.height);
  const most = Math.min((width + 0.5) / photo.width, (height + 0.5) / photo.height);
  return least < most ? (least + most) / 2 : Math.max(width / photo.width, height / photo.height);
}
