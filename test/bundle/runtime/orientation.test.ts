// EXIF orientation through the built file: however a camera was held, the thumbnail stands upright.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { expectAlike } from '../../support/alike.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { storeTurned } from '../../support/orientation.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const thumbnailer = stage.start();
const upright = await drawGeometry(480, 320);
const seen = await sharp(upright).resize(200, 133).png().toBuffer();

test.each([1, 2, 3, 4, 5, 6, 7, 8])('a JPEG of orientation %i is turned upright', async (orientation) => {
  const key = `${orientation}.jpg`;
  const event = await stage.upload(key, await storeTurned(upright, orientation, 'jpeg'));
  const [outcome] = outcomesOf(await thumbnailer.invoke(event));
  expect(outcome).toMatchObject({ status: 'stored', width: 200, height: 133 });
  const thumbnail = stage.server.objects.get(TARGET, key)?.bytes ?? Buffer.alloc(0);
  await expectAlike(thumbnail, seen);
  expect((await sharp(thumbnail).metadata()).orientation).toBeUndefined();
});
