// The manifest that the built file writes, with its hashes and colour, on whatever runtime and engine.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { thumbHashToAverageRGBA } from 'thumbhash';
import { expect, test } from 'vitest';
import type { Manifest } from '../../../src/function/manifest/content.ts';
import { samples } from '../../fixtures/images/images.ts';
import { briefly } from '../../support/outcomes.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const { objects } = stage.server;
const thumbnailer = stage.start({
  env: { THUMB_PRESETS: 'small:120x;square:60x60,cover,webp', THUMB_MANIFEST: 'on' },
});
const key = 'cat.png.json';
const read = (): Manifest => JSON.parse(Buffer.from(objects.get(TARGET, key)?.bytes ?? []).toString());

test('lists the thumbnails and knows the photo by its colours, and is made anew without them', async () => {
  const photo = readFileSync(samples.transparent.path);
  const event = await stage.upload('cat.png', photo);
  expect(briefly(await thumbnailer.invoke(event))).toEqual([
    'stored cat-small.png',
    'stored cat-square.webp',
    `stored ${key}`,
  ]);
  const made = read();
  expect(made.renditions).toMatchObject([
    { key: 'cat-small.png', width: 120, height: 90, bytes: objects.get(TARGET, 'cat-small.png')?.size },
    { key: 'cat-square.webp', width: 60, height: 60, crop: { left: 100, top: 0, width: 600, height: 600 } },
  ]);
  expect(made.srcset.map(({ srcset }) => srcset)).toEqual(['cat-small.png 120w', 'cat-square.webp 60w']);
  const { r, g, b, a } = thumbHashToAverageRGBA(Buffer.from(made.thumbHash, 'base64'));
  const { data } = await sharp(photo).resize(1, 1).raw().toBuffer({ resolveWithObject: true });
  for (const [n, value] of [r, g, b, a].entries()) expect(value).toBeCloseTo((data[n] ?? 0) / 255, 0.7);

  objects.delete(TARGET, key);
  expect(briefly(await thumbnailer.invoke(event))).toEqual([
    'skipped up-to-date',
    'skipped up-to-date',
    `stored ${key}`,
  ]);
  expect(read().renditions).toEqual(made.renditions);
  expect(briefly(await thumbnailer.invoke(event))).toEqual(Array(3).fill('skipped up-to-date'));
});
