// Where the thumbnail's frame lies on the resized photo: pure arithmetic, shared by the engines. Positions are sharp's,
// to the pixel.

import type { RenderSpec } from '../src/engine.ts';
import type { Gravity } from '../src/preset.ts';

/** Pixels. */
export type Placement =
  | { readonly kind: 'whole' }
  /** The photo's top left corner in the frame. */
  | { readonly kind: 'pad'; readonly left: number; readonly top: number }
  /** The frame's top left corner in the photo. */
  | { readonly kind: 'crop'; readonly left: number; readonly top: number }
  /** The pixels decide. */
  | { readonly kind: 'smart'; readonly interesting: 'entropy' | 'attention' };

/** Where in the space left over a photo lies: 0 at the start, 1 in the middle, 2 at the end. */
const places: Readonly<Record<Gravity, readonly [horizontal: number, vertical: number]>> = {
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

/** @param resized The photo as it was resampled; the frame is larger in no or in both directions, or smaller. */
export function placeFrame(
  resized: { readonly width: number; readonly height: number },
  spec: Pick<RenderSpec, 'width' | 'height' | 'gravity'>,
): Placement {
  const spareWidth = spec.width - resized.width;
  const spareHeight = spec.height - resized.height;
  const [horizontal, vertical] = places[spec.gravity];
  if (spareWidth > 0 || spareHeight > 0) {
    return {
      kind: 'pad',
      left: Math.floor((spareWidth * horizontal) / 2),
      top: Math.floor((spareHeight * vertical) / 2),
    };
  }
  if (spareWidth === 0 && spareHeight === 0) return { kind: 'whole' };
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
