// The WebP decoder's samples are those of libwebp, each of them, for all that its encoder writes.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type WebpOptions } from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { samples, webpFolder } from '../../fixtures/images/images.ts';
import { openWebpPair } from '../../support/webp-pair.ts';

const pair = await openWebpPair();
afterAll(() => pair.stop());

const photo = sharp(samples.landscape.path);
const drawing = sharp(samples.transparent.path);

const presets = ['default', 'photo', 'picture', 'drawing', 'icon', 'text'] as const;

describe.each(presets)('as for a %s', (preset) => {
  test.each([1, 20, 50, 75, 95, 100])('lossy, of quality %i', async (quality) => {
    for (const effort of [0, 4, 6]) {
      const options: WebpOptions = { preset, quality, effort, smartSubsample: effort === 6 };
      const wide = await photo.clone().resize(331, 187, { fit: 'fill' }).webp(options).toBuffer();
      expect(pair.compare(wide), `effort ${effort}`).toEqual({});
      const translucent = await drawing.clone().resize(203).webp(options).toBuffer();
      expect(pair.compare(translucent), `with alpha, effort ${effort}`).toEqual({});
    }
  });
});

test.each([0, 30, 100])('alpha of quality %i', async (alphaQuality) => {
  const bytes = await drawing.clone().resize(300).webp({ alphaQuality }).toBuffer();
  expect(pair.compare(bytes)).toEqual({});
});

describe('lossless', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])('effort %i', async (effort) => {
    for (const picture of [photo.clone().resize(290, 171, { fit: 'fill' }), drawing.clone().resize(240)]) {
      const lossless = await picture.clone().webp({ lossless: true, effort }).toBuffer();
      expect(pair.compare(lossless)).toEqual({});
      const near = await picture.clone().webp({ nearLossless: true, quality: 40, effort }).toBuffer();
      expect(pair.compare(near), 'nearly').toEqual({});
    }
  });

  // Few colours are packed into bytes, several pixels in each.
  test.each([2, 3, 4, 13, 16, 17, 200, 256])('%i colours', async (colours) => {
    for (const width of [1, 7, 8, 9, 161]) {
      const indexed = await photo.clone().resize(width, 100, { fit: 'fill' }).png({ palette: true, colours });
      const bytes = await sharp(await indexed.toBuffer())
        .webp({ lossless: true })
        .toBuffer();
      expect(pair.compare(bytes), `${width} pixels wide`).toEqual({});
    }
  });
});

const sides = [1, 2, 3, 15, 16, 17, 31, 32, 33];

test.each(sides)('%i pixels wide, of any height', async (width) => {
  for (const height of sides) {
    for (const lossless of [false, true]) {
      const small = photo.clone().resize(width, height, { fit: 'fill' });
      const bytes = await small.clone().webp({ lossless, quality: 60 }).toBuffer();
      expect(pair.compare(bytes), `${height} pixels high`).toEqual({});
      const veiled = await small.ensureAlpha(0.5).webp({ lossless, quality: 60 }).toBuffer();
      expect(pair.compare(veiled), `${height} pixels high, with alpha`).toEqual({});
    }
  }
});

/** Of options that sharp does not have. */
test.each(readdirSync(webpFolder))('%s', (name) => {
  expect(pair.compare(readFileSync(join(webpFolder, name)))).toEqual({});
});
