// `auto`: the quality at which each photo just looks the same, judged by another measure than the engine's own.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ssimulacra2 } from '../bench/quality/ssimulacra2.ts';
import { samples } from '../fixtures/images/images.ts';
import { sharedEngine } from '../support/engine.ts';
import { opaquePixels } from '../support/similar.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeAll, makeOne } from '../support/thumbnails.ts';

const light = await sharedEngine();
const optimised = await sharedEngine({ light: false });
const squoosh = await sharedSquooshEngine();

const hard = readFileSync(samples.portrait.path);
const easy = await sharp({
  create: { width: 640, height: 480, channels: 3, background: '#7fa8d1' },
})
  .composite([
    {
      input: Buffer.from(
        '<svg width="300" height="300"><circle cx="150" cy="150" r="140" fill="#e6d3b0"/></svg>',
      ),
    },
  ])
  .blur(6)
  .png()
  .toBuffer();

/** SSIMULACRA2: 100 is the same, 70 and more high quality. */
async function looks(actual: Uint8Array, expected: Uint8Array): Promise<number> {
  return ssimulacra2(await opaquePixels(expected), await opaquePixels(actual));
}

const writers = [
  ...(['jpeg', 'webp', 'avif'] as const).map((format) => ({ name: 'optimised', engine: optimised, format })),
  ...(['jpeg', 'webp'] as const).map((format) => ({ name: 'light', engine: light, format })),
  ...(['jpeg', 'webp'] as const).map((format) => ({ name: 'Squoosh', engine: squoosh, format })),
];

describe.each(writers)('auto for a $format by the $name engine', ({ engine, format }) => {
  test('gives what is hard more quality than what is easy', async () => {
    const forHard = await makeOne(engine, hard, `240x240,${format},qauto`);
    const forEasy = await makeOne(engine, easy, `240x240,${format},qauto`);
    expect(forHard.quality).toBeGreaterThan(forEasy.quality ?? 100);
    expect(forHard.bytes.length).toBeGreaterThan(2 * forEasy.bytes.length);
  });

  test('keeps a hard photo as far from its pixels as it should be', async () => {
    const [auto, exact] = await makeAll(engine, hard, `a:240x240,${format},qauto;b:240x240,png`);
    const score = await looks(auto?.bytes ?? hard, exact?.bytes ?? hard);
    expect(score).toBeGreaterThan(71);
    expect(score).toBeLessThan(81);
  });

  test('is the file that the quality it names gives', async () => {
    const auto = await makeOne(engine, hard, `160x160,${format},qauto`);
    const named = await makeOne(engine, hard, `160x160,${format},q${auto.quality}`);
    expect(auto.bytes).toEqual(named.bytes);
    expect(named.quality).toBeUndefined();
  });
});

test.each(['webp', 'avif'])('auto looks through what is transparent in a %s', async (format) => {
  const photo = readFileSync(samples.transparent.path);
  const [auto, exact] = await makeAll(optimised, photo, `a:240x240,${format},qauto;b:240x240,png`);
  expect(await looks(auto?.bytes ?? photo, exact?.bytes ?? photo)).toBeGreaterThan(71);
  expect((await sharp(auto?.bytes).metadata()).hasAlpha).toBe(true);
});

test.each([
  { name: 'optimised', engine: optimised },
  { name: 'Squoosh', engine: squoosh },
])('auto sees what is transparent as a JPEG shows it, by the $name engine', async ({ engine }) => {
  const made = await makeOne(engine, readFileSync(samples.transparent.path), '240x240,jpeg,qauto');
  expect(made.quality).toBeLessThan(80);
});

test('auto takes grey for grey', async () => {
  const grey = await sharp(hard).toColourspace('b-w').jpeg({ quality: 95 }).toBuffer();
  const [auto, exact] = await makeAll(optimised, grey, 'a:240x240,jpeg,qauto;b:240x240,png');
  expect(await looks(auto?.bytes ?? grey, exact?.bytes ?? grey)).toBeGreaterThan(71);
  expect((await sharp(auto?.bytes).metadata()).channels).toBe(1);
});
