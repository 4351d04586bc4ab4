// Calculates the size to which a photo is resampled, and that of the thumbnail after cropping or padding. The rules are sharp's,
// to the pixel (lovell/sharp, src/pipeline.cc and ResolveShrink in src/common.cc). Pure arithmetic.

import type { Fit } from '../preset/fit.ts';
import type { Preset } from '../preset/preset.ts';
import type { Region, SourceInfo } from './engine.ts';

/** The sizes of one thumbnail in pixels. */
export interface Size {
  /** The size of the whole photo, or of its region, after resampling. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** The size of the thumbnail, which is smaller after a crop and larger after padding. */
  readonly width: number;
  readonly height: number;
}

type Box = Pick<Preset, 'width' | 'height' | 'fit' | 'enlarge'>;

/**
 * Calculates the sizes of one thumbnail. No side is ever 0. No side is larger than the photo's, unless the box says `enlarge`;
 * only the padding of `contain` may make the thumbnail larger.
 *
 * @param region The part of the photo from which the thumbnail is made; undefined for all of it. It is resampled from its full
 * size, as sharp does after a trim.
 * @example
 * const box = { width: 200, height: 200, fit: 'cover', enlarge: false };
 * resolveSize({ width: 4000, height: 3000, format: 'jpeg' }, box)
 * // { resizedWidth: 267, resizedHeight: 200, width: 200, height: 200 }
 */
export function resolveSize(
  info: Pick<SourceInfo, 'width' | 'height' | 'format'>,
  box: Box,
  region?: Region,
): Size {
  const loaded = region ?? loadedSize(info, box);
  const [horizontal, vertical] = shrinks(loaded.width, loaded.height, box);
  const resizedWidth = scaled(loaded.width, horizontal);
  const resizedHeight = scaled(loaded.height, vertical);
  const width = box.width ?? resizedWidth;
  const height = box.height ?? resizedHeight;
  switch (box.fit) {
    case 'cover':
      return {
        resizedWidth,
        resizedHeight,
        width: Math.min(width, resizedWidth),
        height: Math.min(height, resizedHeight),
      };
    case 'contain':
      return {
        resizedWidth,
        resizedHeight,
        width: Math.max(width, resizedWidth),
        height: Math.max(height, resizedHeight),
      };
    default:
      return { resizedWidth, resizedHeight, width: resizedWidth, height: resizedHeight };
  }
}

/**
 * The size at which the decoder gives the photo (shrink-on-load), from which sharp calculates further: a JPEG is decoded at 1/2,
 * 1/4 or 1/8, rounded down, and a WebP at any smaller size, rounded half to even.
 */
function loadedSize(info: Pick<SourceInfo, 'width' | 'height' | 'format'>, box: Box) {
  const { format, width, height } = info;
  const shrink = Math.min(...shrinks(width, height, box));
  if (format === 'jpeg') {
    const factor = jpegShrink(shrink);
    return { width: Math.floor(width / factor), height: Math.floor(height / factor) };
  }
  if (format === 'webp' && shrink > 1) {
    return { width: roundToEven(width * (1 / shrink)), height: roundToEven(height * (1 / shrink)) };
  }
  return info;
}

/** Rounds like C's rint(), but never below 1. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const isAbove = value - below > 0.5 || (value - below === 0.5 && below % 2 === 1);
  return Math.max(1, isAbove ? below + 1 : below);
}

/**
 * The factor by which a JPEG's decoder shrinks a photo that is to be shrunk by `shrink` in all. It is always smaller than
 * `shrink`, so that the last step is a resampling with a proper filter.
 */
export function jpegShrink(shrink: number): 1 | 2 | 4 | 8 {
  if (shrink >= 9) return 8;
  if (shrink >= 5) return 4;
  return shrink >= 3 ? 2 : 1;
}

/** For each fit, which of the two shrink factors is used for both sides. */
const chooseShrink: Readonly<Record<Exclude<Fit, 'fill'>, (a: number, b: number) => number>> = {
  inside: Math.max,
  contain: Math.max,
  cover: Math.min,
  outside: Math.min,
};

/** The factor by which each side is divided; below 1 it enlarges. */
function shrinks(width: number, height: number, box: Box): [horizontal: number, vertical: number] {
  let horizontal = box.width === undefined ? undefined : width / box.width;
  let vertical = box.height === undefined ? undefined : height / box.height;
  if (box.fit === 'fill') {
    horizontal = horizontal ?? 1;
    vertical = vertical ?? 1;
  } else {
    horizontal = chooseShrink[box.fit](horizontal ?? vertical ?? 1, vertical ?? horizontal ?? 1);
    vertical = horizontal;
  }
  const least = box.enlarge ? 0 : 1;
  // A factor of the whole side leaves one pixel, so that no side becomes 0.
  return [Math.min(Math.max(horizontal, least), width), Math.min(Math.max(vertical, least), height)];
}

/** Resamples one side as libvips does: it multiplies by the scale, 1 / shrink, and rounds half up. */
function scaled(length: number, shrink: number): number {
  return Math.floor(length * (1 / shrink) + 0.5);
}
