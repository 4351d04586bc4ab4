// The fallback in the built file: an encoder that would not end is stopped, and what is stored instead says so.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { outcomesOf } from '../support/outcomes.ts';
import { openStage, TARGET } from '../support/stage.ts';

const stage = await openStage();
const photo = readFileSync(samples.landscape.path);
/** This AVIF at its most thorough takes half a minute of CPU time and more; its WebP a hundredth, in 5 seconds that are kept for it. */
const limits = { memoryMb: 1024, timeoutS: 14 };
const THUMB_PRESETS = 'small:200x;best:800x,avif,effort=9';

test('AVIF that takes too long is a WebP at the same key; the others are there all the same', async () => {
  const thumbnailer = stage.start({ ...limits, env: { THUMB_PRESETS } });
  const invocation = await thumbnailer.invoke(await stage.upload('cat.jpg', photo));
  expect(outcomesOf(invocation)).toMatchObject([
    { status: 'stored', key: 'cat-small.jpg', format: 'jpeg' },
    {
      status: 'stored',
      key: 'cat-best.avif',
      format: 'webp',
      contentType: 'image/webp',
      warnings: [expect.stringContaining('avif became webp')],
    },
  ]);
  const stored = stage.server.objects.get(TARGET, 'cat-best.avif');
  expect(await sharp(stored?.bytes).metadata()).toMatchObject({ format: 'webp', width: 800, height: 450 });
});

test('with the fallback off the event comes again', async () => {
  const thumbnailer = stage.start({
    memoryMb: 1024,
    timeoutS: 10,
    env: { THUMB_PRESETS, THUMB_FALLBACK: 'off' },
  });
  const { statusCode, error } = await thumbnailer.invoke(await stage.upload('dog.jpg', photo));
  expect([statusCode, error?.message]).toEqual([430, expect.stringContaining('deadline')]);
});
