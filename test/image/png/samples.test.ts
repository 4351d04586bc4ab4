// The PNG decoder's samples are those of libpng, each of them, for all kinds of pixels, filters and blocks.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { deflations, makePng, pngKinds } from '../../support/png-maker.ts';
import { openPngPair } from '../../support/png-pair.ts';

const pair = await openPngPair();
afterAll(() => pair.stop());

const filters = [0, 1, 2, 3, 4];
const widths = Array.from({ length: 17 }, (_, n) => n + 1);

describe.each(pngKinds)('colour type $colourType of $depth bits', (kind) => {
  test.each(filters)('with filter type %i', (filter) => {
    for (const width of widths) {
      for (const transparency of [false, true]) {
        const bytes = makePng(width, { ...kind, width, height: 5, filter, transparency, variety: 256 });
        expect(pair.compare(bytes), `${width} pixels wide`).toEqual({});
      }
    }
  });

  test.each(deflations)('with data by %o', (deflation) => {
    for (const variety of [1, 2, 5, 30, 256]) {
      for (const width of [3, 60, 500]) {
        const bytes = makePng(width, { ...kind, width, height: 9, deflation, variety });
        expect(pair.compare(bytes), `${width} pixels wide, variety ${variety}`).toEqual({});
      }
    }
  });
});

test.each(deflations)('rows that are longer than any buffer, with data by %o', (deflation) => {
  for (const variety of [1, 3, 256]) {
    const sides = { width: 70_000, height: 7 };
    expect(pair.compare(makePng(variety, { colourType: 6, depth: 8, ...sides, deflation, variety }))).toEqual(
      {},
    );
  }
});

// The decoder copies by words where it can: then its place for a chunk's data depends on where the chunk lies.
test.each([4095, 4096, 4097, 8192, 65_521, 70_000])('chunks of %i bytes, wherever they lie', (chunkBytes) => {
  for (const [from, variety] of [1, 2, 30, 256, 256, 30, 2, 256].entries()) {
    const sides = { width: 300, height: 301 };
    const file = makePng(from, { colourType: 2, depth: 8, ...sides, variety, chunkBytes });
    const bytes = new Uint8Array(new SharedArrayBuffer(from + file.length), from);
    bytes.set(file);
    expect(pair.compare(bytes), `from ${from} on`).toEqual({});
  }
});

test('a drawing', () => {
  expect(pair.compare(readFileSync(samples.transparent.path))).toEqual({});
});

test.each([
  { adaptiveFiltering: true },
  { adaptiveFiltering: false, compressionLevel: 9 },
  { palette: true },
])('a photo as sharp writes it: %o', async (options) => {
  const bytes = await sharp(samples.landscape.path).png(options).toBuffer();
  expect(pair.compare(bytes)).toEqual({});
});
