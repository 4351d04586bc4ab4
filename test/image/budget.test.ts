// Budgets of bytes: kept in every format, by what hurts least.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Encoded } from '../../src/function/engine/engine.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { samples } from '../fixtures/images/images.ts';
import { sharedEngine } from '../support/engine.ts';
import { compare } from '../support/similar.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne, soon, specOf } from '../support/thumbnails.ts';

const engine = await sharedEngine({ light: false });
const light = await sharedEngine();
const squoosh = await sharedSquooshEngine();

const photo = readFileSync(samples.landscape.path);
const transparent = readFileSync(samples.transparent.path);
const engines = { optimised: engine, light, Squoosh: squoosh };

async function expectWithin({ bytes, width, height }: Encoded, budget: number) {
  expect(bytes.length).toBeLessThanOrEqual(budget);
  const { info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height });
}

test.each(
  [
    ...['jpeg', 'webp', 'avif', 'png', 'gif'].map((format) => ({ name: 'optimised' as const, format })),
    ...['jpeg', 'webp', 'png'].map((format) => ({ name: 'light' as const, format })),
    ...['jpeg', 'webp', 'png'].map((format) => ({ name: 'Squoosh' as const, format })),
  ].flatMap((one) => [2400, 1200].map((budget) => ({ ...one, budget }))),
)('a $format by the $name engine keeps to $budget bytes', async ({ name, format, budget }) => {
  const made = await makeOne(engines[name], photo, `200x200,${format},max-bytes=${budget}`);
  await expectWithin(made, budget);
  // As much of it is used as a step of colours or of pixels lets.
  expect(made.bytes.length).toBeGreaterThan(budget / 3);
});

test.each(['jpeg', 'webp', 'avif', 'png', 'gif'])(
  'a %s that is small enough is not touched',
  async (format) => {
    const free = await makeOne(engine, photo, `120x120,${format}`);
    const bound = await makeOne(engine, photo, `120x120,${format},max-bytes=${free.bytes.length}`);
    expect(bound.bytes).toEqual(free.bytes);
    const tight = await makeOne(engine, photo, `120x120,${format},max-bytes=${free.bytes.length - 1}`);
    await expectWithin(tight, free.bytes.length - 1);
  },
);

test('quality goes before pixels, and as little of it as need be', async () => {
  const made = await makeOne(engine, photo, '320x320,jpeg,q90,max-bytes=8k');
  expect(made).toMatchObject({ width: 320, height: 180 });
  expect(made.quality).toBeGreaterThan(40);
  expect(made.quality).toBeLessThan(90);
  expect(made.bytes.length).toBeGreaterThan(0.85 * 8192);
  const named = await makeOne(engine, photo, `320x320,jpeg,q${made.quality}`);
  expect(made.bytes).toEqual(named.bytes);
});

test('colours go before pixels', async () => {
  const free = await makeOne(engine, photo, '200x200,png');
  const made = await makeOne(engine, photo, `200x200,png,max-bytes=${Math.round(free.bytes.length / 2)}`);
  expect(made).toMatchObject({ width: free.width, height: free.height });
  expect((await sharp(made.bytes).metadata()).isPalette).toBe(true);
});

test('what is smaller shows all of the photo still', async () => {
  const made = await makeOne(engine, photo, '400x400,jpeg,max-bytes=2k');
  expect(made.width).toBeLessThan(200);
  expect(made.width / made.height).toBeCloseTo(16 / 9, 1);
  const reference = await sharp(photo).resize(made.width, made.height, { fit: 'fill' }).png().toBuffer();
  expect((await compare(made.bytes, reference)).dHash).toBeLessThanOrEqual(5);
});

test('transparent parts stay transparent in what is smaller', async () => {
  const made = await makeOne(engine, transparent, '300x300,webp,max-bytes=2k');
  await expectWithin(made, 2048);
  const corner = await sharp(made.bytes).extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer();
  expect(corner[3]).toBe(0);
});

test.each(['gif', 'webp'])('an animated %s keeps to its budget with all its frames', async (format) => {
  const frames = [0, 40, 80].map((left) =>
    sharp(photo).resize(300).extract({ left, top: 0, width: 200, height: 150 }).png().toBuffer(),
  );
  const source = await sharp(await Promise.all(frames), { join: { animated: true } })
    .gif()
    .toBuffer();
  const made = await makeOne(engine, source, `200x200,${format},pages=all,max-bytes=6k`);
  expect(made.bytes.length).toBeLessThanOrEqual(6144);
  const { pages, width, pageHeight } = await sharp(made.bytes, { animated: true }).metadata();
  expect({ pages, width, pageHeight }).toEqual({ pages: 3, width: made.width, pageHeight: made.height });
});

test('auto is lowered, too', async () => {
  const auto = await makeOne(engine, photo, '320x320,webp,qauto');
  const made = await makeOne(engine, photo, '320x320,webp,qauto,max-bytes=4k');
  await expectWithin(made, 4096);
  expect(made.quality).toBeLessThan(auto.quality ?? 0);
});

test.each(['optimised', 'Squoosh'] as const)(
  'by the %s engine a budget that nothing meets is told by its numbers, and the others are made',
  async (name) => {
    const info = await engines[name].inspect(photo, 'jpeg', soon());
    const presets = parsePresets('a:300x300,jpeg;b:200x200,jpeg,max-bytes=1k;c:100x100,jpeg');
    const specs = presets
      .map((preset) => specOf(info, preset))
      .map((spec, at) => (at === 1 ? { ...spec, maxBytes: 40 } : spec));
    const delivered: number[] = [];
    const rendering = engines[name].render({ bytes: photo, info, specs }, soon(), (index) =>
      delivered.push(index),
    );
    await expect(rendering).rejects.toMatchObject({ code: 'rendition-impossible' });
    await expect(rendering).rejects.toThrow(/jpeg of \d+x\d+ it takes \d+ bytes.* 40 /);
    expect(delivered.sort()).toEqual([0, 2]);
  },
);
