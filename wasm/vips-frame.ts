// From the resized photo to the thumbnail's frame: crop, padding, or neither. Positions are sharp's, to the pixel.

import type { RenderSpec } from '../src/engine.ts';
import type { Gravity } from '../src/preset.ts';
import type { Image, Module } from './vips.ts';

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

const white = 255;

/** @returns The thumbnail's pixels, still lazy; a new handle, the caller's to delete. */
export function frame(vips: Module, resized: Image, spec: RenderSpec): Image {
  const spareWidth = spec.width - resized.width;
  const spareHeight = spec.height - resized.height;
  if (spareWidth > 0 || spareHeight > 0) return pad(resized, spec);
  if (spareWidth === 0 && spareHeight === 0) return resized.copy();
  if (spec.gravity === 'entropy' || spec.gravity === 'attention') {
    // It reads the photo twice: once to look, once to crop.
    using held = resized.copyMemory();
    return held.smartcrop(spec.width, spec.height, { interesting: vips.Interesting[spec.gravity] });
  }
  const [horizontal, vertical] = places[spec.gravity];
  // sharp rounds the start of a crop up, and that of a padding down.
  const left = horizontal === 1 ? Math.ceil(-spareWidth / 2) : (-spareWidth * horizontal) / 2;
  const top = vertical === 1 ? Math.ceil(-spareHeight / 2) : (-spareHeight * vertical) / 2;
  return resized.extractArea(left, top, spec.width, spec.height);
}

/** Pads with white, or with nothing where the photo itself is transparent: JPEG makes white of that, too. */
function pad(resized: Image, spec: RenderSpec): Image {
  const [horizontal, vertical] = places[spec.gravity];
  const left = Math.floor(((spec.width - resized.width) * horizontal) / 2);
  const top = Math.floor(((spec.height - resized.height) * vertical) / 2);
  const background = new Array<number>(resized.bands).fill(white);
  if (resized.hasAlpha()) background[background.length - 1] = 0;
  return resized.embed(left, top, spec.width, spec.height, { extend: 'background', background });
}
