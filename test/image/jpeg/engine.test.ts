// The JPEG engine: what it makes looks like sharp's, it says the same of a photo as wasm-vips, and what it does not do it declines.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { Declined } from '../../../src/function/engine/declined.ts';
import { fits } from '../../../src/function/preset/preset.ts';
import { hostile, samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import { sharedEngine } from '../../support/engine.ts';
import { drawGeometry } from '../../support/geometry-picture.ts';
import { createTestInlineEngines } from '../../support/inline-engines.ts';
import { bySharp, makeAll, makeOne, renderAll, soon } from '../../support/thumbnails.ts';

const { jpeg: engine } = await createTestInlineEngines();
const served = [samples.landscape, samples.portrait, samples.wideGamut];

async function expectSharps(photo: Uint8Array, preset: string, mean?: number): Promise<void> {
  const { bytes, width, height } = await makeOne(engine, photo, preset);
  const expected = await bySharp(photo, preset);
  const size = await sharp(expected).metadata();
  expect(`${width}x${height}`).toBe(`${size.width}x${size.height}`);
  await expectAlike(bytes, expected, mean);
}

describe.each(served)('$notable', ({ path }) => {
  const photo = readFileSync(path);

  test("has the facts that wasm-vips' engine finds", async () => {
    const vips = await sharedEngine();
    expect(await engine.inspect(photo, 'jpeg', soon())).toEqual(await vips.inspect(photo, 'jpeg', soon()));
  });

  test.each(fits)('fits a box by %s', (fit) => expectSharps(photo, `150x130,${fit}`, 6));
  test.each(['50x50', '100x100', '300x300', '700x', '2000x2000'])('is made to fit %s', (box) =>
    // As near to sharp, which decodes at another scale, as wasm-vips' engine is: 6.87 for the smallest of the portrait.
    expectSharps(photo, box, 7),
  );
  test.each(['jpeg', 'png', 'webp'])('is written as %s', (format) =>
    expectSharps(photo, `160x160,${format}`, 6),
  );
  test.each(['attention', 'entropy', 'north'])('is cropped to its %s', async (gravity) => {
    const crop = async (by: typeof engine) =>
      (await makeOne(by, photo, `120x120,cover,${gravity}`)).crop ?? { left: 0, top: 0 };
    const [ours, theirs] = [await crop(engine), await crop(await sharedEngine())];
    // They look at pictures that are decoded at other scales.
    expect(Math.abs(ours.left - theirs.left)).toBeLessThan(60);
    expect(Math.abs(ours.top - theirs.top)).toBeLessThan(60);
  });
});

describe('each orientation', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i is turned upright', async (orientation) => {
    const photo = await sharp(await drawGeometry(640, 360))
      .withMetadata({ orientation })
      .jpeg()
      .toBuffer();
    await expectSharps(photo, '150x150,png', 6);
  });
});

test('a grey photo stays grey', async () => {
  const photo = await sharp(samples.landscape.path).toColourspace('b-w').jpeg().toBuffer();
  const { bytes } = await makeOne(engine, photo, '200x200');
  expect((await sharp(bytes).metadata()).channels).toBe(1);
  await expectSharps(photo, '200x200', 6);
});

test('several sizes come from one decode, each like its own, and a preview', async () => {
  const photo = readFileSync(samples.landscape.path);
  const presets = 'a:100x;b:1200x;c:300x300,cover;d:20x';
  const { thumbnails, preview } = await renderAll(engine, photo, presets, { preview: true });
  expect(thumbnails.map(({ width, height }) => `${width}x${height}`)).toEqual([
    '100x56',
    '1200x675',
    '300x300',
    '20x11',
  ]);
  for (const [index, preset] of ['100x', '1200x', '300x300,cover'].entries()) {
    await expectAlike(thumbnails[index]?.bytes ?? photo, await bySharp(photo, preset), 6);
  }
  expect(preview).toMatchObject({ width: 100, height: 56 });
});

test('a thumbnail of a given number of bytes has no more', async () => {
  const [one] = await makeAll(engine, readFileSync(samples.landscape.path), '400x400,max-bytes=6000');
  expect(one?.bytes.length).toBeLessThanOrEqual(6000);
});

test('padding that is transparent is white in a JPEG', async () => {
  const { bytes } = await makeOne(
    engine,
    readFileSync(samples.landscape.path),
    '150x150,contain,background=00000000',
  );
  const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect(Math.min(...data.subarray(0, 30))).toBeGreaterThan(250);
});

test.each([
  ['CMYK', readFileSync(samples.cmyk.path)],
  ['a file that is cut short', readFileSync(hostile.truncated.path)],
  ['a PNG', readFileSync(samples.transparent.path)],
  ['arithmetic coding', withFrame(0xc9)],
  ['12 bits', withFrame(0xc1, 12)],
  ['data behind its picture', withStrayData()],
])('%s is declined', async (_, photo) => {
  await expect(makeOne(engine, photo, '100x100')).rejects.toBeInstanceOf(Declined);
});

test('the deadline is looked at while it decodes', async () => {
  const photo = readFileSync(samples.landscape.path);
  const info = await engine.inspect(photo, 'jpeg', soon());
  let looks = 0;
  const deadline = Object.assign(Deadline.in(60_000), {
    check() {
      looks += 1;
      if (looks === 3) throw new Error('no time left');
    },
  });
  await expect(engine.render({ bytes: photo, info, specs: [] }, deadline)).rejects.toThrow('no time left');
  // It serves the next one.
  await expectSharps(photo, '200x200', 6);
});

/** A photo with another kind of frame header, or another number of bits per sample. */
function withFrame(marker: number, bits = 8): Buffer {
  const photo = readFileSync(samples.landscape.path);
  const at = photo.indexOf(Buffer.from([0xff, 0xc0]));
  photo[at + 1] = marker;
  photo[at + 4] = bits;
  return photo;
}

function withStrayData(): Buffer {
  const photo = readFileSync(samples.landscape.path);
  const end = photo.lastIndexOf(Buffer.from([0xff, 0xd9]));
  return Buffer.concat([photo.subarray(0, end), Buffer.from([1, 2, 3]), photo.subarray(end)]);
}

test('a profile that nobody can use is left out, with the warning of the other engine', async () => {
  const photo = readFileSync(samples.landscape.path);
  const profile = Buffer.from('ICC_PROFILE\0\x01\x01no profile at all', 'latin1');
  const segment = Buffer.from([0xff, 0xe2, 0, profile.length + 2]);
  const odd = Buffer.concat([photo.subarray(0, 2), segment, profile, photo.subarray(2)]);
  const [ours, theirs] = [
    await makeOne(engine, odd, '100x100'),
    await makeOne(await sharedEngine(), odd, '100x100'),
  ];
  expect(ours.warnings).toHaveLength(1);
  expect(ours.warnings).toEqual(theirs.warnings);
});
