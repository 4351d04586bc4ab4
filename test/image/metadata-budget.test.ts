// What is written into a thumbnail counts: its budget holds for the whole file, and the files of both engines carry rights.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decorate, rights, secret, storeThumbnails } from '../support/decorated.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';

const engine = await sharedEngine();
const photo = await decorate(await drawGeometry(480, 360), 'jpeg');

test.each(['jpeg,q95', 'webp,q95', 'avif,q90,effort=0', 'png', 'gif'])(
  '%s with room for the picture alone makes some for its rights',
  async (as) => {
    const box = `440x330,${as}`;
    const stripped = await storeThumbnails(engine, photo, { THUMB_PRESETS: box, THUMB_METADATA: 'strip' });
    const maxBytes = stripped.get('')?.bytes.length ?? 0;
    const stored = await storeThumbnails(engine, photo, { THUMB_PRESETS: `${box},max-bytes=${maxBytes}` });
    const bytes = stored.get('')?.bytes as Buffer;
    expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    expect(bytes.includes(rights.copyright)).toBe(true);
  },
);

test('a budget that has room for a picture alone is kept without its rights', async () => {
  const stored = await storeThumbnails(engine, photo, { THUMB_PRESETS: '60x60,jpeg,max-bytes=1500' });
  const bytes = stored.get('')?.bytes as Buffer;
  expect(bytes.length).toBeLessThanOrEqual(1500);
  expect(bytes.includes(rights.credit)).toBe(false);
});

test('the files of the engine for old runtimes say whose they are, too', async () => {
  const presets = ['jpeg', 'png', 'webp'].map((format) => `${format}:60x60,${format}`).join(';');
  const stored = await storeThumbnails(await sharedSquooshEngine(), photo, { THUMB_PRESETS: presets });
  for (const { bytes } of stored.values()) {
    const { exif, xmp, width } = await sharp(bytes).metadata();
    expect([exif?.includes(rights.copyright), xmp?.includes(rights.credit), width]).toEqual([true, true, 60]);
    expect([secret, 'GPS', 'Z-Model'].filter((word) => bytes.includes(word))).toEqual([]);
  }
});
