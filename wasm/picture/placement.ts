// Where the thumbnail's frame is placed on the resized photo, and which part of the photo it shows. Pure arithmetic,
// shared by the engines; knows no pixels. Positions are the same as sharp's, to the pixel.

import type { Region, RenderSpec } from '../../src/function/engine/engine.ts';
import type { Gravity } from '../../src/function/preset/preset.ts';
import type { Sides } from './sides.ts';

/** How frame and resized photo meet, in pixels of the resized photo. `whole`: they are the same. */
export type Placement =
  | { readonly kind: 'whole' }
  /** The frame is larger: the photo's top left corner in the frame. */
  | { readonly kind: 'pad'; readonly left: number; readonly top: number }
  /** The frame is smaller: its top left corner in the photo. */
  | { readonly kind: 'crop'; readonly left: number; readonly top: number };

/** A crop whose position depends on the pixels; the engine finds it. */
export interface SmartPlacement {
  readonly kind: 'smart';
  readonly interesting: 'entropy' | 'attention';
}

/**
 * Where in the spare space a photo is placed: 0 at the start, 1 in the middle, 2 at the end. The engine replaces the
 * centre for `entropy` and `attention`.
 */
const gravityPositions: Readonly<Record<Gravity, readonly [horizontal: number, vertical: number]>> = {
  centre: [1, 1],
  entropy: [1, 1],
  attention: [1, 1],
  north: [1, 0],
  northeast: [2, 0],
  east: [2, 1],
  southeast: [2, 2],
  south: [1, 2],
  southwest: [0, 2],
  west: [0, 1],
  northwest: [0, 0],
};

/**
 * Places the thumbnail's frame.
 *
 * @param photo Pixels: the whole photo as seen, at its full size.
 * @param resized Pixels: the photo, or the region that the spec selects, after resampling. The frame is not larger than
 * it in one direction and smaller in the other.
 */
export function placeFrame(
  photo: Sides,
  resized: Sides,
  spec: Pick<RenderSpec, 'width' | 'height' | 'gravity' | 'focus' | 'region'>,
): Placement | SmartPlacement {
  const spareWidth = spec.width - resized.width;
  const spareHeight = spec.height - resized.height;
  const [horizontal, vertical] = gravityPositions[spec.gravity];
  if (spareWidth > 0 || spareHeight > 0) {
    return { kind: 'pad', ...placeIn(spec, resized, spec.gravity) };
  }
  if (spareWidth === 0 && spareHeight === 0) return { kind: 'whole' };
  if (spec.focus) {
    const { left, top, width, height } = spec.region ?? { left: 0, top: 0, ...photo };
    return {
      kind: 'crop',
      left: startCentredOn((spec.focus.x * photo.width - left) / width, resized.width, spec.width),
      top: startCentredOn((spec.focus.y * photo.height - top) / height, resized.height, spec.height),
    };
  }
  if (spec.gravity === 'entropy' || spec.gravity === 'attention') {
    return { kind: 'smart', interesting: spec.gravity };
  }
  // Rounded as in sharp: the start of a crop is rounded up, that of a padding down.
  return {
    kind: 'crop',
    left: horizontal === 1 ? Math.ceil(-spareWidth / 2) : (-spareWidth * horizontal) / 2,
    top: vertical === 1 ? Math.ceil(-spareHeight / 2) : (-spareHeight * vertical) / 2,
  };
}

/** Where something smaller is placed in a frame: its top left corner, in pixels. */
export function placeIn(
  frame: Sides,
  inner: Sides,
  gravity: Gravity,
): { readonly left: number; readonly top: number } {
  const [horizontal, vertical] = gravityPositions[gravity];
  return {
    left: Math.floor(((frame.width - inner.width) * horizontal) / 2),
    top: Math.floor(((frame.height - inner.height) * vertical) / 2),
  };
}

/**
 * The start of a stretch whose middle is as close to a point as the ends of the whole allow.
 *
 * @param point A fraction of `whole`, 0 to 1.
 * @returns Whole pixels, like `length`.
 */
function startCentredOn(point: number, whole: number, length: number): number {
  return Math.min(Math.max(Math.round(point * whole - length / 2), 0), whole - length);
}

/**
 * The part of the photo that the thumbnail shows, in whole pixels of the photo at its full size.
 *
 * @param photo Pixels: the whole photo as seen, at its full size.
 * @returns Undefined: all of it.
 */
export function keptRegion(
  photo: Sides,
  placement: Placement,
  spec: Pick<RenderSpec, 'resizedWidth' | 'resizedHeight' | 'width' | 'height' | 'region'>,
): Region | undefined {
  const { region = { left: 0, top: 0, width: photo.width, height: photo.height } } = spec;
  if (placement.kind !== 'crop') return spec.region;
  const x = scaleSpan(placement.left, spec.width, region.width / spec.resizedWidth, region.width);
  const y = scaleSpan(placement.top, spec.height, region.height / spec.resizedHeight, region.height);
  return { left: region.left + x.start, top: region.top + y.start, width: x.length, height: y.length };
}

/**
 * Scales a stretch from thumbnail pixels to photo pixels, rounded.
 *
 * @returns At least one pixel, none beyond `whole`.
 */
function scaleSpan(start: number, length: number, scale: number, whole: number) {
  const first = Math.min(Math.round(start * scale), whole - 1);
  return { start: first, length: Math.max(1, Math.round((start + length) * scale) - first) };
}
