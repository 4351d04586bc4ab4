// Colours: whatever the photo keeps them in, the thumbnail is sRGB or grey of 8 bits, and looks like the photo.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { bySharp, makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(480, 320);
const translucent = readFileSync(samples.transparent.path);

/** The first pixel's bands. */
async function pixelAt(bytes: Uint8Array, left: number, top: number): Promise<number[]> {
  return [...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

/** As far apart as the loss of JPEG or WebP takes a band. */
const near = (value: number) => expect.closeTo(value, -1);

test.each([
  ['wide gamut', 3, readFileSync(samples.wideGamut.path)],
  ['CMYK', 3, readFileSync(samples.cmyk.path)],
  ['RGB of 16 bits', 3, await sharp(picture).toColourspace('rgb16').png().toBuffer()],
  ['grey', 1, await sharp(picture).greyscale().toColourspace('b-w').png().toBuffer()],
  ['grey of 16 bits', 1, await sharp(picture).greyscale().toColourspace('grey16').png().toBuffer()],
  ['grey with alpha', 2, await sharp(translucent).greyscale().toColourspace('b-w').png().toBuffer()],
  ['a palette', 3, await sharp(picture).png({ palette: true }).toBuffer()],
  ['a palette with transparency', 4, await sharp(translucent).png({ palette: true }).toBuffer()],
])('%s', async (_, channels, photo) => {
  const { bytes } = await makeOne(engine, photo, '160x160,png');
  await expectAlike(bytes, await bySharp(photo, '160x160'), 2);
  expect(await sharp(bytes).metadata()).toMatchObject({
    channels,
    depth: 'uchar',
    space: channels < 3 ? 'b-w' : 'srgb',
  });
});

test('colours outside of sRGB are brought into it, not just relabelled', async () => {
  const green = { r: 0, g: 200, b: 0 };
  const square = sharp({ create: { width: 64, height: 64, channels: 3, background: green } });
  const { bytes } = await makeOne(engine, await square.withIccProfile('p3').png().toBuffer(), '32x32,png');
  expect(await pixelAt(bytes, 16, 16)).toEqual([near(0), near(200), near(0)]);
  // What a viewer would show that takes the photo's own numbers for sRGB.
  const raw = sharp(await square.withIccProfile('p3').png().toBuffer(), { ignoreIcc: true });
  expect(await pixelAt(await raw.png().toBuffer(), 16, 16)).not.toEqual([near(0), near(200), near(0)]);
});

test('a wide gamut is brought into sRGB from 16 bits, too', async () => {
  const photo = await sharp(picture).withIccProfile('p3').toColourspace('rgb16').png().toBuffer();
  const { bytes } = await makeOne(engine, photo, '160x160,png');
  // Not by sharp, which clips these colours.
  await expectAlike(bytes, await bySharp(picture, '160x160'), 2);
});

test('JPEG has white where the photo is transparent', async () => {
  const { bytes } = await makeOne(engine, translucent, '200x200,jpeg');
  expect(await pixelAt(bytes, 2, 2)).toEqual([near(255), near(255), near(255)]);
  await expectAlike(bytes, await bySharp(translucent, '200x200,jpeg'));
});

test.each(['png', 'webp'])('%s keeps transparency', async (format) => {
  const { bytes } = await makeOne(engine, translucent, `200x200,${format}`);
  expect((await pixelAt(bytes, 2, 2))[3]).toBe(0);
  const alpha = async (of: Uint8Array) => sharp(of).extractChannel('alpha').png().toBuffer();
  await expectAlike(await alpha(bytes), await alpha(await bySharp(translucent, `200x200,${format}`)));
});

test.each([
  ['an opaque photo', 'jpeg', [255, 255, 255], picture],
  ['an opaque photo', 'webp', [255, 255, 255], picture],
  ['an opaque photo', 'png', [255, 255, 255], picture],
  ['a transparent photo', 'jpeg', [255, 255, 255], translucent],
  ['a grey photo', 'png', [255], await sharp(picture).greyscale().toColourspace('b-w').png().toBuffer()],
])('%s is padded with white as %s', async (_, format, white, photo) => {
  const { bytes } = await makeOne(engine, photo, `100x200,contain,${format}`);
  const corner = await pixelAt(bytes, 1, 1);
  expect(corner.slice(0, white.length)).toEqual(white.map(near));
});

test.each(['png', 'webp'])('a transparent photo is padded with nothing as %s', async (format) => {
  const { bytes } = await makeOne(engine, translucent, `100x200,contain,${format}`);
  expect((await pixelAt(bytes, 1, 1))[3]).toBe(0);
});
