// ICC profiles that are damaged anywhere: the picture always comes, in the colours of the profile or as if it had none, and both
// engines decide alike.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { sharedEngine } from '../support/engine.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { makeOne, renderAll } from '../support/thumbnails.ts';
import { tiff } from '../support/tiff.ts';
import { greyProfile, rgbProfile, tableProfile, withProfile } from './icc-profile.ts';

const vips = await sharedEngine();
const squoosh = await sharedSquooshEngine();

const size = { width: 24, height: 16 };
const pixel = (x: number, y: number) => [x * 10, y * 15, 120 + ((x * y) % 100)] as const;
const data = Buffer.from(
  Array.from({ length: 24 * 16 }, (_, at) => pixel(at % 24, Math.floor(at / 24))).flat(),
);
const rgb = await sharp(data, { raw: { ...size, channels: 3 } })
  .png()
  .toBuffer();
const grey = await sharp(rgb).greyscale().toColourspace('b-w').png().toBuffer();

/** Adobe RGB. */
const columns = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
] as const;

/** Words of a profile are the ends of all its fields: sizes, signatures, offsets, numbers. */
const values: readonly ((word: number) => number)[] = [
  () => 0,
  () => 0xffff_ffff,
  (word) => (word ^ 0x8000_0000) >>> 0,
  (word) => (word + 1) >>> 0,
  (word) => (word ^ 0x0101_0101) >>> 0,
];

function* mutants(profile: Buffer, every: number): IterableIterator<[name: string, mutant: Buffer]> {
  for (let at = 0; at + 4 <= profile.length; at += 4 * every) {
    for (const [index, change] of values.entries()) {
      const mutant = Buffer.from(profile);
      mutant.writeUInt32BE(change(profile.readUInt32BE(at)), at);
      yield [`word ${at}, change ${index}`, mutant];
    }
  }
  for (let length = 0; length < profile.length; length += 12 * every)
    yield [`cut at ${length}`, profile.subarray(0, length)];
}

async function mean(bytes: Uint8Array): Promise<number> {
  const { channels } = await sharp(bytes).toColourspace('srgb').removeAlpha().stats();
  return channels.reduce((sum, one) => sum + one.mean, 0) / channels.length;
}

/** Of 255. Damage may leave a plausible profile, such as one of another exponent: 1 in place of 1.8 is 40. */
const tolerance = 45;

test.each([
  ['a matrix', rgb, rgbProfile(columns, 1.8), 2, [vips, squoosh]],
  ['grey', grey, greyProfile(1.8), 2, [vips, squoosh]],
  ['tables', rgb, tableProfile(columns, 1.8), 8, [vips]],
] as const)('of %s', async (_, photo, profile, every, engines) => {
  const render = async (engine: typeof vips | typeof squoosh, icc: Buffer) =>
    makeOne(engine, withProfile(photo, icc), '12x8,png');
  const [plain, applied] = [await makeOne(vips, photo, '12x8,png'), await render(vips, profile)];
  const bounds = [await mean(plain.bytes), await mean(applied.bytes)];
  expect(applied.warnings).toBeUndefined();
  expect(Math.abs((bounds[0] as number) - (bounds[1] as number))).toBeGreaterThan(5);
  let ignored = 0;
  let all = 0;
  for (const [name, mutant] of mutants(profile, every)) {
    const made = await Promise.all(engines.map((engine) => render(engine, mutant)));
    const means = await Promise.all(made.map(({ bytes }) => mean(bytes)));
    for (const [index, { warnings }] of made.entries()) {
      const found = means[index] as number;
      const nearest = warnings
        ? Math.abs(found - (bounds[0] as number))
        : Math.min(...bounds.map((one) => Math.abs(one - found)));
      expect(nearest, name).toBeLessThan(warnings ? 1 : tolerance);
      expect(Math.abs(found - (means[0] as number)), `${name}: the engines differ`).toBeLessThan(tolerance);
      if (warnings)
        expect(warnings, name).toEqual([expect.stringContaining('the colour profile was ignored')]);
    }
    ignored += made[0]?.warnings ? 1 : 0;
    all += 1;
  }
  // Neither is the rule: damage to a name changes nothing, and damage to a curve is found.
  expect(ignored).toBeGreaterThan(all / 20);
  expect(ignored).toBeLessThan(all);
});

test('a profile that only the colour engine refuses is ignored, too', async () => {
  const damaged = rgbProfile(columns, 1.8, { D2B0: Buffer.from('mpet\0\0\0\0damaged!') });
  for (const preset of ['12x8,png', 'a:12x8,png;b:6x4,png']) {
    const { thumbnails } = await renderAll(vips, withProfile(rgb, damaged), preset);
    const plain = await renderAll(vips, rgb, preset);
    expect(thumbnails.map(({ bytes }) => bytes)).toEqual(plain.thumbnails.map(({ bytes }) => bytes));
    for (const { warnings } of thumbnails)
      expect(warnings).toEqual([expect.stringContaining('the colour engine cannot')]);
  }
});

test('profiles of TIFFs are converted by, whose loader has them in memory of its own', async () => {
  const photo = (profile?: Buffer) =>
    tiff({ ...size, samples: 'uint8', photometric: 'rgb', pixel, ...(profile && { profile }) });
  const expected = await makeOne(vips, withProfile(rgb, rgbProfile(columns, 1.8)), '12x8,png');
  const made = await makeOne(vips, photo(rgbProfile(columns, 1.8)), '12x8,png');
  expect(made.bytes).toEqual(expected.bytes);
  expect((await makeOne(vips, photo(), '12x8,png')).bytes).not.toEqual(expected.bytes);
});
