// What a crop keeps: around the uploader's focus if there is one, and told in pixels of the whole photo.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { storeTurned } from '../support/orientation.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne } from '../support/thumbnails.ts';

const vips = await sharedEngine();
const squoosh = await sharedSquooshEngine();
const picture = await drawGeometry(400, 200);

describe.each<[string, Engine]>([
  ['wasm-vips', vips],
  ['Squoosh', squoosh],
])('%s', (_, engine) => {
  test.each([
    [0.5, 0.5, 100],
    [0.4, 0.5, 60],
    [0.75, 0, 200],
    [0, 0.5, 0],
    [1, 1, 200],
    [0.2, 0.9, 0],
  ])('a focus at %d,%d', async (x, y, left) => {
    const { bytes, crop } = await makeOne(engine, picture, '200x200,cover,png', { focus: { x, y } });
    expect(crop).toEqual({ left, top: 0, width: 200, height: 200 });
    await expectAlike(
      bytes,
      await sharp(picture).extract({ left, top: 0, width: 200, height: 200 }).toBuffer(),
    );
  });

  test('a focus overrules every gravity', async () => {
    const focus = { x: 0.35, y: 0.5 };
    for (const gravity of ['west', 'attention', 'entropy']) {
      const { crop } = await makeOne(engine, picture, `50x50,cover,${gravity},png`, { focus });
      expect(crop).toEqual({ left: 40, top: 0, width: 200, height: 200 });
    }
  });

  test.each([
    ['centre', 100],
    ['west', 0],
    ['southeast', 200],
  ])('the crop by %s is told at the full size', async (gravity, left) => {
    const { crop } = await makeOne(engine, picture, `50x50,cover,${gravity},png`);
    expect(crop).toEqual({ left, top: 0, width: 200, height: 200 });
  });

  test.each(['attention', 'entropy'])('what %s chose is told', async (gravity) => {
    const { bytes, crop } = await makeOne(engine, picture, `200x200,cover,${gravity},png`);
    expect(crop).toMatchObject({ top: 0, width: 200, height: 200 });
    await expectAlike(
      bytes,
      await sharp(picture)
        .extract(crop ?? { left: 0, top: 0, width: 0, height: 0 })
        .toBuffer(),
      0.1,
    );
  });

  test.each(['100x100', '100x100,contain', '100x100,fill', '100x50,cover'])(
    '%s crops nothing',
    async (preset) => {
      expect((await makeOne(engine, picture, `${preset},png`)).crop).toBeUndefined();
    },
  );

  test('focus and crop are meant as the photo is seen', async () => {
    const photo = await storeTurned(picture, 6, 'jpeg');
    const { bytes, crop } = await makeOne(engine, photo, '100x100,cover,png', { focus: { x: 0.9, y: 0.5 } });
    expect(crop).toEqual({ left: 200, top: 0, width: 200, height: 200 });
    await expectAlike(
      bytes,
      await sharp(picture).extract({ left: 200, top: 0, width: 200, height: 200 }).resize(100).toBuffer(),
    );
  });
});

test('of several thumbnails each is told what it kept', async () => {
  const { crop } = await makeOne(vips, picture, 'a:50x50,cover,east,png;b:300x300,png');
  expect(crop).toEqual({ left: 200, top: 0, width: 200, height: 200 });
});
