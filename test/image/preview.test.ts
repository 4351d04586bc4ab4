// The preview that hashes and colours are taken from: the whole photo, small, as RGBA.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine, Preview } from '../../src/function/engine/engine.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { formatOf, renderAll, soon } from '../support/thumbnails.ts';

const vips = await sharedEngine();
const squoosh = await sharedSquooshEngine();
const picture = await drawGeometry(400, 300);

function toPng({ data, width, height }: Preview): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

async function expectWhole(preview: Preview | undefined, photo: Uint8Array, width: number, height: number) {
  expect(preview).toMatchObject({ width, height });
  const expected = sharp(photo).autoOrient().resize(width, height, { fit: 'fill' });
  if (preview) await expectAlike(await toPng(preview), await expected.png().toBuffer());
}

describe.each<[string, Engine]>([
  ['wasm-vips', vips],
  ['Squoosh', squoosh],
])('%s', (_, engine) => {
  test.each([
    ['one thumbnail', '200x200'],
    ['a crop', '120x200,cover,east'],
    ['several', 'a:300x300;b:150x100,fill'],
    ['one that is enlarged', '900x,enlarge'],
  ])('beside %s', async (__, presets) => {
    const { preview, thumbnails } = await renderAll(engine, picture, presets, { preview: true });
    await expectWhole(preview, picture, 100, 75);
    const alone = await renderAll(engine, picture, presets);
    expect(thumbnails.map(({ bytes }) => bytes)).toEqual(alone.thumbnails.map(({ bytes }) => bytes));
    expect(alone.preview).toBeUndefined();
  });

  test.each([
    ['40x40', 40, 30],
    ['40x200,fill', 40, 30],
    ['300x15,fill', 20, 15],
  ])('no larger than what it is made from: %s', async (preset, width, height) => {
    const { preview } = await renderAll(engine, picture, preset, { preview: true });
    expect(preview).toMatchObject({ width, height });
  });

  test('without any thumbnail', async () => {
    const info = await engine.inspect(picture, formatOf(picture), soon());
    const { preview, thumbnails } = await engine.render(
      { bytes: picture, info, specs: [], preview: true },
      soon(),
    );
    expect(thumbnails).toEqual([]);
    await expectWhole(preview, picture, 100, 75);
  });

  test('with its transparency', async () => {
    const clear = readFileSync(samples.transparent.path);
    const { preview } = await renderAll(engine, clear, '200x200', { preview: true });
    expect(preview?.data[3]).toBe(0);
    const { width = 0, height = 0 } = preview ?? {};
    await expectWhole(preview, clear, width, height);
  });

  test('of a grey photo', async () => {
    const grey = await sharp(picture).greyscale().toColourspace('b-w').png().toBuffer();
    const { preview } = await renderAll(engine, grey, '200x200', { preview: true });
    await expectWhole(preview, grey, 100, 75);
  });
});

test('of the whole photo, where thumbnails show only a region', async () => {
  const region = { left: 0, top: 0, width: 60, height: 60 };
  const { preview } = await renderAll(vips, picture, '30x30', { preview: true, region });
  await expectWhole(preview, picture, 100, 75);
});
