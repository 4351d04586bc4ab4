// PNGs of few colours have a palette, which loses nothing; those of many have none.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { encodeIndexed } from '../../wasm/encode/png-palette.ts';
import { samples } from '../fixtures/images/images.ts';
import { sharedEngines } from '../support/engines.ts';
import { makeOne } from '../support/thumbnails.ts';

const { light, optimised, squoosh } = await sharedEngines();
const engines: [string, Engine][] = [
  ['light', light],
  ['optimised', optimised],
  ['Squoosh', squoosh],
];

/** A number of colours, some of them translucent, in stripes. */
function stripes(colours: number, translucent: boolean, width = 300, height = 200) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const n = (Math.floor((at % width) / 3) * 7 + Math.floor(at / width / 5) * 31) % colours;
    data.set([n, 255 - n, (n * 37) % 256, translucent ? n % 256 : 255], at * 4);
  }
  return { data, width, height };
}

/** The colour type in the header, which comes first. */
const hasPalette = (png: Uint8Array) => png[25] === 3;

/** What can be seen: the colour of what is clear does not count. */
async function visible(bytes: Uint8Array): Promise<Buffer> {
  const data = await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 0) data.fill(0, at, at + 4);
  return data;
}

describe('encodeIndexed', () => {
  test.each(
    [1, 2, 3, 4, 5, 16, 17, 255, 256].flatMap((n) => [true, false].map((clear) => [n, clear] as const)),
  )('%d colours, translucent: %s', async (colours, translucent) => {
    const picture = stripes(colours, translucent, 101, 67);
    const { data, width, height } = picture;
    const plain = await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    const indexed = encodeIndexed(picture, 6) ?? new Uint8Array();
    expect(await visible(indexed)).toEqual(await visible(plain));
  });

  test('257 colours are too many', () => {
    const picture = stripes(256, false);
    picture.data.set([1, 2, 3, 4]);
    expect(encodeIndexed(picture, 6)).toBeUndefined();
  });
});

describe.each(engines)('the %s engine', (_, engine) => {
  test.each([true, false])(
    'writes few colours as a palette, pixel by pixel; translucent: %s',
    async (translucent) => {
      const { data, width, height } = stripes(40, translucent);
      const photo = await sharp(data, { raw: { width, height, channels: 4 } })
        .png()
        .toBuffer();
      const { bytes } = await makeOne(engine, photo, '300x200,png');
      expect(hasPalette(bytes)).toBe(true);
      expect(await visible(bytes)).toEqual(await visible(photo));
    },
  );

  test('writes a photo without', async () => {
    const { bytes } = await makeOne(engine, readFileSync(samples.landscape.path), '100x100,png');
    expect(hasPalette(bytes)).toBe(false);
  });
});
