// Photos that state their facts oddly, through the built file: each is shown, upright and not squashed, on every runtime.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { writeTiff } from '../../../src/function/container/tiff.ts';
import { rgbProfile, withProfile } from '../../image/icc-profile.ts';
import { expectAlike } from '../../support/alike.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { exif, segment } from '../../support/header-parts.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { pngChunk } from '../../support/png.ts';
import { openStage, TARGET } from '../../support/stage.ts';
import { extendedWebp } from '../../support/webp.ts';

const stage = await openStage();
const thumbnailer = stage.start({ env: { THUMB_PRESETS: '200x200,png' } });
const picture = await drawGeometry(480, 320);
const png = await sharp(picture).png().toBuffer();
const jpeg = await sharp(picture).jpeg({ quality: 95 }).toBuffer();
const webp = await sharp(picture).webp({ quality: 95 }).toBuffer();

const link = rgbProfile([], 2.2);
link.write('link', 12, 'latin1');
const value = Buffer.from([6, 0, 0, 0]);
const long = writeTiff({
  order: 'II',
  first: [{ tag: 0x0112, type: 4, count: 1, value }],
  second: [],
  secondTag: 0,
});
const app1 = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), long]));
const behindHeader = (photo: Buffer, ...chunks: readonly Buffer[]) =>
  Buffer.concat([photo.subarray(0, 33), ...chunks, photo.subarray(33)]);

const seen = await sharp(picture).resize(200, 133).png().toBuffer();
const turned = await sharp(picture).rotate(90).resize(133, 200).png().toBuffer();

test.each([
  ['a profile of a device link', 'a.png', withProfile(png, link), seen, ['colour profile was ignored']],
  [
    'an orientation of another type',
    'b.jpg',
    Buffer.concat([jpeg.subarray(0, 2), app1, jpeg.subarray(2)]),
    turned,
    [],
  ],
  [
    'an orientation that is not announced',
    'c.webp',
    extendedWebp(webp, { flags: 0, width: 480, height: 320, exif: exif(6) }),
    seen,
    [],
  ],
  [
    'transparency beside alpha, and frames without end',
    'd.png',
    behindHeader(
      await sharp(picture).ensureAlpha().png().toBuffer(),
      pngChunk('acTL', Buffer.alloc(8, 255)),
      pngChunk('tRNS', Buffer.alloc(6)),
    ),
    seen,
    [],
  ],
] as const)('%s', async (_, key, photo, expected, warnings) => {
  const [outcome] = outcomesOf(await thumbnailer.invoke(await stage.upload(key, photo)));
  expect(outcome).toMatchObject({ status: 'stored' });
  expect(outcome).toEqual(
    warnings.length > 0
      ? expect.objectContaining({ warnings: warnings.map((one) => expect.stringContaining(one)) })
      : expect.not.objectContaining({ warnings: expect.anything() }),
  );
  const [stored] = stage.server.objects.keys(TARGET).filter((name) => name.startsWith(key.slice(0, 1)));
  await expectAlike(stage.server.objects.get(TARGET, stored ?? '')?.bytes ?? Buffer.alloc(0), expected);
});
