// Converts pixels from a profile's colour space to sRGB.

import type { Conversion } from '../header/icc.ts';
import { toSrgbByte } from '../header/srgb.ts';
import type { Pixels } from '../picture/pixels.ts';

/** Steps of linear light in the table: enough for the dark tones, where sRGB's curve is steepest. */
const steps = 16_384;

/**
 * Converts pixels by the photo's profile.
 *
 * @returns New pixels; the same ones where there is nothing to convert.
 */
export function pixelsToSrgb(pixels: Pixels, conversion: Conversion | undefined): Pixels {
  if (!conversion) return pixels;
  const { curves, matrix } = conversion;
  const encoded = Uint8ClampedArray.from({ length: steps + 1 }, (_, i) => toSrgbByte(i / steps));
  const encode = (light: number) => encoded[Math.round(Math.min(1, Math.max(0, light)) * steps)] as number;
  const [reds = [], greens = [], blues = []] = curves;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = matrix;
  const from = pixels.data;
  const data = new Uint8ClampedArray(from.length);
  for (let at = 0; at < from.length; at += 4) {
    const red = reds[from[at] as number] as number;
    const green = greens[from[at + 1] as number] as number;
    const blue = blues[from[at + 2] as number] as number;
    data[at] = encode(a * red + b * green + c * blue);
    data[at + 1] = encode(d * red + e * green + f * blue);
    data[at + 2] = encode(g * red + h * green + i * blue);
    data[at + 3] = from[at + 3] as number;
  }
  return { data, width: pixels.width, height: pixels.height };
}
