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
  png: (image) => image.pngsaveBuffer({ keep: 'none' }),
  webp: (image, quality) => image.webpsaveBuffer({ keep: 'none', ...(quality && { Q: quality }) }),
};

/**
 * Pixels up to which Squoosh encodes. libvips' savers start two more threads, each an instance of its module: a quarter
 * of the memory and of the CPU of a cold start. From about 600x400 on, MozJPEG's trellis costs more than they do.
 */
const smallPixels = 300_000;

/** @returns Encoded bytes in this thread's JavaScript memory. */
export async function encode(
  image: Image,
  spec: Pick<RenderSpec, 'format' | 'quality'>,
  encodePixels: EncodePixels,
): Promise<Uint8Array> {
  if (image.width * image.height > smallPixels) return savers[spec.format](image, spec.quality);
  const hasAlpha = image.hasAlpha();
  const isGrey = image.interpretation === 'b-w';
  using colour = image.colourspace('srgb');
  using rgba = hasAlpha ? colour.copy() : colour.bandjoin(255);
  const memory = rgba.writeToMemory();
  const data = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  return encodePixels({ data, width: image.width, height: image.height }, spec, { hasAlpha, isGrey });
}
