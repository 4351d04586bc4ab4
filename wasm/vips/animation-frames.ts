// An animation as libvips has it: its frames below each other in one tall image, with their height, times and count of
// loops in its metadata.

import type { Sides } from '../picture/sides.ts';
import type { Image, Module } from './types.ts';

/** The height of one frame; that of a still is the image's own. */
export function frameHeight(image: Image): number {
  return image.getTypeof('page-height') === 0 ? image.height : image.getInt('page-height');
}

export function isAnimation(image: Image): boolean {
  return frameHeight(image) < image.height;
}

/** @returns In memory; a new handle, the caller's to delete. */
export function frameAt(image: Image, index: number): Image {
  const height = frameHeight(image);
  using frame = image.extractArea(0, index * height, image.width, height);
  return frame.copyMemory();
}

/** Thousandths of a second, as browsers take it where a file says nothing. */
const defaultDelay = 100;

/**
 * @param frames Of one size.
 * @param like Where times, loops and palette are taken from: the animation that the frames were made of.
 * @returns Still lazy; a new handle, the caller's to delete.
 */
export function joinFrames(vips: Module, frames: readonly Image[], original: Image): Image {
  const joined = vips.Image.arrayjoin(frames.slice(), { across: 1 });
  const delays = original.getTypeof('delay') === 0 ? [] : original.getArrayInt('delay');
  joined.setArrayInt(
    'delay',
    frames.map((_, index) => delays[index] ?? defaultDelay),
  );
  joined.setInt('loop', original.getTypeof('loop') === 0 ? 0 : original.getInt('loop'));
  joined.setInt('page-height', (frames[0] as Image).height);
  return joined;
}

/**
 * A still or each frame of an animation at another size.
 *
 * @returns In memory; a new handle, the caller's to delete.
 */
export function resizeFrames(vips: Module, image: Image, { width, height }: Sides): Image {
  const count = image.height / frameHeight(image);
  const frames: Image[] = [];
  try {
    for (let index = 0; index < count; index++) {
      using frame = frameAt(image, index);
      using resized = frame.thumbnailImage(width, { height, size: 'force' });
      frames.push(resized.copyMemory());
    }
    using joined = count > 1 ? joinFrames(vips, frames, image) : (frames[0] as Image).copy();
    return joined.copyMemory();
  } finally {
    for (const frame of frames) frame.delete();
  }
}
