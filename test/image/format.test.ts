// Every format that is read, and the options of those that are written.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sourceFormats } from '../../src/function/format/format.ts';
import { jxl, samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { bySharp, formatOf, makeAll, makeOne, soon } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(480, 320);
const other = await sharp(picture).negate().png().toBuffer();
const animation = (format: 'gif' | 'webp') =>
  sharp([picture, other], { join: { animated: true } })
    .toFormat(format)
    .toBuffer();

const plain = {
  width: 480,
  height: 320,
  pages: 1,
  hasAlpha: false,
  colour: 'rgb',
  interlaced: false,
  bitDepth: 8,
};

test.each([
  ['jpeg', 'baseline JPEG', await sharp(picture).jpeg().toBuffer(), { samples: 1.5 }],
  [
    'jpeg',
    'JPEG at full resolution of its colours',
    await sharp(picture).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    { samples: 3 },
  ],
  [
    'jpeg',
    'progressive JPEG',
    await sharp(picture).jpeg({ progressive: true }).toBuffer(),
    { interlaced: true, samples: 1.5 },
  ],
  ['png', 'interlaced PNG', await sharp(picture).png({ progressive: true }).toBuffer(), { interlaced: true }],
  ['webp', 'WebP', await sharp(picture).webp({ quality: 95 }).toBuffer(), { lossy: true }],
  ['webp', 'lossless WebP', await sharp(picture).webp({ lossless: true }).toBuffer(), { lossy: false }],
  ['tiff', 'TIFF', await sharp(picture).tiff({ compression: 'none' }).toBuffer(), { samples: 3 }],
  [
    'tiff',
    'TIFF with LZW',
    await sharp(picture).tiff({ compression: 'lzw', tile: true }).toBuffer(),
    { samples: 3, decodedPixels: 512 * 512 },
  ],
  [
    'avif',
    'AVIF',
    await sharp(picture).avif({ quality: 90, effort: 0 }).toBuffer(),
    { samples: 3, decodedPixels: 480 * 320 },
  ],
] as const)('a %s is read: %s', async (format, _, photo, notable) => {
  expect(formatOf(photo)).toBe(format);
  expect(await engine.inspect(photo, format, soon())).toEqual({ format, ...plain, ...notable });
  const { bytes } = await makeOne(engine, photo, '160x160,png');
  await expectAlike(bytes, await bySharp(picture, '160x160'));
});

test.each([
  ['its bare codestream', jxl.landscape, samples.landscape, { width: 400, height: 225, samples: 3 }],
  [
    'a container',
    jxl.transparent,
    samples.transparent,
    { width: 200, height: 150, hasAlpha: true, samples: 4 },
  ],
] as const)('JPEG XL is read from %s', async (_, { path }, original, notable) => {
  const photo = readFileSync(path);
  expect(formatOf(photo)).toBe('jxl');
  const info = { ...plain, format: 'jxl', ...notable };
  expect(await engine.inspect(photo, 'jxl', soon())).toEqual(info);
  const { bytes } = await makeOne(engine, photo, '100x100,png');
  await expectAlike(bytes, await bySharp(readFileSync(original.path), '100x100'));
});

test('of an AVIF sequence the picture is taken that it shows first', async () => {
  const still = await sharp(picture).avif({ quality: 90, effort: 0 }).toBuffer();
  const sequence = Buffer.from(still.toString('latin1').replace('ftypavif', 'ftypavis'), 'latin1');
  expect(formatOf(sequence)).toBe('avif');
  const { bytes } = await makeOne(engine, sequence, '160x160,png');
  await expectAlike(bytes, await bySharp(picture, '160x160'));
});

test('an AVIF sequence without such a picture is refused, with advice', async () => {
  const still = await sharp(picture).avif({ effort: 0 }).toBuffer();
  const text = still.toString('latin1').replace('ftypavif', 'ftypavis').replace('meta', 'free');
  await expect(makeOne(engine, Buffer.from(text, 'latin1'), '160x160')).rejects.toMatchObject({
    code: 'source-unsupported',
    message: expect.stringMatching(/AVIF sequence.*Upload a still frame/),
  });
});

test.each(['gif', 'webp'] as const)('of an animated %s the first frame is taken', async (format) => {
  const photo = await animation(format);
  expect(await engine.inspect(photo, format, soon())).toMatchObject({ pages: 2, width: 480, height: 320 });
  const { bytes } = await makeOne(engine, photo, '160x160,png');
  await expectAlike(bytes, await bySharp(picture, '160x160'), 8);
});

test.each([
  ['avis', 'iso8', 'iso6', 'mp41'],
  ['avif', 'avis', 'msf1', 'iso8'],
  ['MA1A', 'MA1A', 'MA1A', 'MA1A'],
  ['mif1', 'msf1', 'miaf', 'MA1B'],
  ['mif3', 'heif', 'iso8', 'iso6'],
  ['isom', 'avif', 'mif1', 'miaf'],
  ['msf1', 'iso8', 'mif1', 'miaf'],
])('an AVIF picture of the brands %s, %s, %s, %s is read', async (...brands) => {
  const still = await sharp(picture).avif({ quality: 90, effort: 0 }).toBuffer();
  const named = Buffer.from(still);
  const [major, ...compatible] = brands;
  named.write(major, 8, 'latin1');
  compatible.forEach((brand, index) => {
    named.write(brand, 16 + 4 * index, 'latin1');
  });
  for (let at = 28; at < named.readUInt32BE(0); at += 4) named.write('iso9', at, 'latin1');
  expect(formatOf(named)).toBe('avif');
  const { bytes } = await makeOne(engine, named, '160x160,png');
  await expectAlike(bytes, await bySharp(still, '160x160'));
});

test('of a TIFF of several pages the first is taken', async () => {
  const photo = await sharp([picture, other], { join: { animated: true } })
    .tiff()
    .toBuffer();
  expect(await engine.inspect(photo, 'tiff', soon())).toMatchObject({ pages: 2, height: 320 });
  const { bytes } = await makeOne(engine, photo, '160x160,png');
  await expectAlike(bytes, await bySharp(picture, '160x160'));
});

// HEIC has an engine of its own.
test.each(Object.entries(sourceFormats).filter(([format]) => format !== 'heic'))(
  'by itself a %s stays what browsers show',
  async (format, { auto }) => {
    const photo =
      format === 'jxl'
        ? readFileSync(jxl.landscape.path)
        : await sharp(picture)
            .toFormat(format as 'jpeg')
            .toBuffer();
    const { bytes } = await makeOne(engine, photo, '60x60');
    expect((await sharp(bytes).metadata()).format).toBe(auto === 'avif' ? 'heif' : auto);
  },
);

test.each(['jpeg', 'webp'])('more quality makes a larger %s', async (format) => {
  const photo = readFileSync(samples.landscape.path);
  const made = await makeAll(
    engine,
    photo,
    `a:200x200,${format},q30;b:200x200,${format},q80;c:200x200,${format},q95;d:200x200,${format}`,
  );
  const [low = 0, usual = 0, high = 0, unsaid = 0] = made.map(({ bytes }) => bytes.length);
  expect(low).toBeLessThan(usual);
  expect(usual).toBeLessThan(high);
  expect(unsaid).toBe(usual);
});
