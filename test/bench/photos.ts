// The photos that are measured: made by code, the same on every machine, kept in a cache. Knows nothing of who measures.

import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { UsageError } from '../../src/commands/usage-error.ts';
import { root } from '../../src/local/cloud.ts';
import { samples } from '../fixtures/images/images.ts';
import { noiseTile } from './noise.ts';
import { screenshot } from './screenshot.ts';

export interface Photo {
  /** Absolute. */
  readonly path: string;
  /** Of the file. */
  readonly bytes: number;
  /** Pixels as seen, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly format: 'jpeg' | 'png' | 'webp' | 'avif';
  /** `progressive jpeg 24 MP`, `screenshot 8 MP`, or the file's own name. */
  readonly name: string;
}

export type PhotoKind = 'baseline' | 'progressive' | 'p3' | 'png' | 'screenshot' | 'webp' | 'avif';

interface Kind {
  readonly format: Photo['format'];
  readonly label: string;
  /** Default: the landscape with noise. */
  readonly draw?: (width: number, height: number) => Sharp | Promise<Sharp>;
  readonly encode: (picture: Sharp) => Sharp;
}

const kinds: Readonly<Record<PhotoKind, Kind>> = {
  baseline: { format: 'jpeg', label: 'jpeg', encode: (picture) => picture.jpeg({ quality: 85 }) },
  progressive: {
    format: 'jpeg',
    label: 'progressive jpeg',
    encode: (picture) => picture.jpeg({ quality: 85, progressive: true }),
  },
  // As iPhones write them: the colours are of Display P3, and its profile is in the file.
  p3: {
    format: 'jpeg',
    label: 'Display P3 jpeg',
    encode: (picture) => picture.withIccProfile('p3').jpeg({ quality: 85 }),
  },
  png: { format: 'png', label: 'png', encode: (picture) => picture.png({ compressionLevel: 6 }) },
  screenshot: {
    format: 'png',
    label: 'screenshot',
    draw: screenshot,
    encode: (picture) => picture.png({ compressionLevel: 6, adaptiveFiltering: true }),
  },
  webp: { format: 'webp', label: 'webp', encode: (picture) => picture.webp({ quality: 80, effort: 2 }) },
  avif: { format: 'avif', label: 'avif', encode: (picture) => picture.avif({ quality: 50, effort: 0 }) },
};

const cache = join(root, 'node_modules', '.cache', 'cos-thumbnailer', 'bench');
/** Part of the files' names: another recipe below needs another number. */
const version = 1;

/**
 * A photo 3:2 with a sample's shapes and a camera's noise, or a screenshot; made once, which takes seconds, and a minute for a large AVIF.
 * Any number of megapixels up to what the format holds; AVIF beyond 12 takes minutes.
 */
export async function photo({ megapixels, kind }: { megapixels: number; kind: PhotoKind }): Promise<Photo> {
  const { format, label, draw = picture, encode } = kinds[kind];
  const height = Math.round(Math.sqrt((megapixels * 1e6) / 1.5) / 2) * 2;
  const width = Math.round((height * 1.5) / 2) * 2;
  const path = join(cache, `v${version}-${kind}-${megapixels}mp.${format}`);
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    // Written aside and moved in one step: neither two runs at once nor one that breaks off leave half a photo.
    const aside = `${path}.${process.pid}`;
    try {
      await encode(await draw(width, height)).toFile(aside);
      renameSync(aside, path);
    } finally {
      rmSync(aside, { force: true });
    }
  }
  return { path, bytes: statSync(path).size, width, height, format, name: `${label} ${megapixels} MP` };
}

/** The noise is at most a few pixels wide, as a camera's is, and lies on the photo as light on a sensor does. */
async function picture(width: number, height: number): Promise<Sharp> {
  const { data, info } = await noiseTile({ width, height });
  return sharp(samples.landscape.path, { limitInputPixels: false })
    .resize(width, height, { fit: 'cover' })
    .composite([{ input: data, raw: rawOf(info), tile: true, blend: 'overlay' }])
    .removeAlpha();
}

function rawOf({ width, height, channels }: OutputInfo) {
  return { width, height, channels };
}

/**
 * Somebody's own photo.
 *
 * @throws {UsageError} if it cannot be read, or has no format that is measured.
 */
export async function ownPhoto(file: string): Promise<Photo> {
  const path = resolve(file);
  const found = await sharp(path)
    .metadata()
    .catch((cause: Error) => {
      throw new UsageError(
        {
          en: `--photo ${file}: ${cause.message}. Expected a photo that can be read.`,
          zh: `--photo ${file}：${cause.message}。应为可以读取的照片。`,
        },
        {
          cause,
        },
      );
    });
  const format = Object.values(kinds).find((kind) => kind.format === toFormat(found))?.format;
  if (!format) {
    throw new UsageError({
      en: `--photo ${file}: is ${found.format}, expected JPEG, PNG, WebP or AVIF.`,
      zh: `--photo ${file}：是 ${found.format}，应为 JPEG、PNG、WebP 或 AVIF。`,
    });
  }
  const { width, height } = found.autoOrient;
  return { path, bytes: statSync(path).size, width, height, format, name: basename(file) };
}

/** sharp calls every file of the HEIF family heif, and AVIF by its compression. */
function toFormat({ format, compression }: { format: string; compression?: string | undefined }): string {
  return compression === 'av1' ? 'avif' : format;
}
