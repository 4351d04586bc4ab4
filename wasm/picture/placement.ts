// Where the thumbnail's frame lies on the resized photo, and what it keeps of the photo: pure arithmetic, shared by the
// engines. Positions are sharp's, to the pixel.

import type { Region, RenderSpec } from '../../src/function/engine/engine.ts';
import type { Gravity } from '../../src/function/preset/preset.ts';
import type { Sides } from './sides.ts';

/** Pixels. */
export type Placement =
  | { readonly kind: 'whole' }
  /** The photo's top left corner in the frame. */
  | { readonly kind: 'pad'; readonly left: number; readonly top: number }
  /** The frame's top left corner in the photo. */
  | { readonly kind: 'crop'; readonly left: number; readonly top: number };

/** The pixels decide. */
export interface SmartPlacement {
  readonly kind: 'smart';
  readonly interesting: 'entropy' | 'attention';
}

/** Where in the space left over a photo lies: 0 at the start, 1 in the middle, 2 at the end. */
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
 * @param photo As seen, at its full size.
 * @param resized The photo, or the region of it that counts, as it was resampled; the frame is larger in no or in both
 * directions, or smaller.
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
  // sharp rounds the start of a crop up, and that of a padding down.
  return {
    kind: 'crop',
    left: horizontal === 1 ? Math.ceil(-spareWidth / 2) : (-spareWidth * horizontal) / 2,
    top: vertical === 1 ? Math.ceil(-spareHeight / 2) : (-spareHeight * vertical) / 2,
  };
}

/** Where in a frame something smaller lies: its top left corner, in pixels. */
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
 * Where a stretch begins that has a point as near its middle as the ends allow.
 *
 * @param point A fraction of `whole`.
 */
function startCentredOn(point: number, whole: number, length: number): number {
  return Math.min(Math.max(Math.round(point * whole - length / 2), 0), whole - length);
}

/**
 * What the thumbnail shows of the photo, in pixels of the whole photo, rounded.
 *
 * @param photo As seen, at its full size.
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

/** @returns At least one pixel, none beyond `whole`. */
function scaleSpan(start: number, length: number, scale: number, whole: number) {
  const first = Math.min(Math.round(start * scale), whole - 1);
  return { start: first, length: Math.max(1, Math.round((start + length) * scale) - first) };
}
