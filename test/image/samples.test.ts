// Samples that are no whole numbers of 8 or 16 bits: what their bytes become, by arithmetic.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sharedEngine } from '../support/engine.ts';
import { makeAll, makeOne, soon } from '../support/thumbnails.ts';
import { type TiffPicture, tiff } from '../support/tiff.ts';
import { greyProfile, rgbProfile } from './icc-profile.ts';

const engine = await sharedEngine();
const size = { width: 64, height: 48 };

/** IEC 61966-2-1: light, 0-1, to a byte. */
const encoded = (light: number) =>
  Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));

/** sRGB's primaries relative to D50. */
const primaries = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
] as const;

const flat = (samples: TiffPicture['samples'], bands: readonly number[], more: Partial<TiffPicture> = {}) =>
  tiff({ ...size, samples, photometric: bands.length < 3 ? 'grey' : 'rgb', pixel: () => bands, ...more });

async function middle(bytes: Uint8Array): Promise<number[]> {
  const at = { left: 10, top: 10, width: 1, height: 1 };
  const { channels } = await sharp(bytes).metadata();
  const space = channels < 3 ? 'b-w' : 'srgb';
  return [...(await sharp(bytes).extract(at).toColourspace(space).raw().toBuffer())];
}

const near = (bands: readonly number[]) =>
  bands.map((band) => expect.toSatisfy((value) => Math.abs(value - band) <= 1));

const light = [0.18, 0.5, 0.02] as const;
const bytes = [0.2, 0.5, 0.8] as const;
const profile = (exponent: number) => rgbProfile(primaries, exponent);

/** Not those of sRGB's own name: that is not looked at here. */
const cases: readonly (readonly [string, Buffer, readonly number[]])[] = [
  ['float with a linear profile', flat('float32', light, { profile: profile(1) }), light.map(encoded)],
  [
    'float with an exponent of 1.8',
    flat('float32', bytes, { profile: profile(1.8) }),
    bytes.map((one) => encoded(one ** 1.8)),
  ],
  [
    'float with a profile like sRGB',
    flat('float32', bytes, { profile: profile(2.2) }),
    bytes.map((one) => encoded(one ** 2.2)),
  ],
  ['float without a profile', flat('float32', light), light.map(encoded)],
  ['grey float with a linear profile', flat('float32', [0.18], { profile: greyProfile(1) }), [encoded(0.18)]],
  [
    'grey float with an exponent of 1.8',
    flat('float32', [0.5], { profile: greyProfile(1.8) }),
    [encoded(0.5 ** 1.8)],
  ],
  ['grey float without a profile', flat('float32', [0.18]), [encoded(0.18)]],
  ['float with alpha', flat('float32', [...light, 0.5], { extra: [2] }), [...light.map(encoded), 128]],
  [
    'float with alpha and a profile',
    flat('float32', [...light, 0.5], { extra: [2], profile: profile(1) }),
    [...light.map(encoded), 128],
  ],
  ['float beyond its range', flat('float32', [-3, 7, 0.5], { profile: profile(1) }), [0, 255, encoded(0.5)]],
  [
    'whole numbers of 32 bits',
    flat(
      'uint32',
      [0.2, 0.5, 1].map((one) => Math.round(one * 0xffff_ffff)),
    ),
    [51, 128, 255],
  ],
  ['grey whole numbers of 32 bits', flat('uint32', [0x8000_0000]), [128]],
];

test.each(cases)('%s', async (_, photo, expected) => {
  expect(await engine.inspect(photo, 'tiff', soon())).toMatchObject({ bitDepth: 32 });
  const made = await makeOne(engine, photo, '32x32,png');
  expect(await middle(made.bytes)).toEqual(near(expected));
  expect(made.warnings).toBeUndefined();
});

test('float that is not a number does no harm to the pixels beside it', async () => {
  const pixel = (x: number) =>
    x < 8 ? [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [0.5, 0.5, 0.5];
  const photo = tiff({ ...size, samples: 'float32', photometric: 'rgb', pixel, profile: profile(1) });
  const { bytes: made } = await makeOne(engine, photo, '64x48,png');
  const { data } = await sharp(made)
    .extract({ left: 40, top: 20, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([...data]).toEqual(near([0.5, 0.5, 0.5].map(encoded)));
});

test('signed samples are refused by name: they say nothing of brightness', async () => {
  await expect(engine.inspect(flat('int16', [1, 2, 3]), 'tiff', soon())).rejects.toMatchObject({
    code: 'source-unsupported',
    message: expect.stringMatching(/signed numbers/),
  });
});

describe('a thumbnail of one colour', () => {
  const wave = (scale: number) => (x: number, y: number) =>
    [0.1, 0.5, 0.9].map((one) => scale * Math.abs(Math.sin(one * (x + y))));
  const rounded = (scale: number) => (x: number, y: number) => wave(scale)(x, y).map(Math.round);
  const picture = (
    samples: TiffPicture['samples'],
    pixel: TiffPicture['pixel'],
    more: Partial<TiffPicture> = {},
  ) => tiff({ ...size, samples, photometric: 'rgb', pixel, ...more });
  const warning = [expect.stringContaining('of a single colour')];

  test.each([
    ['light of 0 to 1 in 16 bits', picture('uint16', rounded(1)), warning],
    [
      'light of 200 to 300',
      picture('float32', (x, y) => wave(100)(x, y).map((one) => one + 200), { profile: profile(1) }),
      warning,
    ],
    [
      'light of 200 to 300 without a profile',
      picture('float32', (x, y) => wave(100)(x, y).map((one) => one + 200)),
      warning,
    ],
    ['a photo that is white', picture('float32', () => [1, 1, 1]), undefined],
    [
      'a photo that is white but for its noise',
      picture('float32', (x, y) => wave(0.01)(x, y).map((one) => one + 2)),
      undefined,
    ],
    ['a photo of 16 bits that is black', picture('uint16', () => [0, 0, 0]), undefined],
    ['a photo with colours', picture('float32', wave(1)), undefined],
  ])('of %s', async (_, photo, expected) => {
    for (const { warnings } of await makeAll(engine, photo, 'a:32x32,png;b:16x16,jpeg'))
      expect(warnings).toEqual(expected);
  });
});
