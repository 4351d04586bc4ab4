// Pixels -> a file of the asked format, with sharp's defaults where it has some, and no metadata at all.

import type { RenderSpec } from '../../src/engine.ts';
import type { OutputFormat } from '../../src/format.ts';
import type { Image } from './vips.ts';

type Encoder = (image: Image, quality: number | undefined) => Uint8Array;

const encoders: Readonly<Record<OutputFormat, Encoder>> = {
  jpeg(image, quality) {
    using opaque = image.hasAlpha() ? image.flatten({ background: [255] }) : image.copy();
    return opaque.jpegsaveBuffer({ keep: 'none', optimize_coding: true, ...(quality && { Q: quality }) });
  },
  png: (image) => image.pngsaveBuffer({ keep: 'none' }),
  webp: (image, quality) => image.webpsaveBuffer({ keep: 'none', ...(quality && { Q: quality }) }),
};

/** @returns Encoded bytes in this thread's JavaScript memory. */
export function encode(image: Image, spec: Pick<RenderSpec, 'format' | 'quality'>): Uint8Array {
  return encoders[spec.format](image, spec.quality);
}
