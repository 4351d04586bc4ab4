// The pictures that are mutated: every format that is read, in every flavour that sharp writes, HEIC and JPEG XL from files. Small, so that one wrong
// byte in a file is likely to matter.

import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import type { SourceFormat } from '../../../src/function/format/format.ts';
import { heic, jxl } from '../../fixtures/images/images.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { pictureIn, tiledHeic } from '../../support/heif.ts';
import { writeSequence } from '../../support/heif-sequence.ts';

export interface Seed {
  /** `progressive jpeg` */
  readonly name: string;
  readonly format: SourceFormat;
  readonly bytes: Buffer;
}

type Encode = (picture: Sharp) => Sharp;

/** Pixels. */
const width = 96;
const height = 72;

const flavours: Readonly<Record<Exclude<SourceFormat, 'heic' | 'jxl'>, Readonly<Record<string, Encode>>>> = {
  jpeg: {
    baseline: (picture) => picture.jpeg(),
    progressive: (picture) => picture.jpeg({ progressive: true }),
    '4:4:4': (picture) => picture.jpeg({ chromaSubsampling: '4:4:4' }),
    grey: (picture) => picture.greyscale().jpeg(),
    cmyk: (picture) => picture.toColourspace('cmyk').jpeg(),
    turned: (picture) => picture.withMetadata({ orientation: 6 }).jpeg(),
    'wide gamut': (picture) => picture.withIccProfile('p3').jpeg(),
  },
  png: {
    plain: (picture) => picture.png(),
    palette: (picture) => picture.png({ palette: true }),
    interlaced: (picture) => picture.png({ progressive: true }),
    '16 bit': (picture) => picture.toColourspace('rgb16').png(),
    'grey 16 bit': (picture) => picture.toColourspace('grey16').png(),
    translucent: (picture) => picture.ensureAlpha(0.5).png(),
    'wide gamut': (picture) => picture.withIccProfile('p3').png(),
  },
  webp: {
    lossy: (picture) => picture.webp(),
    lossless: (picture) => picture.webp({ lossless: true }),
    translucent: (picture) => picture.ensureAlpha(0.5).webp(),
    turned: (picture) => picture.withMetadata({ orientation: 6 }).webp(),
  },
  gif: {
    plain: (picture) => picture.gif(),
    interlaced: (picture) => picture.gif({ progressive: true }),
  },
  tiff: {
    plain: (picture) => picture.tiff({ compression: 'none' }),
    lzw: (picture) => picture.tiff({ compression: 'lzw', predictor: 'horizontal' }),
    deflate: (picture) => picture.tiff({ compression: 'deflate' }),
    jpeg: (picture) => picture.tiff({ compression: 'jpeg' }),
    tiled: (picture) => picture.tiff({ compression: 'deflate', tile: true, tileWidth: 32, tileHeight: 32 }),
    pyramid: (picture) => picture.tiff({ compression: 'jpeg', pyramid: true, tile: true }),
    '1 bit': (picture) => picture.toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
    '16 bit': (picture) => picture.toColourspace('rgb16').tiff({ compression: 'lzw' }),
    cmyk: (picture) => picture.toColourspace('cmyk').tiff({ compression: 'lzw' }),
  },
  avif: {
    plain: (picture) => picture.avif({ effort: 0 }),
    lossless: (picture) => picture.avif({ effort: 0, lossless: true }),
    translucent: (picture) => picture.ensureAlpha(0.5).avif({ effort: 0 }),
  },
};

const animated: Readonly<Partial<Record<SourceFormat, Encode>>> = {
  webp: (frames) => frames.webp(),
  gif: (frames) => frames.gif(),
};

/** The same bytes at each call, as long as sharp is the same. */
export async function makeSeeds(): Promise<readonly Seed[]> {
  const picture = await drawGeometry(width, height);
  const seeds: Seed[] = [];
  const add = async (flavour: string, format: SourceFormat, encoded: Sharp) => {
    seeds.push({ name: `${flavour} ${format}`, format, bytes: await encoded.toBuffer() });
  };
  for (const format of Object.keys(flavours) as (keyof typeof flavours)[]) {
    for (const [flavour, encode] of Object.entries(flavours[format])) {
      await add(flavour, format, encode(sharp(picture)));
    }
  }
  const frames = [picture, await sharp(picture).negate().png().toBuffer(), picture];
  for (const format of Object.keys(animated) as SourceFormat[]) {
    const encode = animated[format];
    if (encode) await add('animated', format, encode(sharp(frames, { join: { animated: true } })));
  }
  const { photo, odd, tenBit, alpha, displayP3 } = heic;
  for (const [flavour, { path }] of Object.entries({ photo, odd, tenBit, alpha, displayP3 })) {
    seeds.push({ name: `${flavour} heic`, format: 'heic', bytes: readFileSync(path) });
  }
  seeds.push({ name: 'tiled heic', format: 'heic', bytes: tiledHeic() });
  const sequence = writeSequence([{ picture: pictureIn(readFileSync(photo.path)) }]);
  seeds.push({ name: 'sequence heic', format: 'heic', bytes: sequence });
  for (const [flavour, { path }] of Object.entries(jxl)) {
    seeds.push({ name: `${flavour} jxl`, format: 'jxl', bytes: readFileSync(path) });
  }
  return seeds;
}
