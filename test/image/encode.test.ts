// The options of the encoders: each does what it says, in an engine that encodes by Squoosh where it can and in one that does
// not; AVIFs and GIFs are like sharp's at the same settings.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngines } from '../support/engines.ts';
import { bySharp, makeAll, makeOne } from '../support/thumbnails.ts';

const { light, optimised, squoosh } = await sharedEngines();
const engines: [string, Engine][] = [
  ['light', light],
  ['optimised', optimised],
];
const landscape = readFileSync(samples.landscape.path);
const translucent = readFileSync(samples.transparent.path);
const pixels = (bytes: Uint8Array) => sharp(bytes).ensureAlpha().raw().toBuffer();

/** What one can see: the colour of what is clear does not count. */
async function visible(bytes: Uint8Array): Promise<Buffer> {
  const data = await pixels(bytes);
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 0) data.fill(0, at, at + 4);
  return data;
}

describe.each(engines)('the %s engine', (_, engine) => {
  test.each([
    ['avif,q80', landscape],
    ['avif,q80', translucent],
    ['gif', landscape],
    ['gif', translucent],
  ] as const)('writes %s as sharp does', async (format, photo) => {
    const preset = `160x160,${format}`;
    const { bytes, width, height } = await makeOne(engine, photo, preset);
    await expectAlike(bytes, await bySharp(photo, preset));
    expect(await sharp(bytes).metadata()).toMatchObject({ width, height, hasAlpha: photo === translucent });
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
  });

  test('writes no larger AVIFs than sharp at the same settings, no worse', async () => {
    const { bytes } = await makeOne(engine, landscape, '300x300,avif,effort=2');
    const base = await sharp(landscape).resize(300, 300, { fit: 'inside' }).png().toBuffer();
    const theirs = await sharp(base).avif({ quality: 50, effort: 2 }).toBuffer();
    expect(bytes.length / theirs.length).toBeLessThan(1.02);
    await expectAlike(bytes, theirs, 3);
  });

  test.each(['webp', 'avif'])('lossless %s has the pixels themselves', async (format) => {
    for (const photo of [landscape, translucent]) {
      const [png, lossless, lossy] = await makeAll(
        engine,
        photo,
        `a:150x150,png;b:150x150,${format},lossless;c:150x150,${format}`,
      );
      const shown = await visible(png?.bytes ?? new Uint8Array());
      expect(await visible(lossless?.bytes ?? new Uint8Array())).toEqual(shown);
      expect(await visible(lossy?.bytes ?? new Uint8Array())).not.toEqual(shown);
    }
  });

  test.each([
    ['jpeg', 0.9],
    ['png', 0.98],
    ['webp', 0.85],
    ['avif', 0.97],
    ['gif', 0.985],
  ] as const)('effort makes fewer bytes of a %s that looks the same', async (format, share) => {
    const most = format === 'avif' ? 5 : 9;
    const [quick, thorough] = await makeAll(
      engine,
      landscape,
      `a:200x200,${format},effort=0;b:200x200,${format},effort=${most}`,
    );
    const [a = new Uint8Array(), b = new Uint8Array()] = [quick?.bytes, thorough?.bytes];
    expect(b.length / a.length).toBeLessThan(share);
    await expectAlike(b, a, 5);
  });

  test('effort makes JPEGs progressive', async () => {
    const made = await makeAll(
      engine,
      landscape,
      'a:200x200;b:200x200,effort=3;c:200x200,effort=4;d:200x200,effort=9',
    );
    const facts = await Promise.all(made.map(({ bytes }) => sharp(bytes).metadata()));
    expect(facts.map(({ isProgressive }) => isProgressive)).toEqual([false, false, true, true]);
  });
});

describe('the Squoosh engine', () => {
  test('writes lossless WebPs', async () => {
    const [png, lossless] = await makeAll(squoosh, translucent, 'a:150x150,png;b:150x150,webp,lossless');
    expect(await visible(lossless?.bytes ?? new Uint8Array())).toEqual(
      await visible(png?.bytes ?? new Uint8Array()),
    );
  });

  test.each([
    ['jpeg', 0.9],
    ['webp', 0.85],
  ] as const)('makes fewer bytes of a %s with effort', async (format, share) => {
    const [quick, thorough] = await makeAll(
      squoosh,
      landscape,
      `a:200x200,${format},effort=0;b:200x200,${format},effort=9`,
    );
    expect((thorough?.bytes.length ?? 0) / (quick?.bytes.length ?? 1)).toBeLessThan(share);
  });
});

test.each(['jpeg', 'webp', 'avif'])('more quality makes a larger %s', async (format) => {
  const made = await makeAll(
    light,
    landscape,
    `a:200x200,${format},q30;b:200x200,${format},q60;c:200x200,${format},q95`,
  );
  const [low = 0, usual = 0, high = 0] = made.map(({ bytes }) => bytes.length);
  expect(low).toBeLessThan(usual);
  expect(usual).toBeLessThan(high);
});
