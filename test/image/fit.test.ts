// Every fit, gravity and format: the thumbnail has sharp's size and looks like sharp's.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fits, gravities } from '../../src/function/preset/preset.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { bySharp, makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();

async function expectSharps(photo: Uint8Array, preset: string): Promise<void> {
  const { bytes, width, height } = await makeOne(engine, photo, preset);
  const expected = await bySharp(photo, preset);
  const size = await sharp(expected).metadata();
  expect(`${width}x${height}`).toBe(`${size.width}x${size.height}`);
  await expectAlike(bytes, expected);
}

describe.each(Object.values(samples))('$notable', ({ path }) => {
  const photo = readFileSync(path);
  test.each(fits)('fits a box by %s', (fit) => expectSharps(photo, `150x130,${fit},png`));
  test.each(['jpeg', 'png', 'webp'])('is written as %s', async (format) => {
    const { bytes } = await makeOne(engine, photo, `160x160,${format}`);
    expect((await sharp(bytes).metadata()).format).toBe(format);
    // The decoder shrinks a JPEG, which sharpens it, and drops a last column that is not whole.
    await expectAlike(bytes, await bySharp(photo, `160x160,${format}`), 6);
  });
});

describe.each([
  ['a wide picture', 640, 360, '150x150'],
  ['a tall picture', 360, 640, '150x150'],
  // An odd number of pixels to spare: who rounds the other way is a pixel off.
  ['a picture with an odd rest', 401, 300, '100x77'],
])('%s', (_, width, height, box) => {
  const picture = drawGeometry(width, height);
  const chosen = ['entropy', 'attention'];
  test.each(gravities)('is cropped to its %s', async (gravity) => {
    await expectSharps(await picture, `${box},cover,${gravity},png`);
  });
  test.each(gravities.filter((gravity) => !chosen.includes(gravity)))(
    'is padded around its %s',
    async (gravity) => {
      await expectSharps(await picture, `${box},contain,${gravity},png`);
    },
  );
});

test.each(['entropy', 'attention'])('a photo is cropped by %s where sharp crops it', async (gravity) => {
  await expectSharps(readFileSync(samples.landscape.path), `200x200,cover,${gravity},png`);
});

test.each(fits)('a small photo is enlarged by %s when that is asked for, and not otherwise', async (fit) => {
  const small = await sharp(await drawGeometry(40, 30))
    .png()
    .toBuffer();
  await expectSharps(small, `100x100,${fit},png`);
  await expectSharps(small, `100x100,${fit},png,enlarge`);
});
