// `quality: 'auto'`: finds the lowest quality at which the picture still looks the same. Knows no encoder.

import type { EncodeSettings } from '../encode-settings.ts';
import type { Coder, EncodeAttempt } from './coder.ts';
import { createMeter, shortestSide } from './distance.ts';
import { autoScales, type LossyFormat, targetDistance } from './scales.ts';
import { findLowest } from './search.ts';

/**
 * Encodes at several qualities and measures each result.
 *
 * @param trials The most encodes; fewer for formats whose encodes are slow.
 * @returns The encode closest to `targetDistance` that this many trials find, and not beyond it wherever the format's
 * range allows.
 */
export async function encodeAuto<P>(
  coder: Coder<P>,
  picture: P,
  settings: EncodeSettings & { readonly format: LossyFormat },
  trials = Number.POSITIVE_INFINITY,
): Promise<EncodeAttempt> {
  const { format } = settings;
  const { start, ...range } = autoScales[format];
  const sides = coder.sides(picture);
  const encode = (quality: number) => coder.encode(picture, { ...settings, quality });
  if (Math.min(sides.width, sides.height) < shortestSide) {
    return { ...sides, bytes: await encode(start), quality: start };
  }
  const measure = createMeter(coder.pixelsFor(picture, format));
  const attempt = async (at: number) => {
    const bytes = await encode(at);
    return { at, measured: measure(await coder.decode(bytes, format)), result: bytes };
  };
  const limitedRange = { ...range, trials: Math.min(range.trials, trials) };
  const { at, result } = await findLowest(attempt, targetDistance, limitedRange, start);
  return { ...sides, bytes: result, quality: at };
}
