// HDR photos become SDR ones: what is no brighter than white looks as it would have in SDR, and what is brighter stays
// bright without being cut off.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { nitsToPq } from '../../wasm/header/transfer.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { withCodePoints } from '../support/avif.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { pngChunk } from '../support/png.ts';
import { makeOne } from '../support/thumbnails.ts';

const engine = await sharedEngine();
const picture = await drawGeometry(240, 160);

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
/** BT.2020 from sRGB, linear (ITU-R BT.2087). */
const matrix = [
  [0.6274, 0.3293, 0.0433],
  [0.0691, 0.9195, 0.0114],
  [0.0164, 0.088, 0.8956],
] as const;

type Band = (light: readonly number[], band: number) => number;

/** @param white Light of what is 255 in the picture, in cd/m2. */
const pq =
  (white: number): Band =>
  (light, band) =>
    nitsToPq((light[band] ?? 0) * white);

/** BT.2100, table 5, for a screen of 1000 cd/m2 on which white has 203. */
const hlg: Band = (light, band) => {
  const [red = 0, green = 0, blue = 0] = light;
  const shown = 0.2627 * red + 0.678 * green + 0.0593 * blue;
  if (shown === 0) return 0;
  const scene = ((light[band] ?? 0) / shown) * (shown * 0.203) ** (1 / 1.2);
  return scene <= 1 / 12 ? Math.sqrt(3 * scene) : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
};

/** The sRGB picture's light by another transfer function, in BT.2020, 16 bits. */
async function encode(bytes: Uint8Array, band: Band): Promise<Buffer> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const out = new Uint16Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const rgb = [0, 1, 2].map((n) => linear((data[at + n] ?? 0) / 255));
    const light = matrix.map((row) => row.reduce((sum, factor, n) => sum + factor * (rgb[n] ?? 0), 0));
    for (let n = 0; n < 3; n++) out[at + n] = Math.round(65_535 * Math.min(1, Math.max(0, band(light, n))));
  }
  const { width, height } = info;
  return sharp(out, { raw: { width, height, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
}

function asPng(png: Buffer, transfer: number): Buffer {
  return Buffer.concat([
    png.subarray(0, 33),
    pngChunk('cICP', Buffer.from([9, transfer, 0, 1])),
    png.subarray(33),
  ]);
}

async function asAvif(png: Buffer, transfer: number): Promise<Buffer> {
  const settings = { quality: 95, chromaSubsampling: '4:4:4', effort: 0 };
  return withCodePoints(await sharp(png).toColourspace('srgb').avif(settings).toBuffer(), 9, transfer);
}

describe.each([
  ['PQ', 16, pq(203)],
  ['HLG', 18, hlg],
])('%s', (_, transfer, band) => {
  test.each([
    ['PNG', asPng],
    ['AVIF', asAvif],
  ])('a %s no brighter than white looks like SDR', async (__, write) => {
    const photo = await write(await encode(picture, band), transfer);
    const { bytes } = await makeOne(engine, photo, '240x240,png');
    await expectAlike(bytes, picture, 2);
    expect((await sharp(bytes).metadata()).depth).toBe('uchar');
  });
});

/** Of which brightest band the hue is, and how bright its other bands are beside it. */
const hues = {
  grey: [1, 1, 1],
  orange: [1, 0.6, 0.1],
  mint: [0.2, 1, 0.6],
  blue: [0.3, 0.4, 1],
} as const;
const names = Object.keys(hues) as (keyof typeof hues)[];
const width = 256;

/** A row of each hue, from dark to light. */
async function ramp(): Promise<Buffer> {
  const data = Buffer.concat(
    names.flatMap((name) =>
      Array.from({ length: width }, (_, x) => Buffer.from(hues[name].map((band) => band * x))),
    ),
  );
  return sharp(data, { raw: { width, height: names.length, channels: 3 } })
    .png()
    .toBuffer();
}

test('a photo is resampled as others are', async () => {
  const photo = readFileSync(samples.landscape.path);
  const deep = asPng(await encode(await sharp(photo).resize(600).toBuffer(), pq(203)), 16);
  const { bytes } = await makeOne(engine, deep, '150x150,png');
  await expectAlike(
    bytes,
    await sharp(await sharp(photo).resize(600).png().toBuffer())
      .resize(150)
      .png()
      .toBuffer(),
  );
});

describe('five times as bright as white', () => {
  let pixels = new Uint8Array();
  beforeAll(async () => {
    const photo = asPng(await encode(await ramp(), pq(1000)), 16);
    const { bytes } = await makeOne(engine, photo, '256x256,png');
    pixels = await sharp(bytes).raw().toBuffer();
  });
  const at = (x: number, name: keyof typeof hues): number[] => {
    const start = (names.indexOf(name) * width + x) * 3;
    return [...pixels.subarray(start, start + 3)];
  };
  /** Where the ramp has so much light, 1 being white. */
  const place = (light: number) => {
    const share = (light * 203) / 1000;
    return Math.round(255 * (1.055 * share ** (1 / 2.4) - 0.055));
  };

  test('middle tones are as bright as in SDR', async () => {
    // 18 % grey.
    expect(at(place(0.18), 'grey')[0]).toBeCloseTo(118, -1);
  });

  test('white is nearly white, and there is more above it', async () => {
    expect(at(place(1), 'grey')[0]).toBeGreaterThan(220);
    expect(at(255, 'grey')).toEqual([255, 255, 255]);
    expect(at(place(2.5), 'grey')[0]).toBeGreaterThan((at(place(1), 'grey')[0] ?? 0) + 5);
  });

  test.each(names)('%s keeps its hue', (name) => {
    for (const x of [100, 180, 250]) {
      const found = at(x, name).map((band) => linear(band / 255));
      const wanted = hues[name].map((band) => linear((band * x) / 255));
      const brightest = (bands: readonly number[]) => bands.map((band) => band / Math.max(...bands));
      expect(brightest(found)).toEqual(brightest(wanted).map((band) => expect.closeTo(band, 1)));
    }
  });
});

test('what is transparent stays so, and its colour out of sight', async () => {
  const sides = { width: 240, height: 160, channels: 4 } as const;
  const grey = Math.round(65_535 * nitsToPq(linear(0.5) * 203));
  // The left half is clear, and as bright as can be said.
  const pixel = (x: number) => (x < 119 ? [65_535, 65_535, 65_535, 0] : [grey, grey, grey, 65_535]);
  const rows = Array.from({ length: sides.width * sides.height }, (_, n) => pixel(n % sides.width));
  const deep = await sharp(Uint16Array.from(rows.flat()), { raw: sides })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  const { bytes } = await makeOne(engine, asPng(deep, 16), '60x40,png');
  const { data } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const pixels = Array.from({ length: 60 }, (_, x) => [
    ...data.subarray((20 * 60 + x) * 4, (20 * 60 + x) * 4 + 4),
  ]);
  expect([pixels[10]?.[3], pixels[50]?.[3]]).toEqual([0, 255]);
  for (const [red = 0, , , alpha = 0] of pixels) if (alpha > 16) expect(red).toBeCloseTo(128, -1);
});
