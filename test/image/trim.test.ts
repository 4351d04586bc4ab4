// Where a border of one colour ends: sharp's own trim is asked.

import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { Region } from '../../src/function/engine/engine.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { formatOf, soon, specOf } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(120, 80);

function bordered(background: string | object, format: 'png' | 'jpeg' | 'webp' = 'png'): Sharp {
  const border = { left: 31, top: 7, right: 11, bottom: 23 };
  return sharp(picture)
    .extend({ ...border, background })
    .toFormat(format, { quality: 95 });
}

async function trimmed(bytes: Uint8Array, threshold = 10): Promise<Region> {
  const info = await engine.inspect(bytes, formatOf(bytes), soon());
  return engine.findTrim(bytes, info, threshold, soon());
}

async function bySharp(bytes: Uint8Array, threshold = 10): Promise<Region> {
  const upright = await sharp(bytes).autoOrient().png().toBuffer();
  const { info } = await sharp(upright).trim({ threshold }).raw().toBuffer({ resolveWithObject: true });
  const { width, height, trimOffsetLeft = 0, trimOffsetTop = 0 } = info;
  // sharp counts from the photo to what is left of it.
  return { left: 0 - trimOffsetLeft, top: 0 - trimOffsetTop, width, height };
}

const clear = { r: 0, g: 0, b: 0, alpha: 0 };
const shade = sharp({
  create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
});

test.each([
  ['white', await bordered('white').toBuffer()],
  ['coloured, as JPEG', await bordered('#c08040', 'jpeg').toBuffer()],
  ['clear', await bordered(clear, 'webp').toBuffer()],
  [
    'clear, around what has its colour',
    await shade.extend({ top: 9, left: 4, background: clear }).png().toBuffer(),
  ],
  ['grey', await bordered('white').greyscale().toColourspace('b-w').toBuffer()],
])('a border that is %s', async (_, photo) => {
  const region = await trimmed(photo);
  expect(region).toEqual(await bySharp(photo));
  expect(region.left).toBeGreaterThan(0);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a photo of EXIF orientation %i is trimmed as seen',
  async (orientation) => {
    const photo = await bordered('white', 'jpeg').withMetadata({ orientation }).toBuffer();
    expect(await trimmed(photo)).toEqual(await bySharp(photo));
  },
);

test('the corner as seen says what is border, wherever it is stored', async () => {
  const photo = await sharp(picture)
    .extend({ right: 25, background: 'white' })
    .withMetadata({ orientation: 2 })
    .png()
    .toBuffer();
  expect(await trimmed(photo)).toEqual({ left: 25, top: 0, width: 120, height: 80 });
});

test.each([1, 40, 120])('a threshold of %i', async (threshold) => {
  const faint = await sharp(await bordered('#808080').toBuffer()).extend({
    top: 20,
    left: 20,
    background: '#9a9a9a',
  });
  const photo = await faint.png().toBuffer();
  expect(await trimmed(photo, threshold)).toEqual(await bySharp(photo, threshold));
});

test('a threshold means the same for 16 bits', async () => {
  const photo = await bordered('white', 'jpeg').toBuffer();
  const deep = await sharp(photo).toColourspace('rgb16').png().toBuffer();
  expect(await trimmed(deep)).toEqual(await trimmed(photo));
});

test.each([
  [
    'nothing but border',
    await sharp({ create: { width: 50, height: 40, channels: 3, background: 'teal' } })
      .png()
      .toBuffer(),
  ],
  ['no border', picture],
])('%s: the whole photo', async (_, photo) => {
  const { width, height } = await sharp(photo).metadata();
  expect(await trimmed(photo)).toEqual({ left: 0, top: 0, width, height });
});

test('specks are border, as sharp sees them', async () => {
  const sides = { width: 24, height: 24, channels: 3 } as const;
  const density = fc.constantFrom(0.02, 0.05, 0.1, 0.2);
  const noise = fc.record({ density, seed: fc.integer() });
  for (const { density: share, seed } of fc.sample(noise, { numRuns: 30, seed: 8 })) {
    const isSet = fc.sample(fc.integer({ min: 0, max: 999 }), { numRuns: 24 * 24, seed });
    const data = Buffer.concat(
      isSet.map((value) => Buffer.from(value < share * 1000 ? [200, 90, 20] : [100, 100, 100])),
    );
    data.fill(100, 0, 3);
    const photo = await sharp(data, { raw: sides }).png().toBuffer();
    expect(await trimmed(photo)).toEqual(await bySharp(photo));
  }
});

test('what was trimmed is what is rendered, whatever was inspected meanwhile', async () => {
  const photo = await bordered('white').toBuffer();
  const info = await engine.inspect(photo, 'png', soon());
  await engine.inspect(await sharp(picture).negate().png().toBuffer(), 'png', soon());
  const region = await engine.findTrim(photo, info, 10, soon());
  const specs = parsePresets('120x80,png').map((preset) => specOf(info, preset, { region }));
  const { thumbnails } = await engine.render({ bytes: photo, info, specs }, soon());
  await expectAlike(thumbnails[0]?.bytes ?? photo, picture, 1);
});
