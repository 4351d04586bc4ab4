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
  const top = nitsToPq(peak * diffuseWhite);
  const most = nitsToPq(diffuseWhite) / top;
  const knee = 1.5 * most - 0.5;
  const value = Math.min(1, nitsToPq(light * diffuseWhite) / top);
  const bent = value < knee ? value : spline(value, knee, most);
  return Math.min(1, pqToNits(bent * top) / diffuseWhite);
}

/** Hermite, from the straight line below the knee to a level end at `most`. */
function spline(value: number, knee: number, most: number): number {
  const t = knee === 1 ? 0 : (value - knee) / (1 - knee);
  const [t2, t3] = [t * t, t * t * t];
  return (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (-2 * t3 + 3 * t2) * most;
}
