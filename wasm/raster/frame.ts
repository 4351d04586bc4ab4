// Makes the thumbnail's frame from the resized photo, in JavaScript: crop, padding and background.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import type { Colour } from '../../src/function/preset/preset.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';
import { type Placement, placeFrame } from '../picture/placement.ts';
import type { Sides } from '../picture/sides.ts';
import { onColour, white } from './background.ts';
import { findInteresting } from './smartcrop.ts';

/** Transparent white. */
const clear = { ...white, alpha: 0 };

/**
 * Places the frame. `attention` and `entropy` read the pixels for that.
 *
 * @param photo Pixels: the whole photo as seen, at its full size.
 */
export function place(photo: Sides, resized: Pixels, spec: RenderSpec, hasAlpha: boolean): Placement {
  const placement = placeFrame(photo, resized, spec);
  if (placement.kind !== 'smart') return placement;
  return { kind: 'crop', ...findInteresting(resized, spec, placement.interesting, hasAlpha) };
}

/**
 * Crops or pads. An opaque background fills what is transparent, whatever the format; a translucent one colours only
 * the padding. Without a background, padding is white, or transparent where the photo may be transparent; JPEG shows
 * white there, too.
 *
 * @returns The thumbnail's pixels, which are the photo's own where nothing changes; and their traits.
 */
export function frame(
  resized: Pixels,
  placement: Placement,
  spec: Pick<RenderSpec, 'width' | 'height' | 'background'>,
  { hasAlpha, isGrey }: PixelTraits,
): { readonly pixels: Pixels; readonly traits: PixelTraits } {
  const { background } = spec;
  const fills = background?.alpha === 1 && hasAlpha;
  const photo = fills ? onColour(resized, background) : resized;
  const isClear = hasAlpha && !fills;
  const colour = background ?? (isClear ? clear : white);
  const pads = placement.kind === 'pad';
  const traits = {
    hasAlpha: isClear || (pads && colour.alpha < 1),
    isGrey: isGrey && (!(fills || pads) || isGreyColour(colour)),
  };
  if (placement.kind === 'whole') return { pixels: photo, traits };
  const { left, top } = placement;
  return { pixels: pads ? pad(photo, left, top, spec, colour) : crop(photo, left, top, spec), traits };
}

function isGreyColour({ red, green, blue }: Colour): boolean {
  return red === green && green === blue;
}

function crop(pixels: Pixels, left: number, top: number, { width, height }: Sides): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pixels.width + left) * 4;
    data.set(pixels.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { data, width, height };
}

/** @param left Pixels: the photo's position in the frame, inside which it fits. */
function pad(pixels: Pixels, left: number, top: number, { width, height }: Sides, colour: Colour): Pixels {
  const { red, green, blue, alpha } = colour;
  const bands = [red, green, blue, alpha * 255];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < data.length; i++) data[i] = bands[i % 4] as number;
  for (let y = 0; y < pixels.height; y++) {
    const row = pixels.data.subarray(y * pixels.width * 4, (y + 1) * pixels.width * 4);
    data.set(row, ((top + y) * width + left) * 4);
  }
  return { data, width, height };
}

/** Puts a frame of an animation onto its canvas, of which it may cover only a part; the rest is transparent. */
export function onCanvas(pixels: Pixels, left: number, top: number, canvas: Sides): Pixels {
  return pad(pixels, left, top, canvas, clear);
}
