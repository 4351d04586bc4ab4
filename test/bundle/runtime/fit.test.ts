// Every fit by the built file: sizes are sharp's on every runtime, and pictures as good as sharp's.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/function/report.ts';
import { samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { openStage, TARGET } from '../../support/stage.ts';
import { bySharp } from '../../support/thumbnails.ts';

/** Name -> preset. */
const presets = {
  inside: '150x130,inside,png',
  cover: '150x130,cover,png',
  contain: '150x130,contain,png',
  outside: '150x130,outside,png',
  fill: '150x130,fill,png',
  south: '150x60,cover,southeast,png',
  wide: '120x,png',
  enlarged: '500x400,fill,png,enlarge',
};

const stage = await openStage();
const THUMB_PRESETS = Object.entries(presets)
  .map(([name, preset]) => `${name}:${preset}`)
  .join(';');
const thumbnailer = stage.start({ env: { THUMB_PRESETS } });

const photos = [
  ['a JPEG', 'a.jpg', readFileSync(samples.landscape.path)],
  ['a drawing with odd sides', 'b.png', await drawGeometry(401, 301)],
  ['a photo with a turn', 'c.jpg', readFileSync(samples.portrait.path)],
] as const;

/** Asserts that it looks like sharp's. */
async function check(outcome: Outcome | undefined, photo: Uint8Array, preset: string): Promise<void> {
  const expected = await bySharp(photo, preset);
  const { width, height } = await sharp(expected).metadata();
  expect(outcome).toMatchObject({ status: 'stored', width, height });
  const key = outcome?.status === 'stored' ? outcome.key : '';
  // Made beside others it comes from a picture that the decoder has shrunk less, and sharpened less.
  await expectAlike(stage.server.objects.get(TARGET, key)?.bytes ?? Buffer.alloc(0), expected, 6);
}

describe.each(photos)('%s', async (_, key, photo) => {
  const outcomes = outcomesOf(await thumbnailer.invoke(await stage.upload(key, photo)));

  test.each(Object.entries(presets))('has its %s as sharp has it: %s', (name, preset) =>
    check(outcomes[Object.keys(presets).indexOf(name)], photo, preset),
  );
});

test.each(['attention', 'entropy'])('a photo is cropped by %s where sharp crops it', async (gravity) => {
  const preset = `100x100,cover,${gravity},png`;
  const photo = readFileSync(samples.landscape.path);
  const event = await stage.upload(`${gravity}.jpg`, photo);
  const invocation = await stage.start({ env: { THUMB_PRESETS: preset } }).invoke(event);
  await check(outcomesOf(invocation)[0], photo, preset);
});
