// Converts pixels to linear light, and that to the planes in which the eye compares: brightness, red against green, and blue. After
// XYB, the colour space of JPEG XL.

import { linear as toLinear } from '../../header/srgb.ts';
import type { Pixels } from '../../picture/pixels.ts';

/** Linear light: three values for each pixel, 0 to 1, row by row. */
export interface Light {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A sample, 0-255 -> linear light, 0-1. */
const linear = Float32Array.from({ length: 256 }, (_, value) => toLinear(value / 255));

/** Pixels. Of a larger picture rows are left out: what encoding does shows in a part of the rows as well as in all. */
const mostPixels = 400_000;
/** Rows that are kept together: enough for the windows of the coarsest scale. */
const band = 64;

/** Transparent pixels are put on grey. Above `mostPixels` only some bands of rows are taken, spread over the picture. */
export function toLight({ data, width, height }: Pixels): Light {
  const rows = chosenRows(width, height);
  const light = new Float32Array(rows.length * width * 3);
  let to = 0;
  for (const row of rows) {
    const end = (row + 1) * width * 4;
    for (let from = row * width * 4; from < end; from += 4) {
      const alpha = data[from + 3] as number;
      light[to++] = alpha === 255 ? at(linear, at(data, from)) : onGrey(at(data, from), alpha);
      light[to++] = alpha === 255 ? at(linear, at(data, from + 1)) : onGrey(at(data, from + 1), alpha);
      light[to++] = alpha === 255 ? at(linear, at(data, from + 2)) : onGrey(at(data, from + 2), alpha);
    }
  }
  return { width, height: rows.length, data: light };
}

/** Which rows are taken. Not the first and last bands, if there are many: the middle of a photo matters more than its edges. */
function chosenRows(width: number, height: number): number[] {
  const bands = Math.floor(height / band);
  const every = Math.max(1, Math.min(Math.ceil((width * height) / mostPixels), Math.floor(bands / 2)));
  const isChosen = (row: number) => Math.floor(row / band) % every === Math.floor(every / 2);
  return Array.from({ length: height }, (_, row) => row).filter(isChosen);
}

function onGrey(value: number, alpha: number): number {
  return at(linear, Math.round((value * alpha + 128 * (255 - alpha)) / 255));
}

/** Halves both sides: each pixel is the mean of four; the last row or column of an odd side is dropped. */
export function halve({ width, height, data }: Light): Light {
  const half = { width: width >> 1, height: height >> 1 };
  const halved = new Float32Array(half.width * half.height * 3);
  const below = width * 3;
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const from = (2 * y * width + 2 * x) * 3;
      const to = (y * half.width + x) * 3;
      for (let i = 0; i < 3; i++) {
        const above = at(data, from + i) + at(data, from + 3 + i);
        halved[to + i] = (above + at(data, from + below + i) + at(data, from + below + 3 + i)) / 4;
      }
    }
  }
  return { ...half, data: halved };
}

/**
 * The response of the eye's receptors to light is close to a cube root. It is taken from a table, since it is computed millions
 * of times.
 */
const steps = 4096;
const bias = 0.003_793;
const roots = Float32Array.from({ length: steps + 2 }, (_, i) => Math.cbrt(i / steps + bias));

function response(light: number): number {
  const place = light * steps;
  const step = Math.floor(place);
  const root = at(roots, step);
  return root + (at(roots, step + 1) - root) * (place - step);
}

export function brightness({ width, height, data }: Light): Plane {
  const plane = new Float32Array(width * height);
  for (let i = 0; i < plane.length; i++) {
    const red = at(data, 3 * i);
    const green = at(data, 3 * i + 1);
    const blue = at(data, 3 * i + 2);
    plane[i] = (long(red, green, blue) + medium(red, green, blue)) / 2;
  }
  return { width, height, data: plane };
}

/** Red against green, stretched to the range of brightness; and blue against brightness. */
export function colours({ width, height, data }: Light): readonly [Plane, Plane] {
  const redGreen = new Float32Array(width * height);
  const blueYellow = new Float32Array(width * height);
  for (let i = 0; i < redGreen.length; i++) {
    const red = at(data, 3 * i);
    const green = at(data, 3 * i + 1);
    const blue = at(data, 3 * i + 2);
    const l = long(red, green, blue);
    const m = medium(red, green, blue);
    redGreen[i] = (l - m) * 7;
    blueYellow[i] = response(0.2434 * red + 0.2048 * green + 0.5518 * blue) - (l + m) / 2;
  }
  return [
    { width, height, data: redGreen },
    { width, height, data: blueYellow },
  ];
}

function long(red: number, green: number, blue: number): number {
  return response(0.3 * red + 0.622 * green + 0.078 * blue);
}

function medium(red: number, green: number, blue: number): number {
  return response(0.23 * red + 0.692 * green + 0.078 * blue);
}

function at(values: Float32Array | Uint8ClampedArray, index: number): number {
  return values[index] as number;
}
