// The watermark: where it lies, how large, how faint; and a picture that is none, which is not the photo's fault.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { WatermarkSpec } from '../../src/function/engine/engine.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { formatOf, makeOne, renderAll, soon, specOf } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const photo = await drawGeometry(400, 300);
const clear = readFileSync(samples.transparent.path);
const red = { r: 255, g: 0, b: 0, alpha: 1 };
const badge = sharp({ create: { width: 80, height: 40, channels: 4, background: red } });
const picture = await badge.png().toBuffer();
const presets = (...texts: string[]) => texts.map((text, n) => `p${n}:${text}`).join(';');

const corner: WatermarkSpec = { etag: 'e', gravity: 'southeast', scale: 0.2, opacity: 1, tile: false };
const marked = (
  watermark: Partial<WatermarkSpec>,
  preset = '400x300,png,watermark',
  bytes: Uint8Array = photo,
  over = picture,
) => makeOne(engine, bytes, preset, { watermark: { ...corner, ...watermark }, picture: over });

/** What sharp lays over the photo. */
async function bySharp(
  left: number,
  top: number,
  width: number,
  height: number,
  opacity = 1,
): Promise<Buffer> {
  const input = { create: { width, height, channels: 4, background: { ...red, alpha: opacity } } } as const;
  return sharp(photo).composite([{ input, left, top }]).png().toBuffer();
}

test.each([
  ['southeast', 320, 260],
  ['northwest', 0, 0],
  ['centre', 160, 130],
  ['south', 160, 260],
] as const)('at the %s', async (gravity, left, top) => {
  await expectAlike((await marked({ gravity })).bytes, await bySharp(left, top, 80, 40), 0.1);
});

test.each([
  [0.1, 40, 20],
  [0.5, 200, 100],
  [1, 400, 200],
])('fitted inside %d of the sides', async (scale, width, height) => {
  await expectAlike(
    (await marked({ scale, gravity: 'northwest' })).bytes,
    await bySharp(0, 0, width, height),
    0.5,
  );
});

test('faint', async () => {
  await expectAlike((await marked({ opacity: 0.4 })).bytes, await bySharp(320, 260, 80, 40, 0.4), 0.2);
});

test('its own transparency counts, too', async () => {
  const half = await badge
    .clone()
    .ensureAlpha(1)
    .composite([
      {
        input: Buffer.from([0, 0, 0, 128]),
        raw: { width: 1, height: 1, channels: 4 },
        tile: true,
        blend: 'dest-in',
      },
    ])
    .png()
    .toBuffer();
  await expectAlike(
    (await marked({ opacity: 0.5 }, undefined, photo, half)).bytes,
    await bySharp(320, 260, 80, 40, 0.25),
    0.2,
  );
});

test('all over, with one where the gravity says', async () => {
  const stripe = await sharp({
    create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .composite([
      { input: { create: { width: 20, height: 40, channels: 4, background: red } }, left: 20, top: 0 },
    ])
    .png()
    .toBuffer();
  const { bytes } = await marked({ tile: true, scale: 0.2 }, '330x100,fill,png,watermark', photo, stripe);
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const isRed = (x: number, y: number) =>
    data[(y * info.width + x) * 3] === 255 && data[(y * info.width + x) * 3 + 1] === 0;
  // Tiles of 20 pixels, the right half of each red, counted from the right edge.
  expect([325, 315, 305, 295, 5].map((x) => isRed(x, 50))).toEqual([true, false, true, false, true]);
});

test('a grey photo gets a coloured one', async () => {
  const grey = await sharp(photo).greyscale().toColourspace('b-w').png().toBuffer();
  const { bytes } = await marked({}, '400x300,jpeg,watermark', grey);
  const pixel = await sharp(bytes).extract({ left: 390, top: 290, width: 1, height: 1 }).raw().toBuffer();
  expect([...pixel]).toEqual([255, 0, 0].map((band) => expect.closeTo(band, -1)));
});

test('what is transparent shows the watermark alone, and stays so elsewhere', async () => {
  const { bytes, width, height } = await marked({}, '200x200,png,watermark', clear);
  const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 4)][3]).toBe(0);
  expect([...data.subarray((width * height - 1) * 4)]).toEqual([255, 0, 0, 255]);
});

test.each(['png', 'webp', 'jpeg', 'gif', 'tiff'] as const)('from a %s', async (format) => {
  const { bytes } = await marked(
    {},
    undefined,
    photo,
    await badge.clone().flatten().toFormat(format, { quality: 100 }).toBuffer(),
  );
  await expectAlike(bytes, await bySharp(320, 260, 80, 40), 1);
});

test('it is laid only over those that ask for it', async () => {
  const { thumbnails } = await renderAll(
    engine,
    photo,
    presets('400x300,png', '400x300,png,watermark', '100x100,png'),
    { watermark: corner, picture },
  );
  await expectAlike(thumbnails[0]?.bytes ?? photo, photo, 0.1);
  await expectAlike(thumbnails[1]?.bytes ?? photo, await bySharp(320, 260, 80, 40), 0.1);
});

describe('a picture that cannot be used', () => {
  test.each([
    ['no picture at all', Buffer.from('<html>')],
    ['cut off', picture.subarray(0, 60)],
    ['damaged', Buffer.concat([picture.subarray(0, 70), Buffer.alloc(40)])],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ])('%s: the settings are wrong', async (_, broken) => {
    const work = marked({}, undefined, photo, broken);
    await expect(work).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(/watermark/),
    });
  });

  test('thumbnails without it are made all the same', async () => {
    const info = await engine.inspect(photo, formatOf(photo), soon());
    const specs = parsePresets(presets('50x50', '60x60,watermark', '70x70')).map((preset) =>
      specOf(info, preset, { watermark: corner }),
    );
    const job = { bytes: photo, info, specs, watermark: new Uint8Array(9) };
    const delivered: number[] = [];
    await expect(engine.render(job, soon(), (n) => delivered.push(n))).rejects.toThrow(/watermark/);
    expect(delivered.sort()).toEqual([0, 2]);
  });
});
