// Pure: what a page can show before the photo has been loaded: its dominant colour, and two hashes that decode to a blurred picture.

import { encode } from 'blurhash';
import { rgbaToThumbHash } from 'thumbhash';
import type { Preview } from '../engine/engine.ts';

export interface Placeholder {
  /** Base64. Keeps transparency (evanw.github.io/thumbhash). */
  readonly thumbHash: string;
  /** Four components along the longer side, three along the other; what is transparent is white (blurha.sh). */
  readonly blurHash: string;
  /** `#rrggbb`. */
  readonly dominantColour: string;
}

export function placeholderOf(preview: Preview): Placeholder {
  const { width, height, data } = shrink(preview);
  const isPortrait = height > width;
  return {
    thumbHash: Buffer.from(rgbaToThumbHash(width, height, data)).toString('base64'),
    blurHash: encode(onWhite(data), width, height, isPortrait ? 3 : 4, isPortrait ? 4 : 3),
    dominantColour: dominantColour(preview.data),
  };
}

/** Pixels. A hash holds at most seven waves along a side, and its time grows with the pixels: 100 a side take nine times as long. */
const longestSide = 34;

/** Makes each pixel the mean of a square of pixels, weighted by alpha, because the colour of a transparent pixel means nothing. */
function shrink({ width, height, data }: Preview): Preview {
  const step = Math.ceil(Math.max(width, height) / longestSide);
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const small = new Uint8ClampedArray(columns * rows * 4);
  for (let n = 0; n < columns * rows; n++) {
    const [left, top] = [(n % columns) * step, Math.floor(n / columns) * step];
    const [right, bottom] = [Math.min(left + step, width), Math.min(top + step, height)];
    let [red, green, blue, opacity] = [0, 0, 0, 0];
    for (let y = top; y < bottom; y++) {
      for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
        const alpha = data[at + 3] as number;
        red += alpha * (data[at] as number);
        green += alpha * (data[at + 1] as number);
        blue += alpha * (data[at + 2] as number);
        opacity += alpha;
      }
    }
    const seen = opacity || 1;
    const pixels = (right - left) * (bottom - top);
    small.set([red / seen, green / seen, blue / seen, opacity / pixels], n * 4);
  }
  return { width: columns, height: rows, data: new Uint8Array(small.buffer) };
}

/** Blends the picture with white, because BlurHash ignores alpha. */
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

/** Finds it as sharp's `stats().dominant` does (lovell/sharp, src/stats.cc): 16 bins for each band, the middle of the fullest of all 4096. */
function dominantColour(rgba: Uint8Array): string {
  const histogram = new Uint32Array(4096);
  for (let at = 0; at < rgba.length; at += 4) {
    const [red, green, blue] = [binOf(rgba[at]), binOf(rgba[at + 1]), binOf(rgba[at + 2])];
    const bin = red * 256 + green * 16 + blue;
    // Weighted by alpha, unlike sharp, which counts a transparent pixel like any other.
    histogram[bin] = (histogram[bin] as number) + (rgba[at + 3] as number);
  }
  const fullest = histogram.indexOf(Math.max(...histogram));
  const middles = [fullest >> 8, (fullest >> 4) % 16, fullest % 16].map((bin) => bin * 16 + 8);
  return `#${middles.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The bins are a little wider than 16 values each, as in libvips (hist_find_ndim.c). */
function binOf(value = 0): number {
  return Math.floor((value * 16) / 257);
}
