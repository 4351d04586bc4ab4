// What is translucent: kept where the format can hold it, else laid on white.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import { briefly } from '../../support/outcomes.ts';
import { openStage, TARGET } from '../../support/stage.ts';
import { bySharp } from '../../support/thumbnails.ts';

const stage = await openStage();
const env = { THUMB_PRESETS: 'a:160x160,jpeg;b:160x160,png;c:160x160,webp' };
const thumbnailer = stage.start({ env });
const png = readFileSync(samples.transparent.path);
const webp = await sharp(png).webp().toBuffer();
const clear = [0, 0, 0, 0];
const white = [255, 255, 255, 255];

async function topLeft(picture: Uint8Array): Promise<number[]> {
  const [red, green, blue, alpha] = await sharp(picture).ensureAlpha().raw().toBuffer();
  return [red, green, blue, alpha].map((band) => (alpha === 0 ? 0 : Number(band)));
}

describe.each([
  ['PNG', 'disc.png', png],
  ['WebP', 'disc.webp', webp],
] as const)('a translucent %s', async (_, key, photo) => {
  const invocation = await thumbnailer.invoke(await stage.upload(key, photo));
  const thumbnails = new Map(
    ['disc-a.jpg', 'disc-b.png', 'disc-c.webp'].map((name) => [name, stage.server.objects.get(TARGET, name)]),
  );
  for (const name of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, name);

  test('is stored in every format', () => {
    expect(briefly(invocation)).toEqual(['stored disc-a.jpg', 'stored disc-b.png', 'stored disc-c.webp']);
  });

  test.each([
    ['JPEG', 'disc-a.jpg', white],
    ['PNG', 'disc-b.png', clear],
    ['WebP', 'disc-c.webp', clear],
  ])('becomes a %s with nothing, or white for it, in its corner', async (format, name, corner) => {
    const thumbnail = thumbnails.get(name)?.bytes ?? Buffer.alloc(0);
    expect(await topLeft(thumbnail)).toEqual(corner);
    expect((await sharp(thumbnail).metadata()).hasAlpha).toBe(corner === clear);
    await expectAlike(thumbnail, await bySharp(photo, `160x160,${format.toLowerCase()}`));
  });
});
