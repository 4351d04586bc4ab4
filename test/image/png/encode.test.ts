// Our own PNG encoder loses nothing, writes no band that says nothing, and needs no more bytes than libvips with all filters.

import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePng } from '../../../wasm/encode/png.ts';
import type { Pixels } from '../../../wasm/picture/pixels.ts';
import { samples } from '../../fixtures/images/images.ts';

async function decoded(file: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const bands = info.channels;
  // Grey comes with two bands.
  const rgba = Uint8ClampedArray.from({ length: info.width * info.height * 4 }, (_, at) => {
    const pixel = Math.floor(at / 4) * bands;
    const band = at % 4;
    return data[pixel + (band === 3 ? bands - 1 : bands < 3 ? 0 : band)] as number;
  });
  return { data: rgba, width: info.width, height: info.height };
}

/** Photos, flat colours and noise; all that is not shown because it is transparent is black. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 12 }),
    colours: fc.constantFrom(2, 5, 200, 256),
    isGrey: fc.boolean(),
    alpha: fc.constantFrom('opaque', 'some', 'all'),
    seed: fc.nat(),
  })
  .map(({ width, height, colours, isGrey, alpha, seed }): Pixels => {
    let state = seed + 1;
    const draw = (most: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((state / 2 ** 31) * most);
    };
    const data = new Uint8ClampedArray(width * height * 4);
    for (let at = 0; at < data.length; at += 4) {
      const sample = () => draw(colours) * Math.floor(255 / (colours - 1));
      const red = sample();
      const coverage = alpha === 'opaque' ? 255 : alpha === 'some' ? draw(3) * 127 : draw(256);
      if (coverage > 0) data.set([red, isGrey ? red : sample(), isGrey ? red : sample(), coverage], at);
    }
    return { data, width, height };
  });

test('every picture comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(pictures, fc.integer({ min: 1, max: 9 }), async (pixels, level) => {
      expect(await decoded(encodePng(pixels, level))).toEqual(pixels);
    }),
    { numRuns: 200 },
  );
});

const photo = sharp(samples.landscape.path).resize(300);

test.each([
  ['rgb', photo.clone(), 3],
  ['grey', photo.clone().toColourspace('b-w'), 1],
  ['rgb and alpha', photo.clone().ensureAlpha(0.5), 4],
  ['grey and alpha', photo.clone().toColourspace('b-w').ensureAlpha(0.5), 2],
])(
  'a photo of %s has the bands that it needs, and no more bytes than by libvips',
  async (_, picture, bands) => {
    const pixels = await decoded(await picture.png().toBuffer());
    const file = encodePng(pixels, 6);
    expect((await sharp(file).metadata()).channels).toBe(bands);
    const theirs = await sharp(file).png({ adaptiveFiltering: true }).toBuffer();
    expect(file.length).toBeLessThan(theirs.length * 1.02);
  },
);

test('what is not seen at all is written without its colours', () => {
  const data = new Uint8ClampedArray(40 * 40 * 4).map((_, at) => (at % 4 === 3 ? 0 : (at * 37) % 251));
  data.set([1, 2, 3, 255]);
  const clean = new Uint8ClampedArray(data.length);
  clean.set([1, 2, 3, 255]);
  const sides = { width: 40, height: 40 };
  expect(encodePng({ data, ...sides }, 6)).toEqual(encodePng({ data: clean, ...sides }, 6));
});

test('graphics take no more bytes than the better of with and without filters', async () => {
  // Like text: few tiles of noise, in an order of chance. A filter looks across their borders, so that none is the same as another.
  const side = 200;
  const data = new Uint8ClampedArray(side * side * 4);
  const noise = (at: number) => Math.imul(at + 1, 2_654_435_761) >>> 8;
  for (let at = 0; at < data.length; at += 4) {
    const [x, y] = [(at / 4) % side, Math.floor(at / 4 / side)];
    const tile = noise(Math.floor(y / 10) * 20 + Math.floor(x / 10)) % 7;
    const pixel = noise(tile * 100 + (y % 10) * 10 + (x % 10));
    data.set(
      [pixel, pixel >> 8, pixel >> 16, 255].map((sample) => sample & 255),
      at,
    );
  }
  const picture = sharp(data, { raw: { width: side, height: side, channels: 4 } }).removeAlpha();
  const [plain, filtered] = await Promise.all(
    [false, true].map((adaptiveFiltering) => picture.clone().png({ adaptiveFiltering }).toBuffer()),
  );
  const file = encodePng({ data, width: side, height: side }, 6);
  expect(plain?.length).toBeLessThan((filtered?.length ?? 0) * 0.9);
  expect(file.length).toBeLessThan((plain?.length ?? 0) * 1.02);
});
