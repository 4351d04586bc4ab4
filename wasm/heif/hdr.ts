// Tone-maps HDR pictures for SDR screens in JavaScript, as wasm/vips/tone.ts does by libvips. The curve itself is in
// picture/tone-mapping.ts.

import type { Colourimetry } from '../header/colourimetry.ts';
import { toSrgbByte } from '../header/srgb.ts';
import { diffuseWhite, nominalPeak, toLight } from '../header/transfer.ts';
import type { Pixels } from '../picture/pixels.ts';
import { toneMapped } from '../picture/tone-mapping.ts';
import { averageRows, type Cell } from './average.ts';
import type { KeptPlanes } from './planes.ts';

/** Entries of each table: finer than 8 bits need. */
const entries = 4096;
/** The weights of BT.2020's luminance. */
const luminance = [0.2627, 0.678, 0.0593] as const;
/** The brightest light of the tables, 1 is white: the 10,000 cd/m2 at which PQ ends. */
const maxLight = 10_000 / diffuseWhite;
/** The share of the pixels that the brightest light of the curve is above; the very brightest are left out. */
const peakShare = 0.995;

/**
 * Makes a smaller picture and tone-maps it. All bands of a pixel are dimmed by the same factor, so that hues do not change.
 *
 * @returns sRGB.
 */
export function toneMapPixels(picture: KeptPlanes, cell: Cell, { matrix, transfer }: Colourimetry): Pixels {
  const { width, height } = picture.kept;
  const columns = Math.ceil(width / cell.across);
  const light = new Float32Array(columns * Math.ceil(height / cell.down) * 4);
  const curve = table((share) => toLight(transfer, share));
  const sides = averageRows(picture, cell, (row, y) => {
    for (let x = 0; x < row.length; x += 4) linearise(row, x, curve, transfer === 'hlg');
    light.set(row, y * row.length);
  });
  convert(light, matrix);
  return { data: dimmed(light), ...sides };
}

function table(value: (share: number) => number): Float32Array {
  return Float32Array.from({ length: entries }, (_, entry) => value(entry / (entries - 1)));
}

function entryAt(values: Float32Array, share: number): number {
  return values[Math.round(Math.min(1, Math.max(0, share)) * (entries - 1))] as number;
}

/** From coded samples to light, 1 is white. HLG's is that of the scene, and becomes that of its screen (BT.2100, table 5). */
function linearise(row: Float32Array, at: number, curve: Float32Array, isScene: boolean): void {
  const red = entryAt(curve, row[at] as number);
  const green = entryAt(curve, row[at + 1] as number);
  const blue = entryAt(curve, row[at + 2] as number);
  const luma = luminance[0] * red + luminance[1] * green + luminance[2] * blue;
  const gain = isScene ? luma ** 0.2 * (nominalPeak / diffuseWhite) : 1;
  row[at] = red * gain;
  row[at + 1] = green * gain;
  row[at + 2] = blue * gain;
}

function convert(light: Float32Array, matrix: readonly number[]): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  for (let at = 0; at < light.length; at += 4) {
    const [red, green, blue] = [light[at] as number, light[at + 1] as number, light[at + 2] as number];
    light[at] = a * red + b * green + c * blue;
    light[at + 1] = d * red + e * green + f * blue;
    light[at + 2] = g * red + h * green + i * blue;
  }
}

/** Spaced by the square root of light, so that dark tones have the most entries. */
const shareOf = (light: number) => Math.sqrt(Math.min(1, Math.max(0, light) / maxLight));

function dimmed(light: Float32Array): Uint8ClampedArray {
  const brightest = (at: number) =>
    Math.max(light[at] as number, light[at + 1] as number, light[at + 2] as number);
  const peak = peakOf(light, brightest);
  const gains = table((share) => {
    const value = maxLight * share ** 2;
    return value === 0 ? 1 : toneMapped(value, peak) / value;
  });
  const bytes = Uint8ClampedArray.from({ length: entries }, (_, entry) =>
    toSrgbByte((entry / (entries - 1)) ** 2),
  );
  const data = new Uint8ClampedArray(light.length);
  for (let at = 0; at < light.length; at += 4) {
    const gain = entryAt(gains, shareOf(brightest(at)));
    for (let band = at; band < at + 3; band++) {
      const share = Math.sqrt(Math.min(1, Math.max(0, (light[band] as number) * gain)));
      data[band] = bytes[Math.round(share * (entries - 1))] as number;
    }
    data[at + 3] = (light[at + 3] as number) * 255;
  }
  return data;
}

/** The brightest light, 1 is white and the least. */
function peakOf(light: Float32Array, brightest: (at: number) => number): number {
  const counts = new Float64Array(entries);
  for (let at = 0; at < light.length; at += 4) {
    const entry = Math.round(shareOf(brightest(at)) * (entries - 1));
    counts[entry] = (counts[entry] as number) + 1;
  }
  let left = (light.length / 4) * peakShare;
  const entry = counts.findIndex((count) => {
    left -= count;
    return left <= 0;
  });
  const peak = maxLight * (Math.max(0, entry) / (entries - 1)) ** 2;
  return Math.min(Math.max(peak, 1), nominalPeak / diffuseWhite);
}
