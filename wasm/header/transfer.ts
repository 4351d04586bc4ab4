// Transfer functions, which turn samples into light. Those of HDR are in ITU-R BT.2100.

import type { Curve } from './icc-curve.ts';
import { linear } from './srgb.ts';

/** `pq` and `hlg` are HDR; a number is an exponent, a function a profile's own. */
export type Transfer = 'srgb' | 'pq' | 'hlg' | number | Curve;

/** cd/m2 of a white page in HDR (ITU-R BT.2408): 1 in the light that is computed with. */
export const diffuseWhite = 203;
/** cd/m2: of the screen that HLG is meant for, and of the brightest that most HDR photos are made for. */
export const nominalPeak = 1000;

/** @param value A sample, 0-1. @returns Light, in which white is 1; for HLG that of the scene, 0-1. */
export function toLight(transfer: Transfer, value: number): number {
  switch (transfer) {
    case 'srgb':
      return linear(value);
    case 'pq':
      return pqToNits(value) / diffuseWhite;
    case 'hlg':
      return hlgToScene(value);
    default:
      return typeof transfer === 'number' ? value ** transfer : transfer(value);
  }
}

const m1 = 2610 / 16_384;
const m2 = (2523 / 4096) * 128;
const c1 = 3424 / 4096;
const c2 = (2413 / 4096) * 32;
const c3 = (2392 / 4096) * 32;

/** BT.2100, table 4. @returns cd/m2, up to 10,000. */
export function pqToNits(value: number): number {
  const power = value ** (1 / m2);
  return 10_000 * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

/** The inverse of `pqToNits`. */
export function nitsToPq(nits: number): number {
  const power = (nits / 10_000) ** m1;
  return ((c1 + c2 * power) / (1 + c3 * power)) ** m2;
}

/** BT.2100, table 5: the inverse of HLG's OETF. */
function hlgToScene(value: number): number {
  const a = 0.17883277;
  const b = 1 - 4 * a;
  const c = 0.5 - a * Math.log(4 * a);
  return value <= 0.5 ? (value * value) / 3 : (Math.exp((value - c) / a) + b) / 12;
}
