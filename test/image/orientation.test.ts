// EXIF orientation: however a camera was held, the thumbnail stands upright and says nothing of it.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { storeTurned } from '../support/orientation.ts';
import { makeOne, soon } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const upright = await drawGeometry(480, 320);

const stored = (orientation: number, format: 'jpeg' | 'webp' | 'tiff' | 'png') =>
  storeTurned(upright, orientation, format);

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a JPEG of orientation %i is turned upright', async (orientation) => {
  const photo = await stored(orientation, 'jpeg');
  expect(await engine.inspect(photo, 'jpeg', soon())).toMatchObject({ width: 480, height: 320 });
  const { bytes } = await makeOne(engine, photo, '200x200,png');
  await expectAlike(bytes, await sharp(upright).resize(200, 133).png().toBuffer());
  expect((await sharp(bytes).metadata()).orientation).toBeUndefined();
});

test.each(['webp', 'tiff', 'png'] as const)('a %s is turned upright, too', async (format) => {
  const { bytes } = await makeOne(engine, await stored(6, format), '200x200,png');
  await expectAlike(bytes, await sharp(upright).resize(200, 133).png().toBuffer());
});

test('box and gravity are meant as the photo is seen', async () => {
  const { bytes, width, height } = await makeOne(engine, await stored(6, 'jpeg'), '150x40,cover,north,png');
  expect([width, height]).toEqual([150, 40]);
  await expectAlike(bytes, await sharp(upright).resize(150, 40, { position: 'north' }).png().toBuffer());
});
