// Animations in, animations out: every frame, its time and the loops, at one position for all.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { makeAll, makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();

const [width, height] = [240, 160];
const picture = await drawGeometry(width, height);
const delay = [40, 250, 120, 70];
const loop = 3;

/** A disc that wanders over the picture. */
function stage(n: number, opaque = true): Promise<Buffer> {
  const disc = `<svg width="${width}" height="${height}"><circle cx="${40 + n * 45}" cy="${50 + n * 20}" r="30" fill="#e4572e"/></svg>`;
  const ground = opaque ? sharp(picture) : sharp(Buffer.from(`<svg width="${width}" height="${height}"/>`));
  return ground
    .composite([{ input: Buffer.from(disc) }])
    .png()
    .toBuffer();
}

const opaque = await Promise.all(delay.map((_, n) => stage(n)));
const clear = await Promise.all(delay.map((_, n) => stage(n, false)));

function movie(frames: Buffer[], format: 'gif' | 'webp'): Promise<Buffer> {
  return sharp(frames, { join: { animated: true } })
    .toFormat(format, { delay, loop, quality: 95 })
    .toBuffer();
}

const frameOf = (bytes: Uint8Array, page: number) => sharp(bytes, { page }).png().toBuffer();
const factsOf = (bytes: Uint8Array) => sharp(bytes, { animated: true }).metadata();
const formats = ['gif', 'webp'] as const;

describe.each(formats.flatMap((from) => formats.map((to) => ({ from, to }))))(
  '$from to $to',
  ({ from, to }) => {
    test('has all frames, their times and loops', async () => {
      const { bytes, ...sides } = await makeOne(engine, await movie(opaque, from), `90x90,${to},pages=all`);
      expect(sides).toMatchObject({ width: 90, height: 60 });
      const { pages, pageHeight, delay: times, loop: loops, format } = await factsOf(bytes);
      expect({ format, pages, pageHeight, times, loops }).toEqual({
        format: to,
        pages: 4,
        pageHeight: 60,
        times: delay,
        loops: loop,
      });
      for (const [n, frame] of opaque.entries()) {
        await expectAlike(await frameOf(bytes, n), await sharp(frame).resize(90, 60).png().toBuffer(), 6);
      }
    });

    test('leaves no trace of a frame in the next where all around it is clear', async () => {
      const { bytes } = await makeOne(engine, await movie(clear, from), `90x90,${to},pages=all`);
      for (const [n, frame] of clear.entries()) {
        await expectAlike(await frameOf(bytes, n), await sharp(frame).resize(90, 60).png().toBuffer(), 6);
      }
    });
  },
);

test.each(['cover', 'cover,attention', 'cover,southwest', 'contain', 'fill'])(
  'frames are framed as the first: %s',
  async (fit) => {
    const photo = await movie(opaque, 'webp');
    const moving = await makeOne(engine, photo, `70x90,${fit},webp,q95,pages=all`);
    const still = await makeOne(engine, photo, `70x90,${fit},webp,q95`);
    expect(moving).toMatchObject({ width: 70, height: 90, crop: still.crop });
    await expectAlike(await frameOf(moving.bytes, 0), still.bytes);
    // What lies still, does so in all frames: the corner that the disc never comes to.
    const corner = async (page: number) =>
      sharp(await frameOf(moving.bytes, page))
        .extract({ left: 0, top: 70, width: 20, height: 20 })
        .png()
        .toBuffer();
    await expectAlike(await corner(3), await corner(0));
  },
);

test('a crop stays where the first frame draws the eye, whatever moves on', async () => {
  const ground = { create: { width: 300, height: 100, channels: 3 as const, background: '#777' } };
  const frames = [40, 200, 260].map((x) => {
    const disc = `<svg width="300" height="100"><circle cx="${x}" cy="50" r="25" fill="#e4572e"/></svg>`;
    return sharp(ground)
      .composite([{ input: Buffer.from(disc) }])
      .png()
      .toBuffer();
  });
  const source = await sharp(await Promise.all(frames), { join: { animated: true } })
    .webp({ lossless: true })
    .toBuffer();
  const { bytes, crop } = await makeOne(engine, source, '100x100,cover,attention,webp,lossless,pages=all');
  expect(crop?.left).toBeLessThan(20);
  // Both others show the bare ground, so that they are one.
  const { channels } = await sharp(bytes, { page: 1 }).stats();
  for (const { min, max } of channels) expect(max - min).toBeLessThan(10);
});

test('of more frames than are wanted the first are taken', async () => {
  const photo = await movie(opaque, 'gif');
  const [two, all, still] = await makeAll(
    engine,
    photo,
    'two:90x90,gif,pages=2;all:90x90,gif,pages=9;still:90x90,gif',
  );
  const pagesOf = async (bytes: Uint8Array | undefined) => (await sharp(bytes).metadata()).pages ?? 1;
  expect([await pagesOf(two?.bytes), await pagesOf(all?.bytes), await pagesOf(still?.bytes)]).toEqual([
    2, 4, 1,
  ]);
  expect((await sharp(two?.bytes).metadata()).delay).toEqual(delay.slice(0, 2));
});

test('a still of an animation is one, however large', async () => {
  const { bytes } = await makeOne(engine, await movie(opaque, 'gif'), '480x320,gif,enlarge');
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 480, height: 320 });
  expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
});

test('a GIF keeps its palette, and with it most of its size', async () => {
  const source = await movie(clear, 'gif');
  const { bytes } = await makeOne(engine, source, '200x200,gif,pages=all');
  expect(bytes.length).toBeLessThan(source.length);
});

test('lossless frames are the pixels themselves', async () => {
  const source = await sharp(opaque, { join: { animated: true } })
    .webp({ lossless: true })
    .toBuffer();
  const { bytes } = await makeOne(engine, source, `${width}x${height},webp,lossless,pages=all`);
  for (const [n, frame] of opaque.entries()) await expectAlike(await frameOf(bytes, n), frame, 0);
});

test.each(formats)('a %s animation fits into a budget', async (format) => {
  const source = await movie(opaque, 'webp');
  const { bytes, ...sides } = await makeOne(engine, source, `200x200,${format},pages=all,max-bytes=6000`);
  expect(bytes.length).toBeLessThanOrEqual(6000);
  expect(await factsOf(bytes)).toMatchObject({
    pages: 4,
    width: sides.width,
    pageHeight: sides.height,
  });
});

test('quality=auto looks at the first frame', async () => {
  const { bytes, quality } = await makeOne(
    engine,
    await movie(opaque, 'gif'),
    '200x200,webp,qauto,pages=all',
  );
  expect(quality).toBeGreaterThan(30);
  expect((await sharp(bytes).metadata()).pages).toBe(4);
});

test('frames that are cut off make the animation corrupt', async () => {
  const source = await movie(opaque, 'webp');
  await expect(
    makeOne(engine, source.subarray(0, source.length * 0.6), '90x90,webp,pages=all'),
  ).rejects.toMatchObject({ code: 'source-corrupt' });
});
