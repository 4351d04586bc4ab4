// Pure: what can be shown of a photo before it is there: its colour, and hashes that unfold to a blurred picture.

import { encode } from 'blurhash';
import { rgbaToThumbHash } from 'thumbhash';
import type { Preview } from '../engine.ts';

export interface Placeholder {
  /** Base64. Keeps transparency (evanw.github.io/thumbhash). */
  readonly thumbHash: string;
  /** Four components along the longer side, three along the other; what is transparent is white (blurha.sh). */
  readonly blurHash: string;
  /** `#rrggbb`. */
  readonly dominantColour: string;
}

export function placeholderOf(preview: Preview): Placeholder {
  const { width, height, data } = preview;
  const isPortrait = height > width;
  return {
    thumbHash: Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64'),
    blurHash: encode(onWhite(data), width, height, isPortrait ? 3 : 4, isPortrait ? 4 : 3),
    dominantColour: dominantColour(data),
  };
}

/** BlurHash does not look at alpha, and what a clear pixel's colour is means nothing. */
function onWhite(rgba: Uint8Array): Uint8ClampedArray {
  const flat = new Uint8ClampedArray(rgba);
  for (let at = 0; at < flat.length; at += 4) {
    const alpha = (rgba[at + 3] as number) / 255;
    for (let band = at; band < at + 3; band++)
      flat[band] = (rgba[band] as number) * alpha + 255 * (1 - alpha);
    flat[at + 3] = 255;
  }
  return flat;
}

/** As sharp's `stats().dominant` (lovell/sharp, src/stats.cc): 16 bins for each band, the middle of the fullest of all 4096. */
function dominantColour(rgba: Uint8Array): string {
  const histogram = new Uint32Array(4096);
  for (let at = 0; at < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4);
    const bin = binOf(red) * 256 + binOf(green) * 16 + binOf(blue);
    // Unlike sharp, which counts what nobody sees like the rest.
    histogram[bin] = (histogram[bin] ?? 0) + alpha;
  }
  const fullest = histogram.indexOf(Math.max(...histogram));
  const middles = [fullest >> 8, (fullest >> 4) % 16, fullest % 16].map((bin) => bin * 16 + 8);
  return `#${middles.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** A little wider than 16 each, as libvips has them (hist_find_ndim.c). */
function binOf(value: number): number {
  return Math.floor((value * 16) / 257);
}
