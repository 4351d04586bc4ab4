// The photos of a soak: small, of every format, no two of a shape, so that each thumbnail tells which photo it is of.

import sharp, { type Sharp } from 'sharp';
import { type SourceFormat, sourceFormats } from '../../../src/function/format/format.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';

export interface SoakPhoto {
  readonly format: SourceFormat;
  readonly bytes: Buffer;
  /** What the function makes of it without any settings, its size by sharp: `jpeg 200x113`. */
  readonly thumbnail: string;
}

const encoders: Readonly<Record<Exclude<SourceFormat, 'heic' | 'jxl'>, (picture: Sharp) => Sharp>> = {
  jpeg: (picture) => picture.jpeg(),
  png: (picture) => picture.png(),
  webp: (picture) => picture.webp(),
  gif: (picture) => picture.gif(),
  tiff: (picture) => picture.tiff({ compression: 'lzw' }),
  avif: (picture) => picture.avif({ effort: 0 }),
};

/** Most photos that are uploaded are JPEGs. */
const formats: readonly (keyof typeof encoders)[] = [
  'jpeg',
  'png',
  'jpeg',
  'webp',
  'jpeg',
  'gif',
  'jpeg',
  'tiff',
  'jpeg',
  'avif',
];
/** Pixels: 30 photos, each some narrower and higher than the one before. */
const sizes = Array.from({ length: 30 }, (_, n) => [900 - 22 * n, 300 + 12 * n] as const);

export async function makePhotos(): Promise<readonly SoakPhoto[]> {
  const photos: SoakPhoto[] = [];
  for (const [index, [width, height]] of sizes.entries()) {
    const format = formats[index % formats.length] ?? 'jpeg';
    const bytes = await encoders[format](sharp(await drawGeometry(width, height))).toBuffer();
    const { info } = await sharp(bytes)
      .resize(200, 200, { fit: 'inside' })
      .toBuffer({ resolveWithObject: true });
    const thumbnail = `${sourceFormats[format].auto} ${info.width}x${info.height}`;
    photos.push({ format, bytes, thumbnail });
  }
  return photos;
}

/** `cat` -> `cat.jpg` */
export function sourceKey(name: string, { format }: SoakPhoto): string {
  return `${name}.${sourceFormats[format].extensions[0]}`;
}

/** Where its thumbnail goes without any settings. */
export function targetKey(name: string, { format }: SoakPhoto): string {
  return `${name}.${sourceFormats[sourceFormats[format].auto].extensions[0]}`;
}
