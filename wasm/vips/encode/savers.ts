// libvips' savers, with sharp's defaults where it has some, and no metadata at all.

import type { OutputFormat } from '../../../src/format.ts';
import type { Image } from '../vips.ts';

/** How to encode, once: nothing is left to be searched for. */
export interface Settings {
  readonly format: OutputFormat;
  /** 1-100; undefined: the encoder's default, or none. */
  readonly quality: number | undefined;
  /** WebP and AVIF. */
  readonly lossless?: boolean | undefined;
  /** 0 quick, 9 thorough; undefined: the format's default. */
  readonly effort?: number | undefined;
  /** PNG and GIF: a palette of at most so many, 2 to 256; undefined: as many as it takes to look the same. */
  readonly colours?: number | undefined;
}

type Saver = (image: Image, settings: Settings) => Uint8Array;

const savers: Readonly<Record<OutputFormat, Saver>> = {
  jpeg(image, { quality }) {
    using opaque = image.hasAlpha() ? image.flatten({ background: [255] }) : image.copy();
    return opaque.jpegsaveBuffer({ keep: 'none', optimize_coding: true, ...(quality && { Q: quality }) });
  },
  // A filter for each row: of photos it makes a third less than none does, in hardly more time.
  png: (image) => image.pngsaveBuffer({ keep: 'none', filter: 'all' }),
  webp: (image, { quality }) => image.webpsaveBuffer({ keep: 'none', ...(quality && { Q: quality }) }),
  avif: (image, { quality }) =>
    image.heifsaveBuffer({ keep: 'none', compression: 'av1', effort: 2, ...(quality && { Q: quality }) }),
  gif: (image) => image.gifsaveBuffer({ keep: 'none' }),
};

/** @returns Encoded bytes in this thread's JavaScript memory. */
export function save(image: Image, settings: Settings): Uint8Array {
  return savers[settings.format](image, settings);
}
