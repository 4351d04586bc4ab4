// Pixels -> a file of the asked format, with sharp's defaults where it has some, and no metadata at all.

import type { RenderSpec } from '../../src/engine.ts';
import type { OutputFormat } from '../../src/format.ts';
import type { EncodePixels } from '../squoosh/encoders.ts';
import type { Image } from './vips.ts';

type Saver = (image: Image, quality: number | undefined) => Uint8Array;

const savers: Readonly<Record<OutputFormat, Saver>> = {
  jpeg(image, quality) {
    using opaque = image.hasAlpha() ? image.flatten({ background: [255] }) : image.copy();
    return opaque.jpegsaveBuffer({ keep: 'none', optimize_coding: true, ...(quality && { Q: quality }) });
  },
  // A filter for each row: of photos it makes a third less than none does, in hardly more time.
  png: (image) => image.pngsaveBuffer({ keep: 'none', filter: 'all' }),
  webp: (image, quality) => image.webpsaveBuffer({ keep: 'none', ...(quality && { Q: quality }) }),
  avif: (image, quality) =>
    image.heifsaveBuffer({ keep: 'none', compression: 'av1', effort: 2, ...(quality && { Q: quality }) }),
  gif: (image) => image.gifsaveBuffer({ keep: 'none' }),
};

/**
 * Pixels up to which Squoosh encodes for a light engine. libvips' savers start two more threads, each an instance of its
 * module: a quarter of the memory and of the CPU of a cold start. With more pixels Squoosh's encoders, which know no
 * SIMD, cost more than that; oxipng most of all.
 */
const smallPixels: Readonly<Record<OutputFormat, number>> = {
  jpeg: 300_000,
  webp: 300_000,
  png: 80_000,
  avif: 0,
  gif: 0,
};

/**
 * @param encodePixels Squoosh's encoders, where they are to spare libvips its threads.
 * @returns Encoded bytes in this thread's JavaScript memory.
 */
export async function encode(
  image: Image,
  spec: Pick<RenderSpec, 'format' | 'quality'>,
  encodePixels: EncodePixels | undefined,
): Promise<Uint8Array> {
  const isSmall = image.width * image.height <= smallPixels[spec.format];
  const quality = spec.quality === 'auto' ? undefined : spec.quality;
  if (!encodePixels || !isSmall) return savers[spec.format](image, quality);
  const hasAlpha = image.hasAlpha();
  const isGrey = image.interpretation === 'b-w';
  using colour = image.colourspace('srgb');
  using rgba = hasAlpha ? colour.copy() : colour.bandjoin(255);
  const memory = rgba.writeToMemory();
  const data = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  return encodePixels({ data, width: image.width, height: image.height }, spec, { hasAlpha, isGrey });
}
