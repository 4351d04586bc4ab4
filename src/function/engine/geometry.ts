// Calculates the size to which a photo is resampled, and that of the thumbnail after cropping or padding. Pure arithmetic of whole
// numbers, so that no side depends on how a quotient was rounded, nor on the scale at which a decoder shrinks the photo. The sizes
// are those of sharp with `fastShrinkOnLoad: false` (lovell/sharp, ResolveShrink in src/common.cc) where sharp's own are exact.

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

type Photo = Pick<SourceInfo, 'width' | 'height'>;
type Box = Pick<Preset, 'width' | 'height' | 'fit' | 'enlarge'>;

/**
 * Calculates the sizes of one thumbnail. A side that follows from the other is `round(side * scale)`, a half rounded up, and never
 * 0. No side is larger than the photo's, unless the box says `enlarge`; only the padding of `contain` may make the thumbnail
 * larger.
 *
 * @param region The part of the photo from which the thumbnail is made; undefined for all of it.
 * @example
 * const box = { width: 200, height: 200, fit: 'cover', enlarge: false };
 * resolveSize({ width: 4000, height: 3000 }, box)
 * // { resizedWidth: 267, resizedHeight: 200, width: 200, height: 200 }
 */
export function resolveSize(info: Photo, box: Box, region?: Region): Size {
  const resized = resize(region ?? info, box);
  const { width: resizedWidth, height: resizedHeight } = resized;
  const { width = resizedWidth, height = resizedHeight } = box;
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

/** Fits the photo into the box, or around it, before any crop or padding. */
function resize(photo: Photo, box: Box): Photo {
  const { width, height } = photo;
  if (box.fit === 'fill') {
    return { width: sideOf(width, box.width, box.enlarge), height: sideOf(height, box.height, box.enlarge) };
  }
  if (box.width !== undefined && isScaledByWidth(photo, box)) {
    const resizedWidth = sideOf(width, box.width, box.enlarge);
    return { width: resizedWidth, height: multiply(height, resizedWidth, width) };
  }
  const resizedHeight = sideOf(height, box.height, box.enlarge);
  return { width: multiply(width, resizedHeight, height), height: resizedHeight };
}

/** The length of a side that is fitted to the box' side. */
function sideOf(length: number, boxSide: number | undefined, enlarge: boolean): number {
  if (boxSide === undefined) return length;
  return enlarge ? boxSide : Math.min(boxSide, length);
}

/** For each fit that keeps proportions, whether the smaller of the two scales is used, so that the photo stays within the box. */
const staysInside: Readonly<Record<Exclude<Fit, 'fill'>, boolean>> = {
  inside: true,
  contain: true,
  cover: false,
  outside: false,
};

/** Whether the scale is that of the widths, and not that of the heights. */
function isScaledByWidth(photo: Photo, { width, height, fit }: Box): boolean {
  if (width === undefined || height === undefined || fit === 'fill') return width !== undefined;
  // Compares width / photo.width with height / photo.height by products, which are exact.
  const [byWidth, byHeight] = [width * photo.height, height * photo.width];
  return staysInside[fit] ? byWidth <= byHeight : byWidth >= byHeight;
}

/**
 * Calculates `round(length * numerator / denominator)`, never below 1. It divides once and rounds down. The quotient of whole
 * numbers below 2^53 never reaches the next whole number by its own rounding, so the result is exact.
 */
function multiply(length: number, numerator: number, denominator: number): number {
  return Math.max(1, Math.floor((2 * length * numerator + denominator) / (2 * denominator)));
}
