// An instance that makes a photo of megabytes again and again: what one has left is free before the next one comes.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { mulberry32 } from '../../support/random.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage } from '../../support/stage.ts';

const stage = await openStage();
const width = 1200;
const height = 900;
const next = mulberry32(1);
const noise = Buffer.from(Array.from({ length: width * height * 3 }, () => next() * 256));
/** Interlaced: of all that is read on every runtime, it is not for the PNG engine. */
const photo = await sharp(noise, { raw: { width, height, channels: 3 } })
  .png({ progressive: true })
  .toBuffer();

// Before Node.js 14 V8 collects when it has time. libvips has a level of its own, to which it grows (test/bundle/memory.test.ts).
const isWatched = runtime.engine === 'squoosh' && Number.parseInt(runtime.version, 10) >= 14;

test.runIf(isWatched)('ten times more take no more memory', async () => {
  expect(photo.length).toBeGreaterThan(2e6);
  const thumbnailer = stage.start({ env: { THUMB_PRESETS: '200x200' } });
  const peaks: number[] = [];
  for (let time = 0; time < 14; time++) {
    const { answer, memoryPeakMb } = await thumbnailer.invoke(await stage.upload(`${time}.png`, photo));
    expect(answer).toMatchObject({ stored: 1 });
    peaks.push(memoryPeakMb);
  }
  expect((peaks[13] ?? 0) - (peaks[3] ?? 0)).toBeLessThan(16);
});
