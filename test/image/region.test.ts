// A photo of which only a region counts, as trimming finds it: everything else goes by that region, as if it had been cut
// out before.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { storeTurned } from '../support/orientation.ts';
import { bySharp, formatOf, makeOne, soon, specOf } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(600, 400);
const region = { left: 37, top: 41, width: 403, height: 211 };
const cut = await sharp(picture).extract(region).png().toBuffer();

test.each([
  '150x150',
  '100x100,cover',
  '100x100,cover,east',
  '60x300,contain',
  '90x20,fill',
  '500x500',
  '900x,enlarge',
])('%s', async (preset) => {
  const { bytes, width } = await makeOne(engine, picture, `${preset},png`, { region });
  const expected = await bySharp(cut, `${preset},png`);
  expect(width).toBe((await sharp(expected).metadata()).width);
  await expectAlike(bytes, expected, 2);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a JPEG of orientation %i', async (orientation) => {
  const photo = await storeTurned(picture, orientation, 'jpeg');
  const { bytes } = await makeOne(engine, photo, '100x100,png', { region });
  await expectAlike(bytes, await bySharp(cut, '100x100,png'));
});

test('a JPEG has the size that sharp gives it after its trim', async () => {
  const photo = await sharp(picture).jpeg().toBuffer();
  const odd = { ...region, width: 380, height: 211 };
  const { width, height } = await makeOne(engine, photo, '100x100,png', { region: odd });
  const { info } = await sharp(photo)
    .extract(odd)
    .resize(100, 100, { fit: 'inside' })
    .toBuffer({ resolveWithObject: true });
  expect([width, height]).toEqual([info.width, info.height]);
});

test('what is kept is told in the whole photo', async () => {
  const { crop } = await makeOne(engine, picture, '100x100,png', { region });
  expect(crop).toEqual(region);
  const east = await makeOne(engine, picture, '211x211,cover,east,png', { region });
  expect(east.crop).toEqual({ left: 37 + 403 - 211, top: 41, width: 211, height: 211 });
});

test('a focus is a point of the whole photo', async () => {
  const { crop } = await makeOne(engine, picture, '211x211,cover,png', { region, focus: { x: 0.4, y: 0.5 } });
  expect(crop).toEqual({ left: 240 - 105, top: 41, width: 211, height: 211 });
});

test('one job may show several parts, each of them right', async () => {
  const info = await engine.inspect(picture, formatOf(picture), soon());
  const [preset] = parsePresets('120x120,png');
  if (!preset) throw new Error('no preset');
  const other = { left: 0, top: 200, width: 200, height: 200 };
  const specs = [undefined, region, other, region].map((one, n) => ({
    ...specOf(info, preset, { region: one }),
    gravity: n === 3 ? ('north' as const) : ('centre' as const),
  }));
  const delivered: number[] = [];
  const { thumbnails } = await engine.render({ bytes: picture, info, specs }, soon(), (index) =>
    delivered.push(index),
  );
  const expected = [picture, cut, await sharp(picture).extract(other).png().toBuffer(), cut];
  for (const [n, { bytes }] of thumbnails.entries())
    await expectAlike(bytes, await bySharp(expected[n] as Buffer, '120x120,png'), 2);
  expect(delivered.sort()).toEqual([0, 1, 2, 3]);
});
