// Damaged photos: the engine says whose fault it is, never makes half a thumbnail, and goes on.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SourceFormat } from '../../src/function/format/format.ts';
import { heic, hostile, jxl, samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { bySharp, makeOne, soon } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(480, 320);
const good = await sharp(picture).jpeg().toBuffer();
const corrupt = { name: 'ThumbnailError', code: 'source-corrupt' };

beforeAll(() => makeOne(engine, good, '100x100'));
afterEach(async () => {
  expect((await makeOne(engine, good, '100x100')).width).toBe(100);
});

const whole: Readonly<Record<SourceFormat, Buffer>> = {
  heic: readFileSync(heic.photo.path),
  jxl: readFileSync(jxl.landscape.path),
  jpeg: good,
  png: await sharp(picture).png().toBuffer(),
  webp: await sharp(picture).webp({ quality: 90 }).toBuffer(),
  gif: await sharp(picture).gif().toBuffer(),
  tiff: await sharp(picture).tiff({ compression: 'lzw' }).toBuffer(),
  avif: await sharp(picture).avif({ effort: 0 }).toBuffer(),
};

/** The first part of a file. */
const cut = (bytes: Buffer, share: number) =>
  bytes.subarray(0, Math.max(16, Math.floor(bytes.length * share)));
const shares = [0, 0.01, 0.1, 0.5, 0.9] as const;

test.each(
  (['jpeg', 'png', 'webp', 'avif', 'jxl'] as const).flatMap((format) =>
    shares.map((share) => [format, share] as const),
  ),
)('a %s that ends after %d of its bytes is corrupt', async (format, share) => {
  await expect(makeOne(engine, cut(whole[format], share), '100x100,png')).rejects.toMatchObject(corrupt);
});

test.each(
  (['gif', 'tiff'] as const).flatMap((format) => [...shares, 0.99].map((share) => [format, share] as const)),
)(
  'a %s that ends after %d of its bytes is corrupt, or all of its picture is there',
  async (format, share) => {
    const made = await makeOne(engine, cut(whole[format], share), '100x100,png').catch(
      (error: unknown) => error,
    );
    if (made instanceof Error) expect(made).toMatchObject(corrupt);
    else await expectAlike((made as { bytes: Uint8Array }).bytes, await bySharp(picture, '100x100'));
  },
);

test('it is said in one line what was found, and what to do', async () => {
  const error = await makeOne(engine, readFileSync(hostile.truncated.path), '100x100').catch((e: Error) => e);
  expect(error).toMatchObject({
    ...corrupt,
    message: expect.stringMatching(
      /^the photo is damaged or cut short \([^\n]+ %[^\n]+\)\. Upload it again\.$/,
    ),
  });
});

/** Above and below the size up to which a JPEG is followed before it is decoded. */
const jpegs = [
  good,
  await sharp(samples.landscape.path)
    .resize(1600)
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer(),
];

test.each(jpegs.map((photo) => [photo.length, photo] as const))(
  'a JPEG of %i bytes is judged by its data, not by its end marker',
  async (_, photo) => {
    const expected = await bySharp(photo, '100x100');
    const without = photo.subarray(0, -2);
    for (const whole of [without, Buffer.concat([without, Buffer.alloc(500)])]) {
      await expectAlike((await makeOne(engine, whole, '100x100,png')).bytes, expected);
      expect(
        (await engine.findTrim(whole, await engine.inspect(whole, 'jpeg', soon()), 10, soon())).top,
      ).toBe(0);
    }
    const half = Buffer.concat([photo.subarray(0, photo.length / 2), Buffer.from([0xff, 0xd9])]);
    await expect(makeOne(engine, half, '100x100')).rejects.toMatchObject({
      ...corrupt,
      message: expect.stringMatching(/only the first \d+ % of the picture/),
    });
  },
);

test('bytes that differ in the middle are corrupt where the format has checksums', async () => {
  const bytes = Buffer.from(whole.png);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 255, bytes.length >> 1);
  await expect(makeOne(engine, bytes, '100x100')).rejects.toMatchObject(corrupt);
});

test('stray bytes between the segments of a JPEG are read over', async () => {
  const second = 2 + 2 + good.readUInt16BE(4);
  const photo = Buffer.concat([good.subarray(0, second), Buffer.from([0, 1, 2, 3]), good.subarray(second)]);
  const { bytes } = await makeOne(engine, photo, '100x100,png');
  await expectAlike(bytes, await bySharp(picture, '100x100'));
});

test.each([
  ['PNG', 'jpeg', whole.png],
  ['JPEG', 'png', whole.jpeg],
  ['GIF', 'webp', whole.gif],
] as const)('%s bytes that are announced as %s are corrupt', async (_, format, bytes) => {
  await expect(engine.inspect(bytes, format, soon())).rejects.toMatchObject(corrupt);
});

test.each([
  ['PPM', Buffer.from('P6 1 1 255 \0\0\0')],
  ['Radiance', Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\0\0\0\0')],
])('the loader for %s never runs, whatever the bytes are announced as', async (_, bytes) => {
  await expect(engine.inspect(bytes, 'png', soon())).rejects.toMatchObject({
    ...corrupt,
    message: expect.not.stringContaining('reads it as'),
  });
});

test('a JPEG of 12 bits is told from a damaged one', async () => {
  const photo = Buffer.from(good);
  const frame = photo.indexOf(Buffer.from([0xff, 0xc0]));
  photo.set([0xc1], frame + 1);
  photo.set([12], frame + 4);
  await expect(makeOne(engine, photo, '100x100')).rejects.toMatchObject({ code: 'source-unsupported' });
});
