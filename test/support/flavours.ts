// Pictures of every kind that takes its decoder another amount of memory: by format, bits, subsampling, alpha, whether it is lossy,
// progressive, tiled or animated. Each can be made in any size. They are plain, so that a large one is made quickly and its file is
// small: what their decoders hold does not depend on what they show.

import sharp, { type Sharp } from 'sharp';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { writeSequence } from './heif-sequence.ts';
import { type GreyHeic, greyHeic, greyHevc } from './hevc-maker.ts';
import { type Save, writeByVips } from './vips-writer.ts';

export interface Flavour {
  /** `avif of 12 bits, 4:4:4, alpha` */
  readonly name: string;
  readonly format: SourceFormat;
  /** Whether the engine for Node.js 10 to 14 reads it. */
  readonly isOld: boolean;
  /** Pixels beyond which it takes minutes to make it, or more memory than its encoder has. */
  readonly maxPixels: number;
  /** Below this width the function refuses it whatever its memory is. */
  readonly minWidth?: number;
  make(width: number, height: number): Promise<Buffer>;
}

type Encode = (picture: Sharp) => Sharp;

function bySharp(
  name: string,
  format: SourceFormat,
  encode: Encode,
  more: { alpha?: boolean; minWidth?: number } = {},
): Flavour {
  const { alpha = false, minWidth } = more;
  const isOld = (format === 'jpeg' && !name.includes('cmyk')) || format === 'png' || format === 'webp';
  return {
    name: `${format} ${name}`,
    format,
    isOld,
    maxPixels: format === 'gif' ? 12e6 : 24e6,
    ...(minWidth !== undefined && { minWidth }),
    make: (width, height) => encode(draw(width, height, alpha)).toBuffer(),
  };
}

/**
 * A field with more colours than a palette holds, and a white border, which a trim removes.
 *
 * @param alpha Whether the field is half transparent.
 */
function draw(width: number, height: number, alpha: boolean): Sharp {
  const channels = alpha ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels, 255);
  const [x, y] = [Math.ceil(width / 20), Math.ceil(height / 20)];
  const row = Buffer.alloc((width - 2 * x) * channels);
  for (let top = y; top < height - y; top++) {
    for (let left = 0, at = 0; at < row.length; left++, at += channels) {
      row[at] = (left * 200) / width;
      row[at + 1] = (top * 200) / height;
      row[at + 2] = 200;
      if (alpha) row[at + 3] = 128;
    }
    row.copy(pixels, (top * width + x) * channels);
  }
  return sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false });
}

interface Sampled {
  readonly bits?: 8 | 16 | 32;
  readonly alpha?: boolean;
}

function byVips(
  name: string,
  format: SourceFormat,
  { bits = 8, alpha = false }: Sampled,
  save: Save,
): Flavour {
  const make = (width: number, height: number) => writeByVips({ width, height, bits, alpha }, save);
  // The encoders take some 200 bytes for each pixel of 8 bits, and as much again for more bits.
  const maxPixels = format === 'tiff' ? 24e6 : bits === 8 ? 9e6 : 5e6;
  return { name: `${format} ${name}`, format, isOld: false, maxPixels, make };
}

function avif(name: string, sampled: Sampled, bitdepth: number, full: boolean): Flavour {
  const subsample = full ? 'off' : 'on';
  const options = { compression: 'av1', effort: 0, Q: 50, bitdepth, subsample_mode: subsample };
  return byVips(name, 'avif', sampled, { saver: 'heifsaveBuffer', options });
}

function jxl(name: string, sampled: Sampled, lossless: boolean): Flavour {
  return byVips(name, 'jxl', sampled, { saver: 'jxlsaveBuffer', options: { effort: 1, lossless } });
}

/** Old engines decode it, too: it has an engine of its own everywhere. */
function heic(name: string, kind: GreyHeic): Flavour {
  return {
    name: `heic ${name}`,
    format: 'heic',
    isOld: true,
    maxPixels: 48e6,
    make: async (width, height) => greyHeic(width, height, kind),
  };
}

/** The first picture of a sequence is copied once more than a still. */
function heicSequence(name: string, kind: GreyHeic): Flavour {
  return {
    ...heic(name, kind),
    make: async (width, height) => writeSequence([{ picture: greyHevc(width, height, kind), count: 1 }]),
  };
}

const alpha = { alpha: true } as const;
const large = { fillerBytes: 20e6 } as const;
/** Pixels of the tiles that phones write. */
const tile = 512;

/** Each frame is darker than that before: equal ones would become one. */
function animated(format: 'webp' | 'gif', frames: number, encode: Encode): Flavour {
  return {
    name: `${format} of ${frames} frames`,
    format,
    isOld: format === 'webp',
    maxPixels: 12e6,
    async make(width, height) {
      const first = await draw(width, height, false).png({ compressionLevel: 1 }).toBuffer();
      const pictures = await Promise.all(
        Array.from({ length: frames }, (_, n) =>
          sharp(first, { limitInputPixels: false })
            .linear(1 - n / 10)
            .png({ compressionLevel: 1 })
            .toBuffer(),
        ),
      );
      const joined = sharp(pictures, { join: { animated: true }, limitInputPixels: false });
      return encode(joined).toBuffer();
    },
  };
}

export const flavours: readonly Flavour[] = [
  bySharp('4:2:0', 'jpeg', (picture) => picture.jpeg()),
  bySharp('4:4:4', 'jpeg', (picture) => picture.jpeg({ chromaSubsampling: '4:4:4' })),
  bySharp('grey', 'jpeg', (picture) => picture.greyscale().jpeg()),
  bySharp('cmyk', 'jpeg', (picture) => picture.toColourspace('cmyk').jpeg()),
  bySharp('progressive 4:2:0', 'jpeg', (picture) => picture.jpeg({ progressive: true })),
  bySharp('progressive 4:4:4', 'jpeg', (picture) =>
    picture.jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
  ),
  bySharp('progressive cmyk', 'jpeg', (picture) => picture.toColourspace('cmyk').jpeg({ progressive: true })),
  bySharp('on its side', 'jpeg', (picture) => picture.withMetadata({ orientation: 6 }).jpeg()),
  bySharp('of 8 bits', 'png', (picture) => picture.png({ compressionLevel: 1 })),
  bySharp('of 8 bits, alpha', 'png', (picture) => picture.png({ compressionLevel: 1 }), alpha),
  bySharp('of a palette', 'png', (picture) => picture.png({ palette: true, effort: 1 })),
  bySharp(
    'of 16 bits, alpha',
    'png',
    (picture) => picture.toColourspace('rgb16').png({ compressionLevel: 1 }),
    alpha,
  ),
  bySharp('interlaced', 'png', (picture) => picture.png({ progressive: true, compressionLevel: 1 })),
  bySharp(
    'interlaced, alpha',
    'png',
    (picture) => picture.png({ progressive: true, compressionLevel: 1 }),
    alpha,
  ),
  bySharp(
    'interlaced of 16 bits, alpha',
    'png',
    (picture) => picture.toColourspace('rgb16').png({ progressive: true, compressionLevel: 1 }),
    alpha,
  ),
  bySharp('lossy', 'webp', (picture) => picture.webp({ effort: 0 })),
  bySharp('lossy, alpha', 'webp', (picture) => picture.webp({ effort: 0 }), alpha),
  bySharp('lossless', 'webp', (picture) => picture.webp({ lossless: true, effort: 0 })),
  bySharp('lossless, alpha', 'webp', (picture) => picture.webp({ lossless: true, effort: 0 }), alpha),
  animated('webp', 3, (frames) => frames.webp({ effort: 0 })),
  bySharp('of one frame', 'gif', (picture) => picture.gif({ effort: 1 })),
  bySharp('interlaced', 'gif', (picture) => picture.gif({ effort: 1, progressive: true })),
  animated('gif', 3, (frames) => frames.gif({ effort: 1 })),
  bySharp('in strips', 'tiff', (picture) => picture.tiff({ compression: 'lzw' })),
  bySharp('in strips, alpha', 'tiff', (picture) => picture.tiff({ compression: 'deflate' }), alpha),
  bySharp('of JPEG', 'tiff', (picture) => picture.tiff({ compression: 'jpeg' })),
  bySharp('cmyk', 'tiff', (picture) => picture.toColourspace('cmyk').tiff({ compression: 'lzw' })),
  bySharp('of 16 bits', 'tiff', (picture) => picture.toColourspace('rgb16').tiff({ compression: 'lzw' })),
  bySharp(
    'of 16 bits, alpha',
    'tiff',
    (picture) => picture.toColourspace('rgb16').tiff({ compression: 'lzw' }),
    alpha,
  ),
  bySharp('in tiles', 'tiff', (picture) =>
    picture.tiff({ compression: 'lzw', tile: true, tileWidth: 256, tileHeight: 256 }),
  ),
  bySharp(
    'in tiles of 4096',
    'tiff',
    (picture) => picture.tiff({ compression: 'lzw', tile: true, tileWidth: 4096, tileHeight: 4096 }),
    // libvips takes no tiles of more than twice the longer side, in steps of 256.
    { minWidth: 2048 },
  ),
  byVips(
    'of floating point',
    'tiff',
    { bits: 32 },
    { saver: 'tiffsaveBuffer', options: { compression: 'lzw' } },
  ),
  avif('4:2:0', {}, 8, false),
  avif('4:2:0, alpha', alpha, 8, false),
  avif('4:4:4', {}, 8, true),
  avif('4:4:4, alpha', alpha, 8, true),
  avif('of 10 bits, 4:2:0', { bits: 16 }, 10, false),
  avif('of 10 bits, 4:4:4, alpha', { bits: 16, alpha: true }, 10, true),
  avif('of 12 bits, 4:4:4, alpha', { bits: 16, alpha: true }, 12, true),
  heic('4:2:0', { bits: 8, chroma: 1 }),
  heic('4:2:0, alpha', { bits: 8, chroma: 1, ...alpha }),
  heic('4:4:4', { bits: 8, chroma: 3 }),
  heic('grey', { bits: 8, chroma: 0 }),
  heic('in tiles', { bits: 8, chroma: 1, tile }),
  heic('in tiles, alpha', { bits: 8, chroma: 1, tile, ...alpha }),
  heic('in tiles, on its side', { bits: 8, chroma: 1, tile, quarters: 1 }),
  heic('in tiles of 10 bits', { bits: 10, chroma: 1, tile }),
  heic('of 10 bits', { bits: 10, chroma: 1 }),
  heic('of 10 bits, HDR, on its side', { bits: 10, chroma: 1, quarters: 3, isHdr: true }),
  heic('of 12 bits, 4:4:4, alpha', { bits: 12, chroma: 3, ...alpha }),
  heic('of 20 MB', { bits: 8, chroma: 1, ...large }),
  heicSequence('sequence of 20 MB', { bits: 8, chroma: 1, ...large }),
  jxl('lossy', {}, false),
  jxl('lossy, alpha', alpha, false),
  jxl('lossless', {}, true),
  jxl('lossless, alpha', alpha, true),
  jxl('lossy of 16 bits, alpha', { bits: 16, alpha: true }, false),
  jxl('lossless of 16 bits, alpha', { bits: 16, alpha: true }, true),
  jxl('of floating point', { bits: 32 }, false),
];
