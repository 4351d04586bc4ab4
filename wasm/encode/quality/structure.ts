// Compares two planes window by window: structural dissimilarity. Knows nothing about colours or scales.

import type { Plane } from './light.ts';

export interface Dissimilarity {
  /** 0 means identical; a few hundredths are visible. */
  readonly mean: number;
  /** The fourth root of the mean fourth power, which depends mostly on the places that differ most. */
  readonly worst: number;
}

/** A window's side, in cells of 2x2 pixels: windows are 6x6 pixels, and begin 2 pixels apart. */
const cells = 3;
const windowPixels = (2 * cells) ** 2;
/** SSIM's second constant: keeps flat windows from counting invisible noise. */
const stabiliser = 0.0009;
/** Values stored for each cell: the sums of a, b, a², b² and ab, in that order. */
const sumsPerCell = 5;

/** @returns 0 if the planes are smaller than one window. */
export function dissimilarity(a: Plane, b: Plane): Dissimilarity {
  const columns = a.width >> 1;
  const rows = a.height >> 1;
  const strips = Array.from({ length: cells }, () => new Float64Array(columns * sumsPerCell));
  let total = 0;
  let fourths = 0;
  let windows = 0;
  for (let row = 0; row < rows; row++) {
    sumCells(a, b, row, strips[row % cells] as Float64Array);
    if (row < cells - 1) continue;
    for (let column = 0; column + cells <= columns; column++) {
      const value = windowDissimilarity(strips, column * sumsPerCell);
      total += value;
      fourths += value ** 4;
      windows++;
    }
  }
  if (windows === 0) return { mean: 0, worst: 0 };
  return { mean: total / windows, worst: (fourths / windows) ** 0.25 };
}

function sumCells(a: Plane, b: Plane, row: number, strip: Float64Array): void {
  const { width } = a;
  const [first, second] = [a.data, b.data];
  for (let to = 0, at = 2 * row * width; to < strip.length; to += sumsPerCell, at += 2) {
    const below = at + width;
    const a0 = first[at] as number;
    const a1 = first[at + 1] as number;
    const a2 = first[below] as number;
    const a3 = first[below + 1] as number;
    const b0 = second[at] as number;
    const b1 = second[at + 1] as number;
    const b2 = second[below] as number;
    const b3 = second[below + 1] as number;
    strip[to] = a0 + a1 + a2 + a3;
    strip[to + 1] = b0 + b1 + b2 + b3;
    strip[to + 2] = a0 * a0 + a1 * a1 + a2 * a2 + a3 * a3;
    strip[to + 3] = b0 * b0 + b1 * b1 + b2 * b2 + b3 * b3;
    strip[to + 4] = a0 * b0 + a1 * b1 + a2 * b2 + a3 * b3;
  }
}

/**
 * SSIM (Wang, Bovik, Sheikh, Simoncelli 2004) turned into a distance. SSIM weights differences of means by brightness;
 * here they are compared directly, because these planes are already perceptually uniform.
 *
 * @param from The index of the window's first cell in each strip.
 */
function windowDissimilarity(strips: readonly Float64Array[], from: number): number {
  let a = 0;
  let b = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (const strip of strips) {
    for (let at = from; at < from + cells * sumsPerCell; at += sumsPerCell) {
      a += strip[at] as number;
      b += strip[at + 1] as number;
      aa += strip[at + 2] as number;
      bb += strip[at + 3] as number;
      ab += strip[at + 4] as number;
    }
  }
  const meanA = a / windowPixels;
  const meanB = b / windowPixels;
  const variances = aa / windowPixels - meanA * meanA + bb / windowPixels - meanB * meanB;
  const covariance = ab / windowPixels - meanA * meanB;
  const similarity = ((1 - (meanA - meanB) ** 2) * (2 * covariance + stabiliser)) / (variances + stabiliser);
  return Math.max(0, 1 - similarity);
}
