// The Squoosh engine's thumbnails against sharp's: sizes to the pixel, pictures within what an eye notices.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { fits } from '../../src/function/preset/preset.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { bySharp, makeAll, makeOne } from '../support/thumbnails.ts';

let squoosh: Engine;
beforeAll(async () => {
  squoosh = await sharedSquooshEngine();
});

const photo = (name: 'landscape' | 'portrait' | 'transparent' | 'wideGamut') =>
  new Uint8Array(readFileSync(samples[name].path));

describe.each(['landscape', 'portrait', 'transparent', 'wideGamut'] as const)('%s', (name) => {
  test.each(fits)('with the fit %s looks as sharp makes it', async (fit) => {
    const preset = `220x180,${fit},png`;
    const { bytes, width, height } = await makeOne(squoosh, photo(name), preset);
    const expected = await bySharp(photo(name), preset);
    expect([width, height]).toEqual(await sharp(expected).metadata().then(sides));
    await expectAlike(bytes, expected, 2);
  });

  test.each(['jpeg', 'png', 'webp'])('as %s is that format, without metadata', async (format) => {
    const preset = `300x300,${format}`;
    const { bytes } = await makeOne(squoosh, photo(name), preset);
    const { format: made, exif, icc, orientation } = await sharp(bytes).metadata();
    expect({ made, exif, icc, orientation }).toEqual({ made: format });
    await expectAlike(bytes, await bySharp(photo(name), preset));
  });
});

const sides = ({ width, height }: { width: number; height: number }) => [width, height];

const gravities = ['north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest'];

describe('a frame of another shape', () => {
  test.each(gravities)('keeps the %s', async (gravity) => {
    const picture = await drawGeometry(640, 480);
    const presets = [
      `100x200,cover,${gravity},png`,
      `200x100,cover,${gravity},png`,
      `99x201,contain,${gravity},png`,
    ];
    for (const preset of presets) {
      await expectAlike((await makeOne(squoosh, picture, preset)).bytes, await bySharp(picture, preset));
    }
  });
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', (orientation) => {
  test.each(['jpeg', 'png', 'webp'] as const)('of a %s is turned upright', async (format) => {
    const picture = await sharp(await drawGeometry(320, 200))
      .withMetadata({ orientation })
      .toFormat(format)
      .toBuffer();
    const seen = orientation >= 5 ? [100, 160] : [160, 100];
    const { bytes, width, height } = await makeOne(squoosh, picture, '160x160,png');
    expect([width, height]).toEqual(seen);
    await expectAlike(bytes, await bySharp(picture, '160x160,png'));
  });
});

test('transparency stays, and does not bleed the colours that it hides', async () => {
  // Invisible red around visible blue: an edge with red in it was averaged wrongly.
  const data = Buffer.alloc(200 * 200 * 4);
  for (let i = 0; i < data.length; i += 4) data.set(i % 800 < 400 ? [255, 0, 0, 0] : [0, 0, 255, 255], i);
  const picture = await sharp(data, { raw: { width: 200, height: 200, channels: 4 } })
    .png()
    .toBuffer();
  const { bytes } = await makeOne(squoosh, picture, '31x31,png');
  const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer();
  const visible = Array.from({ length: 31 }, (_, x) => [...pixels.subarray(x * 4, x * 4 + 4)]).filter(
    ([, , , alpha]) => alpha !== 0,
  );
  expect(visible.length).toBeGreaterThan(10);
  for (const [red] of visible) expect(red).toBeLessThan(3);
});

test('what is transparent becomes white in a JPEG', async () => {
  const { bytes } = await makeOne(squoosh, photo('transparent'), '100x,jpeg');
  const [red = 0, green = 0, blue = 0] = await sharp(bytes).raw().toBuffer();
  expect(Math.min(red, green, blue)).toBeGreaterThan(245);
});

test('several sizes come from one photo, in the order in which they were asked for', async () => {
  const presets = ['a:100x', 'b:1600x', 'c:640x,webp', 'd:320x200,cover,png'];
  const made = await makeAll(squoosh, photo('landscape'), presets.join(';'));
  expect(made.map(sides)).toEqual([
    [100, 56],
    [1600, 900],
    [640, 360],
    [320, 200],
  ]);
  for (const [i, preset] of presets.entries()) {
    await expectAlike(
      made[i]?.bytes ?? new Uint8Array(),
      await bySharp(photo('landscape'), preset.includes(',') ? preset : `${preset},jpeg`),
      5,
    );
  }
});

test('a photo that is enlarged looks as sharp makes it', async () => {
  const small = await sharp(photo('landscape')).resize(90).png().toBuffer();
  const preset = '333x333,enlarge,png';
  await expectAlike((await makeOne(squoosh, small, preset)).bytes, await bySharp(small, preset));
});
