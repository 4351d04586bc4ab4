// Resizes a photo in the same way as libvips: whole multiples by averaging, the rest by Lanczos, enlargement by bicubic
// interpolation. In JavaScript, because @squoosh/lib's resampler leaks a copy of the photo with every call.

import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { average } from './average.ts';
import { bicubic, lanczos3, type Weights, weigh } from './kernel.ts';

/** The factor, at least, that averaging leaves to the better filter (libvips' `gap`). */
const gap = 2;

/**
 * Resizes without keeping proportions.
 *
 * @returns New pixels of that size; the same ones where they have it already.
 */
export function resample(pixels: Pixels, width: number, height: number, hasAlpha: boolean): Pixels {
  if (pixels.width === width && pixels.height === height) return pixels;
  const { across, down } = averagingFor(pixels, { width, height });
  const averaged = average(pixels, across, down, hasAlpha);
  return resampleAveraged(
    averaged,
    { width: pixels.width / across, height: pixels.height / down },
    { width, height },
    hasAlpha,
  );
}

/** How many pixels on each side are averaged to one, before the better filter does the rest. */
export function averagingFor(from: Sides, to: Sides): { readonly across: number; readonly down: number } {
  return {
    across: Math.max(1, Math.floor(from.width / to.width / gap)),
    down: Math.max(1, Math.floor(from.height / to.height / gap)),
  };
}

/**
 * Does the rest of a resizing.
 *
 * @param exact The sides of the averaged picture before they were rounded up: its last column and row may be less than a pixel.
 */
export function resampleAveraged(
  averaged: Pixels,
  exact: Sides,
  { width, height }: Sides,
  hasAlpha: boolean,
): Pixels {
  const columns = weightsFor(averaged.width, width, exact.width);
  const rows = weightsFor(averaged.height, height, exact.height);
  const data = new Uint8ClampedArray(width * height * 4);
  // One row at a time in full width, so that there is never a whole picture of floating-point numbers.
  const row = new Float32Array(averaged.width * 4);
  for (let y = 0; y < height; y++) {
    mixRows(averaged, rows, y, row, hasAlpha);
    mixColumns(row, columns, data, y * width * 4, hasAlpha);
  }
  return { data, width, height };
}

/** @param length The old length in old pixels, the last of which may be only a part of one. */
function weightsFor(from: number, to: number, length: number): Weights {
  return weigh(from, to, length / to, to > length ? bicubic : lanczos3);
}

/** Computes one new row from several old ones: colours times alpha, and alpha. */
function mixRows(pixels: Pixels, rows: Weights, y: number, row: Float32Array, hasAlpha: boolean): void {
  const { data } = pixels;
  const stride = row.length;
  row.fill(0);
  for (let tap = 0; tap < rows.taps; tap++) {
    const weight = rows.values[y * rows.taps + tap] as number;
    if (weight === 0) continue;
    let at = ((rows.first[y] as number) + tap) * stride;
    for (let i = 0; i < stride; i += 4, at += 4) {
      const w = hasAlpha ? (weight * (data[at + 3] as number)) / 255 : weight;
      row[i] = (row[i] as number) + w * (data[at] as number);
      row[i + 1] = (row[i + 1] as number) + w * (data[at + 1] as number);
      row[i + 2] = (row[i + 2] as number) + w * (data[at + 2] as number);
      row[i + 3] = (row[i + 3] as number) + w;
    }
  }
}

/** Resizes one row to the new width, with straight alpha again. */
function mixColumns(
  row: Float32Array,
  columns: Weights,
  data: Uint8ClampedArray,
  start: number,
  hasAlpha: boolean,
): void {
  for (let x = 0, to = start; x < columns.first.length; x++, to += 4) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    let at = (columns.first[x] as number) * 4;
    const end = (x + 1) * columns.taps;
    for (let tap = x * columns.taps; tap < end; tap++, at += 4) {
      const weight = columns.values[tap] as number;
      red += weight * (row[at] as number);
      green += weight * (row[at + 1] as number);
      blue += weight * (row[at + 2] as number);
      alpha += weight * (row[at + 3] as number);
    }
    // The sum of the weights is 1, so that opaque pixels need no division.
    const coverage = hasAlpha ? alpha : 1;
    if (coverage <= 0) continue;
    data[to] = red / coverage;
    data[to + 1] = green / coverage;
    data[to + 2] = blue / coverage;
    data[to + 3] = coverage * 255;
  }
}
