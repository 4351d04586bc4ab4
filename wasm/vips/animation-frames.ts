// The frames of an animation. libvips has them below each other in one tall image, whose metadata holds their height,
// their times and the count of loops.

import type { Sides } from '../picture/sides.ts';
import type { Image, Module } from './types.ts';

/** The height of one frame in pixels. A still is its own only frame. */
export function frameHeight(image: Image): number {
  return image.getTypeof('page-height') === 0 ? image.height : image.getInt('page-height');
}

/** Whether the image has more than one frame. */
export function isAnimation(image: Image): boolean {
  return frameHeight(image) < image.height;
}

/**
 * Copies one frame.
 *
 * @returns Pixels in memory; a new handle, which the caller deletes.
 */
export function frameAt(image: Image, index: number): Image {
  const height = frameHeight(image);
  using frame = image.extractArea(0, index * height, image.width, height);
  return frame.copyMemory();
}

/** Milliseconds: what browsers assume where a file gives no time. */
const defaultDelay = 100;

/**
 * Joins frames into one animation.
 *
 * @param frames All of one size.
 * @param original The animation that the frames were made of: its times, loops and palette are used.
 * @returns A lazy image; a new handle, which the caller deletes.
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
 * Resizes a still, or each frame of an animation.
 *
 * @returns Pixels in memory; a new handle, which the caller deletes.
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
