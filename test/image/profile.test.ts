// ICC profiles: the thumbnail has the sRGB numbers of the same colour.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/function/engine/engine.ts';
import { withCodePoints, withColour } from '../support/avif.ts';
import { sharedEngine } from '../support/engine.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne } from '../support/thumbnails.ts';
import { greyProfile, rgbProfile, tableProfile, withProfile, xybProfile } from './icc-profile.ts';

const vips = await sharedEngine();
const squoosh = await sharedSquooshEngine();

const adobeColumns = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
];
const adobe = rgbProfile(adobeColumns, 2.2);
/** As no profile may be: a matrix leads to XYZ. */
const adobeOfLab = Buffer.from(adobe);
adobeOfLab.write('Lab ', 20, 'latin1');
const proPhoto = rgbProfile(
  [
    [0.79767, 0.28804, 0],
    [0.13519, 0.71188, 0],
    [0.03134, 0.00009, 0.82491],
  ],
  1.8,
);

function square(
  bands: readonly number[],
  space: 'srgb' | 'b-w' | 'rgb16' | 'grey16' = 'srgb',
): Promise<Buffer> {
  const [r = 0, g = r, b = r] = bands;
  const create = { width: 64, height: 64, channels: 3, background: { r, g, b } } as const;
  return sharp({ create }).toColourspace(space).png().toBuffer();
}

async function middle(bytes: Uint8Array): Promise<number[]> {
  const pixel = sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .extract({ left: 10, top: 10, width: 1, height: 1 });
  return [...(await pixel.raw().toBuffer())];
}

const about = (bands: readonly number[]) =>
  bands.map((band) => expect.toSatisfy((value) => Math.abs(value - band) <= 2));

/** Expected: by the matrices of B. Lindbloom and CSS Color 4. */
const cases = [
  ['Adobe RGB', [150, 200, 100], [124, 201, 92], adobe, 'srgb'],
  ['Adobe RGB that says Lab', [150, 200, 100], [124, 201, 92], adobeOfLab, 'srgb'],
  ['Adobe RGB, beyond sRGB', [0, 255, 0], [0, 255, 0], adobe, 'srgb'],
  ['Adobe RGB of 16 bits', [150, 200, 100], [124, 201, 92], adobe, 'rgb16'],
  ['ProPhoto RGB', [100, 120, 80], [109, 143, 90], proPhoto, 'srgb'],
  ['grey with an exponent of 1.8', [128], [146, 146, 146], greyProfile(1.8), 'b-w'],
  ['grey of 16 bits with an exponent of 1.8', [128], [146, 146, 146], greyProfile(1.8), 'grey16'],
  ['grey whose samples are lightness', [128], [120, 120, 120], greyProfile(1, 'Lab '), 'b-w'],
  ['grey with an exponent to lightness', [128], [53, 53, 53], greyProfile(2.2, 'Lab '), 'b-w'],
  ['linear grey', [55], [128, 128, 128], greyProfile(1), 'b-w'],
] as const;

describe.each<[string, Engine]>([
  ['wasm-vips', vips],
  ['Squoosh', squoosh],
])('%s', (_, engine) => {
  test.each(cases)('%s', async (__, from, to, icc, space) => {
    const photo = withProfile(await square(from, space), icc);
    const { bytes } = await makeOne(engine, photo, '32x32,png');
    expect(await middle(bytes)).toEqual(about(to));
    expect((await sharp(bytes).metadata()).channels).toBe(from.length);
  });
});

test('an AVIF in Display P3 by code points', async () => {
  const settings = { quality: 100, chromaSubsampling: '4:4:4' } as const;
  const photo = withCodePoints(
    await sharp(await square([0, 200, 60]))
      .avif(settings)
      .toBuffer(),
    12,
    13,
  );
  expect(await middle((await makeOne(vips, photo, '32x32,png')).bytes)).toEqual(about([0, 204, 14]));
});

test.each([
  ['of light', greyProfile(1.8), 146],
  ['of lightness', greyProfile(1, 'Lab '), 120],
])('a grey AVIF with a profile %s', async (_, profile, shown) => {
  const settings = { quality: 100, chromaSubsampling: '4:4:4' } as const;
  const avif = await sharp(await square([128]))
    .avif(settings)
    .toBuffer();
  const { bytes } = await makeOne(
    vips,
    withColour(avif, Buffer.concat([Buffer.from('prof'), profile])),
    '32x32,png',
  );
  expect(await middle(bytes)).toEqual(about([shown, shown, shown]));
});

describe('colours whose grey has not the same number in each channel', () => {
  const made = async (profile: Buffer) =>
    makeOne(vips, withProfile(await square([90, 128, 106]), profile), '32x32,png');

  test('are converted where they are those of JPEG XL, in which jpegli writes JPEGs', async () => {
    const { bytes, warnings } = await made(xybProfile());
    expect(warnings).toBeUndefined();
    // By libjxl's formulas the light is 0.191.
    expect(await middle(bytes)).toEqual(about([121, 121, 121]));
  });

  test.each([
    ['where the profile has any other name', xybProfile('test')],
    ['where the profile has that name alone', tableProfile(adobeColumns, 2.2, 'XYB_Per')],
  ])('are damage %s', async (_, profile) => {
    expect((await made(profile)).warnings).toEqual([expect.stringContaining('grey would not be grey')]);
  });
});
