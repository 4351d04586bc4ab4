// From the resized photo to the thumbnail's frame, by libvips: crop, padding, or neither.

import type { RenderSpec } from '../../src/engine.ts';
import { placeFrame } from '../frame.ts';
import type { Image, Module } from './vips.ts';

const white = 255;

/** @returns The thumbnail's pixels, still lazy; a new handle, the caller's to delete. */
export function frame(vips: Module, resized: Image, spec: RenderSpec): Image {
  const placement = placeFrame(resized, spec);
  switch (placement.kind) {
    case 'whole':
      return resized.copy();
    case 'pad':
      return pad(resized, placement.left, placement.top, spec);
    case 'crop':
      return resized.extractArea(placement.left, placement.top, spec.width, spec.height);
    case 'smart': {
      // It reads the photo twice: once to look, once to crop.
      using held = resized.copyMemory();
      const interesting = vips.Interesting[placement.interesting];
      return held.smartcrop(spec.width, spec.height, { interesting });
    }
  }
}

/** Pads with white, or with nothing where the photo itself is transparent: JPEG makes white of that, too. */
function pad(resized: Image, left: number, top: number, spec: RenderSpec): Image {
  const background = new Array<number>(resized.bands).fill(white);
  if (resized.hasAlpha()) background[background.length - 1] = 0;
  return resized.embed(left, top, spec.width, spec.height, { extend: 'background', background });
}
