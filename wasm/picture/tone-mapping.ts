// Tone mapping: maps HDR light to what an SDR screen can show. Pure arithmetic.

import { diffuseWhite, nitsToPq, pqToNits } from '../header/transfer.ts';

/**
 * Maps light by the curve of ITU-R BT.2390 (5.4.1, without black lift), from a picture whose brightest light is `peak`
 * to a screen whose brightest light is white. Dark and middle tones stay as they are, bright ones are compressed. A
 * picture without anything brighter than white is not changed.
 *
 * @param light Linear light, 1 is white; more than `peak` counts as `peak`.
 * @param peak In the same unit; at least 1.
 * @returns Linear light, 0-1.
 */
export function toneMapped(light: number, peak: number): number {
  const peakPq = nitsToPq(peak * diffuseWhite);
  const maxLum = nitsToPq(diffuseWhite) / peakPq;
  const kneeStart = 1.5 * maxLum - 0.5;
  const value = Math.min(1, nitsToPq(light * diffuseWhite) / peakPq);
  const bent = value < kneeStart ? value : hermiteSpline(value, kneeStart, maxLum);
  return Math.min(1, pqToNits(bent * peakPq) / diffuseWhite);
}

/**
 * The Hermite spline of BT.2390: from the straight line below the knee to a horizontal end at `maxLum`. All values are
 * PQ, as fractions of the peak.
 */
function hermiteSpline(value: number, kneeStart: number, maxLum: number): number {
  const t = kneeStart === 1 ? 0 : (value - kneeStart) / (1 - kneeStart);
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * kneeStart + (t3 - 2 * t2 + t) * (1 - kneeStart) + (-2 * t3 + 3 * t2) * maxLum
  );
}
