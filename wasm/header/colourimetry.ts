// Converts by code points (ITU-T H.273), which say what a photo's samples mean where no profile does.

import { type Primaries, primariesByCode, srgbPrimaries, toSrgbMatrix } from './primaries.ts';
import type { Transfer } from './transfer.ts';

export interface Colourimetry {
  /** Linear light -> linear sRGB, three rows of three; may leave 0-1. */
  readonly matrix: readonly number[];
  readonly transfer: Transfer;
}

/** By code point (H.273, table 3). The others are those of SDR video and sRGB, which browsers show alike. */
const transfers: Readonly<Record<number, Transfer>> = { 4: 2.2, 5: 2.8, 8: 1, 16: 'pq', 17: 2.6, 18: 'hlg' };

/** @returns undefined for sRGB, and for code points that are not known. */
export function byCodePoints(primaries: number, transfer: number): Colourimetry | undefined {
  return colourimetry(primariesByCode[primaries] ?? srgbPrimaries, transfers[transfer] ?? 'srgb');
}

/** Of linear light, 0-1: a smaller difference cannot be seen. */
const tolerance = 0.003;

function colourimetry(primaries: Primaries, transfer: Transfer): Colourimetry | undefined {
  const matrix = toSrgbMatrix(primaries);
  if (!matrix.every(Number.isFinite)) return undefined;
  const isSrgb = matrix.every((value, i) => Math.abs(value - (i % 4 === 0 ? 1 : 0)) < tolerance);
  return isSrgb && transfer === 'srgb' ? undefined : { matrix, transfer };
}
