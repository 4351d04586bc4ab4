// An instance's first photo by Squoosh's codecs, in the smallest function: V8 compiles them once, and not every function of theirs
// for a second time.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage } from '../../support/stage.ts';

const stage = await openStage();
const photo = () => sharp(samples.landscape.path).resize(640);

// Node.js 10 has no worker threads, and V8's flags are not touched there. libvips has figures of its own.
const isLight = runtime.engine === 'squoosh' && Number.parseInt(runtime.version, 10) > 10;

test.runIf(isLight && process.platform === 'linux').each([
  ['as a source', 'a.webp', async () => photo().webp().toBuffer(), '200x200'],
  ['as a thumbnail', 'b.jpg', async () => photo().jpeg().toBuffer(), '200x200,webp'],
] as const)('a WebP %s takes 90 MB at most', async (_, key, make, presets) => {
  const thumbnailer = stage.start({ memoryMb: 128, env: { THUMB_PRESETS: presets } });
  const { answer, memoryPeakMb } = await thumbnailer.invoke(await stage.upload(key, await make()));
  expect(answer).toMatchObject({ stored: 1 });
  expect(memoryPeakMb).toBeLessThan(90);
});
