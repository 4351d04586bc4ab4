// Puts a background behind pixels.

import type { OutputFormat } from '../../src/function/format/format.ts';
import type { Colour } from '../../src/function/preset/preset.ts';
import type { Pixels, PixelTraits } from '../picture/pixels.ts';

export const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };

/**
 * Flattens pixels onto a colour.
 *
 * @param colour Its alpha is ignored.
 * @returns New pixels, all opaque.
 */
export function onColour({ data, width, height }: Pixels, { red, green, blue }: Colour): Pixels {
  const colours = [red, green, blue];
  const opaque = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] as number) / 255;
    for (let band = 0; band < 3; band++) {
      opaque[i + band] = (data[i + band] as number) * alpha + (colours[band] as number) * (1 - alpha);
    }
    opaque[i + 3] = 255;
  }
  return { data: opaque, width, height };
}

/**
 * Makes all pixels opaque and leaves their colours as they are, where a header announces no alpha and a decoder found some.
 *
 * @returns New pixels.
 */
export function withoutAlpha({ data, width, height }: Pixels): Pixels {
  const opaque = data.slice();
  for (let i = 3; i < opaque.length; i += 4) opaque[i] = 255;
  return { data: opaque, width, height };
}

/** The pixels as a format can show them: a JPEG has no alpha, and shows white where they are transparent. */
export function asShownIn(format: OutputFormat, pixels: Pixels, { hasAlpha }: PixelTraits): Pixels {
  return format === 'jpeg' && hasAlpha ? onColour(pixels, white) : pixels;
}
