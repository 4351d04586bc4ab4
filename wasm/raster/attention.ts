// Finds the point of a photo that attracts attention: edges, skin and red, weighted as in libvips
// (libvips/conversion/smartcrop.c).

import { linear } from '../header/srgb.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { resample } from './resample.ts';

/** Pixels on each side of the small copy that is examined. */
const side = 32;
/** The colour of skin as a direction in XYZ (smartcrop.js). */
const skin = [0.78, 0.57, 0.44] as const;
/** Luminance, 0-100, at or below which colour does not count. */
const minLuminance = 5;
/** The weight of an edge. */
const edgeWeight = 5;
/** The weight below which the blur ends. */
const minWeight = 0.2;
/** The scale of libvips' blur, which uses whole numbers up to this one as weights. */
const weightPrecision = 20;

type Xyz = readonly [x: number, y: number, z: number];

/** The white point D65. */
const white: Xyz = [95.047, 100, 108.8827];

/**
 * Finds the point of most interest, in the photo's pixels.
 *
 * @param photo sRGB.
 * @param frame Pixels: the size of the crop, which determines how far scores are blurred.
 */
export function findAttention(
  photo: Pixels,
  frame: Sides,
  hasAlpha: boolean,
): { readonly x: number; readonly y: number } {
  const small = resample(photo, side, side, hasAlpha);
  const colours = Array.from({ length: side * side }, (_, i) => toXyz(small.data, i * 4));
  const scores = colours.map((colour, i) => edge(colours, i) + colourScore(colour));
  const reach = Math.hypot((frame.width * side) / photo.width, (frame.height * side) / photo.height);
  const blurred = blur(scores, Math.max(reach / 10, 1));
  const best = blurred.indexOf(Math.max(...blurred));
  return {
    x: Math.floor(((best % side) * photo.width) / side),
    y: Math.floor((Math.floor(best / side) * photo.height) / side),
  };
}

/** The XYZ of a pixel, 0-100; what is transparent counts as dark. */
function toXyz(data: Uint8ClampedArray, at: number): Xyz {
  const alpha = (data[at + 3] as number) / 255;
  const light = (band: number) => 100 * linear(((data[at + band] as number) * alpha) / 255);
  const red = light(0);
  const green = light(1);
  const blue = light(2);
  return [
    0.4124 * red + 0.3576 * green + 0.1805 * blue,
    0.2126 * red + 0.7152 * green + 0.0722 * blue,
    0.0193 * red + 0.1192 * green + 0.9505 * blue,
  ];
}

/** The difference in luminance from the four neighbours. Beyond the edges, the outermost pixels are repeated. */
function edge(colours: readonly Xyz[], i: number): number {
  const x = i % side;
  const y = Math.floor(i / side);
  const at = (column: number, row: number) => colours[clamp(row) * side + clamp(column)]?.[1] ?? 0;
  return Math.abs(edgeWeight * (4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1)));
}

function clamp(place: number): number {
  return Math.min(Math.max(place, 0), side - 1);
}

/** How close a colour is to skin, 100 at most, plus how far it is from green towards red (CIELAB's a). */
function colourScore(colour: Xyz): number {
  if (colour[1] <= minLuminance) return 0;
  const length = Math.hypot(...colour);
  const distance = Math.hypot(...colour.map((value, i) => value / length - (skin[i] as number)));
  const [x, y] = colour.map((value, i) => labCurve(value / (white[i] as number)));
  return 100 - 100 * distance + 500 * ((x ?? 0) - (y ?? 0));
}

function labCurve(t: number): number {
  return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
}

function blur(scores: readonly number[], sigma: number): number[] {
  const weights: number[] = [];
  for (let x = 0, weight = 1; weight >= minWeight; x++) {
    weights.push(Math.round(weight * weightPrecision) / weightPrecision);
    weight = Math.exp(-((x + 1) ** 2) / (2 * sigma * sigma));
  }
  const across = mix(scores, weights, (i, offset) => i - (i % side) + clamp((i % side) + offset));
  return mix(across, weights, (i, offset) => clamp(Math.floor(i / side) + offset) * side + (i % side));
}

/** @param neighbour The index of the score that is `offset` away. */
function mix(
  scores: readonly number[],
  weights: readonly number[],
  neighbour: (i: number, offset: number) => number,
): number[] {
  return scores.map((score, i) =>
    weights.reduce(
      (sum, weight, offset) =>
        offset === 0
          ? sum
          : sum +
            weight * ((scores[neighbour(i, offset)] as number) + (scores[neighbour(i, -offset)] as number)),
      score,
    ),
  );
}
