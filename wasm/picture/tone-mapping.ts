// HDR light -> what an SDR screen can show: pure arithmetic.

import { diffuseWhite, nitsToPq, pqToNits } from '../header/transfer.ts';

/**
 * The curve of ITU-R BT.2390 (5.4.1, without black lift), from a picture whose brightest light is `peak` to a screen whose
 * brightest is white: dark and middle tones stay as they are, the light ones are bent. Without anything above white it
 * changes nothing.
 *
 * @param light 1 is white, like `peak`, which is at least 1; more than the peak is taken for it.
 * @returns 0-1
 */
export function toneMapped(light: number, peak: number): number {
  const peakPq = nitsToPq(peak * diffuseWhite);
  const maxLum = nitsToPq(diffuseWhite) / peakPq;
  const kneeStart = 1.5 * maxLum - 0.5;
  const value = Math.min(1, nitsToPq(light * diffuseWhite) / peakPq);
  const bent = value < kneeStart ? value : hermiteSpline(value, kneeStart, maxLum);
  return Math.min(1, pqToNits(bent * peakPq) / diffuseWhite);
}

/** Hermite, from the straight line below the knee to a level end at `most`. */
function hermiteSpline(value: number, kneeStart: number, maxLum: number): number {
  const t = kneeStart === 1 ? 0 : (value - kneeStart) / (1 - kneeStart);
  const [t2, t3] = [t * t, t * t * t];
  return (
    (2 * t3 - 3 * t2 + 1) * kneeStart + (t3 - 2 * t2 + t) * (1 - kneeStart) + (-2 * t3 + 3 * t2) * maxLum
  );
}
