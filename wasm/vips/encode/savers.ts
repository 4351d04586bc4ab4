// libvips' savers, with sharp's defaults where sharp has some, and without any metadata.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import { type EncodeSettings, effortOn, efforts, type JpegMode } from '../../encode/encode-settings.ts';
import { isAnimation } from '../animation-frames.ts';
import type { Image } from '../types.ts';

type Saver = (image: Image, settings: EncodeSettings) => Uint8Array;
type JpegOptions = NonNullable<Parameters<Image['jpegsaveBuffer']>[0]>;

const plain: JpegOptions = { optimize_coding: true };
const progressive: JpegOptions = { ...plain, interlace: true, optimize_scans: true };
const jpegModes: Readonly<Record<JpegMode, JpegOptions>> = {
  plain,
  progressive,
  mozjpeg: { ...progressive, trellis_quant: true, overshoot_deringing: true, quant_table: 3 },
};

/**
 * How far a pixel may differ from that of the frame before without being written again, and a palette from the one
 * before. This makes animations 5 to 40 % smaller; larger values leave visible trails.
 */
const gifTolerance = { interframe_maxerror: 4, interpalette_maxerror: 10 };

const savers: Readonly<Record<OutputFormat, Saver>> = {
  jpeg(image, settings) {
    using opaque = image.hasAlpha() ? image.flatten({ background: [255] }) : image.copy();
    return opaque.jpegsaveBuffer({
      keep: 'none',
      ...jpegModes[effortOn(efforts.jpeg, settings)],
      ...withQuality(settings),
    });
  },
  png(image, settings) {
    const { colours } = settings;
    // A filter for each row: photos become a third smaller than without filters, in hardly more time.
    const pixels = { filter: 'all', compression: effortOn(efforts.png, settings) } as const;
    const palette = colours && {
      palette: true,
      bitdepth: bitsFor(colours, [1, 2, 4, 8]),
      filter: 'none' as const,
    };
    return image.pngsaveBuffer({ keep: 'none', ...pixels, ...palette });
  },
  webp: (image, settings) =>
    image.webpsaveBuffer({
      keep: 'none',
      ...(settings.lossless
        ? { lossless: true, effort: effortOn(efforts.losslessWebp, settings) }
        : { ...withQuality(settings), effort: effortOn(efforts.webp, settings) }),
    }),
  avif: (image, settings) =>
    image.heifsaveBuffer({
      keep: 'none',
      compression: 'av1',
      effort: effortOn(efforts.avif, settings),
      // Chroma at full resolution, as in sharp: 1.4 dB for 3 % of the bytes.
      subsample_mode: 'off',
      ...(settings.lossless ? { lossless: true } : withQuality(settings)),
    }),
  gif(image, settings) {
    const bitdepth = bitsFor(settings.colours ?? 256, [1, 2, 3, 4, 5, 6, 7, 8]);
    if (!isAnimation(image)) {
      return image.gifsaveBuffer({ keep: 'none', effort: effortOn(efforts.gif, settings), bitdepth });
    }
    // Without a palette to reuse, the saver has to find one for each frame.
    const hasPalette = image.getTypeof('gif-palette') !== 0 && bitdepth === 8;
    return image.gifsaveBuffer({
      keep: 'none',
      effort: effortOn(hasPalette ? efforts.gif : efforts.animatedGif, settings),
      bitdepth,
      reuse: hasPalette,
      ...gifTolerance,
    });
  },
};

/**
 * Encodes by libvips.
 *
 * @returns Encoded bytes in JavaScript's memory; the caller owns them.
 */
export function save(image: Image, settings: EncodeSettings): Uint8Array {
  return savers[settings.format](image, settings);
}

function withQuality({ quality }: EncodeSettings): { readonly Q?: number } {
  return quality === undefined ? {} : { Q: quality };
}

/** The largest bit depth whose palette has no more than so many colours. */
function bitsFor(colours: number, depths: readonly number[]): number {
  return depths.filter((bits) => 2 ** bits <= colours).pop() ?? 1;
}
