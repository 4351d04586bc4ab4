// Pure arithmetic: what size a photo is resampled to, and what frame is cut from or put around it. sharp's rules, to the
// pixel (lovell/sharp, src/pipeline.cc and ResolveShrink in src/common.cc).

import type { Fit, Preset } from '../preset/preset.ts';
import type { Region, SourceInfo } from './engine.ts';

/** Pixels. */
export interface Size {
  /** The whole photo, or its region, resampled. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** The thumbnail: smaller where it is cropped, larger where it is padded. */
  readonly width: number;
  readonly height: number;
}

type Box = Pick<Preset, 'width' | 'height' | 'fit' | 'enlarge'>;

/**
 * The size of one thumbnail. Never 0 in any direction; never larger than the photo unless `enlarge`, save for the padding
 * of `contain`.
 *
 * @param region Of the photo: all of it that counts. It is resampled from its full size, as sharp's trim is.
 * @example resolveSize({ width: 4000, height: 3000, format: 'jpeg' }, box('200x200,cover')) // resized 267x200, thumbnail 200x200
 */
export function resolveSize(
  source: Pick<SourceInfo, 'width' | 'height' | 'format'>,
  box: Box,
  region?: Region,
): Size {
  const loaded = region ?? loadedSize(source, box);
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
 * What the decoder makes of the photo, from which sharp counts on: a JPEG is decoded at a half, a quarter or an eighth,
 * rounded down, and a WebP at any smaller size, rounded to the even where it lies in the middle.
 */
function loadedSize(source: Pick<SourceInfo, 'width' | 'height' | 'format'>, box: Box) {
  const { format, width, height } = source;
  const shrink = Math.min(...shrinks(width, height, box));
  if (format === 'jpeg') {
    const factor = jpegShrink(shrink);
    return { width: Math.floor(width / factor), height: Math.floor(height / factor) };
  }
  if (format === 'webp' && shrink > 1) {
    return { width: roundToEven(width * (1 / shrink)), height: roundToEven(height * (1 / shrink)) };
  }
  return source;
}

/** C's rint(). */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const isAbove = value - below > 0.5 || (value - below === 0.5 && below % 2 === 1);
  return Math.max(1, isAbove ? below + 1 : below);
}

/**
 * By how much a JPEG's decoder shrinks what is to be shrunk by `shrink`: always somewhat less, so that the last step is a
 * resampling with a proper filter.
 */
export function jpegShrink(shrink: number): 1 | 2 | 4 | 8 {
  if (shrink >= 9) return 8;
  if (shrink >= 5) return 4;
  return shrink >= 3 ? 2 : 1;
}

/** For each fit, which of the two ratios rules both directions. */
const ruling: Readonly<Record<Exclude<Fit, 'fill'>, (a: number, b: number) => number>> = {
  inside: Math.max,
  contain: Math.max,
  cover: Math.min,
  outside: Math.min,
};

/** By how much each direction shrinks: below 1 enlarges. */
function shrinks(width: number, height: number, box: Box): [horizontal: number, vertical: number] {
  let horizontal = box.width === undefined ? undefined : width / box.width;
  let vertical = box.height === undefined ? undefined : height / box.height;
  if (box.fit === 'fill') {
    horizontal = horizontal ?? 1;
    vertical = vertical ?? 1;
  } else {
    horizontal = ruling[box.fit](horizontal ?? vertical ?? 1, vertical ?? horizontal ?? 1);
    vertical = horizontal;
  }
  const least = box.enlarge ? 0 : 1;
  // No direction may vanish.
  return [Math.min(Math.max(horizontal, least), width), Math.min(Math.max(vertical, least), height)];
}

/** libvips multiplies by the scale and rounds half up. */
function scaled(length: number, shrink: number): number {
  return Math.floor(length * (1 / shrink) + 0.5);
}
