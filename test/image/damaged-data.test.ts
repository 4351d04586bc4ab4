// Photos whose pixel data was damaged while everything around it was made to fit: lengths, checksums, end markers. A thumbnail that
// looks otherwise than that of the whole photo is never made without a word.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../src/function/errors.ts';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { heic, jxl, samples } from '../fixtures/images/images.ts';
import { damages, pixelDataOf } from '../support/damage.ts';
import { sharedEngine } from '../support/engine.ts';
import { compare } from '../support/similar.ts';
import { createSquooshEngine } from '../support/squoosh.ts';
import { makeOne } from '../support/thumbnails.ts';

const photo = await sharp(samples.landscape.path).resize(240, 160, { fit: 'cover' }).png().toBuffer();
const picture = () => sharp(photo);
/** So many bytes that it is decoded in rows which are read in a few pieces, at an eighth of its sides. */
const large = () => sharp(samples.landscape.path).resize(1600);
/** In one strip. */
const scan = () => picture().resize(96, 64);

type Damage = keyof typeof damages;
const all: readonly Damage[] = Object.keys(damages);
/** What is noticed in formats that have no checksums, and in which any bytes are pixels. */
const lost: readonly Damage[] = ['cut', 'drop'];
const short: readonly Damage[] = ['cut'];

const sources: readonly (readonly [name: string, SourceFormat, Buffer, noticed: readonly Damage[]])[] = [
  ['JPEG', 'jpeg', await picture().jpeg().toBuffer(), all],
  ['progressive JPEG', 'jpeg', await picture().jpeg({ progressive: true }).toBuffer(), all],
  ['large JPEG', 'jpeg', await large().jpeg({ quality: 92 }).toBuffer(), all],
  ['large progressive JPEG', 'jpeg', await large().jpeg({ progressive: true }).toBuffer(), all],
  ['PNG', 'png', await picture().png().toBuffer(), all],
  ['interlaced PNG', 'png', await picture().png({ progressive: true }).toBuffer(), all],
  ['PNG of a palette', 'png', await picture().png({ palette: true }).toBuffer(), all],
  ['lossy WebP', 'webp', await picture().webp().toBuffer(), short],
  ['lossless WebP', 'webp', await picture().webp({ lossless: true }).toBuffer(), lost],
  ['GIF', 'gif', await picture().gif().toBuffer(), short],
  ['TIFF without compression', 'tiff', await scan().tiff({ compression: 'none' }).toBuffer(), lost],
  ['TIFF of LZW', 'tiff', await scan().tiff({ compression: 'lzw' }).toBuffer(), all],
  ['TIFF of Deflate', 'tiff', await scan().tiff({ compression: 'deflate' }).toBuffer(), lost],
  ['TIFF of PackBits', 'tiff', await scan().tiff({ compression: 'packbits' }).toBuffer(), lost],
  ['TIFF of JPEG', 'tiff', await scan().tiff({ compression: 'jpeg' }).toBuffer(), lost],
  ['AVIF', 'avif', await picture().avif({ effort: 0 }).toBuffer(), all],
  ['HEIC', 'heic', readFileSync(heic.photo.path), [...lost, 'repeat']],
  ['JPEG XL', 'jxl', readFileSync(jxl.landscape.path), all],
];
/** Bytes are hit at these places of the data, a tenth of them. */
const shares = [0.02, 0.2, 0.4, 0.6, 0.8, 0.97];
/** Of 255: how far a thumbnail may be from that of the whole photo. */
const alike = 2;

const vips = await sharedEngine();
const readBySquoosh: readonly SourceFormat[] = ['jpeg', 'png', 'webp', 'heic'];

async function expectNoSilence(engine: Engine, source: (typeof sources)[number]): Promise<void> {
  const [name, format, bytes, noticed] = source;
  const { data, with: withData } = pixelDataOf(bytes, format);
  const { bytes: good } = await makeOne(engine, withData(data), '120x120,png');
  for (const kind of noticed) {
    for (const share of shares) {
      const made = await makeOne(engine, withData(damages[kind]?.(data, share) ?? data), '120x120,png').catch(
        (error: unknown) => error,
      );
      const where = `${name}, ${kind} at ${share}`;
      if (made instanceof ThumbnailError) expect(made, where).toMatchObject({ code: 'source-corrupt' });
      else expect((await compare((made as { bytes: Buffer }).bytes, good)).mean, where).toBeLessThan(alike);
    }
  }
}

test.each(sources.filter(([, format]) => format !== 'heic'))(
  'libvips: damage in a %s is refused, or does not show',
  async (...source) => {
    await expectNoSilence(vips, source);
  },
);

test.each(sources.filter(([, format]) => readBySquoosh.includes(format)))(
  'Squoosh: damage in a %s is refused, or does not show',
  async (...source) => {
    await expectNoSilence(await createSquooshEngine(), source);
  },
);
