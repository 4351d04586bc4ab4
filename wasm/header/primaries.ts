// Converts colours between primaries: red, green and blue by their chromaticities (CIE 1931 xy) to linear sRGB.

import { xyzToSrgb } from './srgb.ts';

type Chromaticity = readonly [x: number, y: number];
type Triple = readonly [number, number, number];

export interface Primaries {
  readonly red: Chromaticity;
  readonly green: Chromaticity;
  readonly blue: Chromaticity;
  readonly white: Chromaticity;
}

const d65: Chromaticity = [0.3127, 0.329];

export const srgbPrimaries: Primaries = {
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
  white: d65,
};
const p3 = { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] } as const;

/** By code point (ITU-T H.273, table 2). */
export const primariesByCode: Readonly<Record<number, Primaries>> = {
  1: srgbPrimaries,
  4: { red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08], white: [0.31, 0.316] },
  5: { red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06], white: d65 },
  6: { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: d65 },
  7: { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: d65 },
  9: { red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046], white: d65 },
  11: { ...p3, white: [0.314, 0.351] },
  12: { ...p3, white: d65 },
};

/** XYZ -> the cones that adapt to a white, and back (Bradford). */
const toCones = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];
const d50: Triple = [0.96422, 1, 0.82521];

/** @returns Linear light -> linear sRGB, three rows of three; white becomes white. May leave 0-1. */
export function toSrgbMatrix({ red, green, blue, white }: Primaries): number[] {
  const columns = transpose([...xyz(red), ...xyz(green), ...xyz(blue)]);
  const amounts = apply(inverse(columns), xyz(white));
  const toXyz = columns.map((value, i) => value * (amounts[i % 3] as number));
  const seen = apply(toCones, xyz(white));
  const wanted = apply(toCones, d50);
  const gains = wanted.map((value, i) => value / (seen[i] as number));
  const adapted = toCones.map((value, i) => value * (gains[Math.floor(i / 3)] as number));
  const toD50 = multiply(inverse(toCones), adapted);
  return multiply(xyzToSrgb, multiply(toD50, toXyz));
}

/** The XYZ of a colour of luminance 1. */
function xyz([x, y]: Chromaticity): Triple {
  return [x / y, 1, (1 - x - y) / y];
}

function at(matrix: readonly number[], row: number, column: number): number {
  return matrix[row * 3 + column] as number;
}

function transpose(m: readonly number[]): number[] {
  return m.map((_, i) => at(m, i % 3, Math.floor(i / 3)));
}

function multiply(a: readonly number[], b: readonly number[]): number[] {
  return a.map((_, i) =>
    [0, 1, 2].reduce((sum, k) => sum + at(a, Math.floor(i / 3), k) * at(b, k, i % 3), 0),
  );
}

function apply(m: readonly number[], [x, y, z]: Triple): number[] {
  return [0, 1, 2].map((row) => at(m, row, 0) * x + at(m, row, 1) * y + at(m, row, 2) * z);
}

function inverse(m: readonly number[]): number[] {
  const cofactor = (row: number, column: number) => {
    const [r1, r2, c1, c2] = [(row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3];
    return at(m, r1, c1) * at(m, r2, c2) - at(m, r1, c2) * at(m, r2, c1);
  };
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(m, 0, column) * cofactor(0, column), 0);
  return m.map((_, i) => cofactor(i % 3, Math.floor(i / 3)) / determinant);
}
