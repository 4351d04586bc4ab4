// What ICC profiles mean, from profiles by hand.

import { describe, expect, test } from 'vitest';
import { ByteReader, u16, u32 } from '../../../src/function/container/bytes.ts';
import { type Conversion, isPlausible, readGreyProfile, readProfile } from '../../../wasm/header/icc.ts';
import { readCurve } from '../../../wasm/header/icc-curve.ts';

const fixed = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65_536));
  return bytes;
};

const xyz = (...values: readonly number[]) =>
  Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...values.map(fixed)]);
const table = (...entries: readonly number[]) =>
  Buffer.concat([Buffer.from('curv\0\0\0\0'), u32(entries.length), ...entries.map(u16)]);
const gamma = (value: number) => table(Math.round(value * 256));
const parametric = (type: number, ...values: readonly number[]) =>
  Buffer.concat([Buffer.from('para\0\0\0\0'), u16(type), u16(0), ...values.map(fixed)]);

/** A profile of these tags, in a colour space. */
function profile(
  space: string,
  tags: Readonly<Record<string, Buffer>>,
  deviceClass = 'mntr',
  connection = 'XYZ ',
): Buffer {
  const header = Buffer.alloc(128);
  header.write(`${deviceClass}${space}${connection}`, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  header.writeUInt8(2, 8);
  const names = Object.keys(tags);
  const contents = Object.values(tags);
  const start = 132 + names.length * 12;
  const entries = names.map((name, i) => {
    const before = contents.slice(0, i).reduce((sum, content) => sum + content.length, 0);
    return Buffer.concat([Buffer.from(name), u32(start + before), u32(contents[i]?.length ?? 0)]);
  });
  const whole = Buffer.concat([header, u32(names.length), ...entries, ...contents]);
  whole.writeUInt32BE(whole.length, 0);
  return whole;
}

const srgbCurve = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
const colourants = {
  srgb: [xyz(0.43607, 0.22249, 0.01392), xyz(0.38515, 0.71687, 0.09708), xyz(0.14307, 0.06061, 0.7141)],
  adobe: [xyz(0.60974, 0.31111, 0.01947), xyz(0.20528, 0.62567, 0.06087), xyz(0.14919, 0.06322, 0.74457)],
} as const;

function matrix(primaries: readonly [Buffer, Buffer, Buffer], curve: Buffer): Buffer {
  const [rXYZ, gXYZ, bXYZ] = primaries;
  return profile('RGB ', { rXYZ, gXYZ, bXYZ, rTRC: curve, gTRC: curve, bTRC: curve });
}

test.each([
  ['sRGB by its numbers', matrix(colourants.srgb, srgbCurve), 'rgb'],
  ['sRGB by its numbers, on a grey photo', matrix(colourants.srgb, srgbCurve), 'grey'],
  [
    'sRGB by its name, made of tables',
    profile('RGB ', { desc: Buffer.from('desc\0\0\0\0\0\0\0\x14\0s\0R\0G\0B\0 v4') }),
    'rgb',
  ],
] as const)('a profile %s changes nothing', (_, bytes, colour) => {
  expect(readProfile(bytes, colour)).toBe('sRGB');
});

const adobe = matrix(colourants.adobe, gamma(2.2));
const changed = (at: number, text: string) => {
  const copy = Buffer.from(adobe);
  copy.write(text, at, 'latin1');
  return copy;
};

/** A table of the old kind, whole or as its parts say. */
function mft2({ channels = 3, grid = 2, entries = 2, length = Number.POSITIVE_INFINITY } = {}): Buffer {
  const head = Buffer.alloc(52);
  head.write('mft2', 0, 'latin1');
  head.set([channels, 3, grid], 8);
  head.writeUInt16BE(entries, 48);
  head.writeUInt16BE(entries, 50);
  const whole = Buffer.concat([
    head,
    Buffer.alloc(2 * (entries * channels + grid ** channels * 3 + entries * 3)),
  ]);
  return whole.subarray(0, length);
}

test.each([
  ['for CMYK on an RGB photo', profile('CMYK', { A2B0: mft2({ channels: 4 }) }), 'rgb', /other colours/],
  ['for RGB on a grey photo', adobe, 'grey', /other colours/],
  ['for grey without a curve', profile('GRAY', {}), 'grey', /neither curves nor tables/],
  ['for RGB on a CMYK photo', adobe, 'cmyk', /other colours/],
  ['cut off', adobe.subarray(0, 250), 'rgb', /neither curves/],
  ['cut off in its table', adobe.subarray(0, 140), 'rgb', /damaged/],
  ['empty', Buffer.alloc(0), 'rgb', /signature/],
  ['without its signature', changed(36, 'acsq'), 'rgb', /signature/],
  ['of a device link', changed(12, 'link'), 'rgb', /a link/],
  ['of an effect', changed(12, 'abst'), 'rgb', /an effect/],
  ['of named colours', changed(12, 'nmcl'), 'rgb', /named colours/],
  ['of no known class', changed(12, 'none'), 'rgb', /unknown class/],
  ['of version 5', changed(8, '\x05'), 'rgb', /version 5/],
  ['that is shorter than its tags, as it says', changed(0, '\0\0\x01\0'), 'rgb', /neither curves/],
  ['of 101 tags', changed(128, '\0\0\0\x65'), 'rgb', /damaged/],
  ['with a tag twice', changed(132 + 12, 'rXYZ'), 'rgb', /damaged/],
  ['that connects to nothing', changed(20, 'RGB '), 'rgb', /damaged/],
  ['with a curve of no known kind', matrix(colourants.adobe, Buffer.from('mft2\0\0\0\0')), 'rgb', /damaged/],
  ['with a function of no known type', matrix(colourants.adobe, parametric(5, 1)), 'rgb', /damaged/],
  ['whose curve is flat', matrix(colourants.adobe, table(0, 0)), 'rgb', /grey/],
  ['whose curve is upside down', matrix(colourants.adobe, table(65_535, 0)), 'rgb', /grey/],
  ['whose exponent is 60', matrix(colourants.adobe, gamma(60)), 'rgb', /grey/],
  [
    'that makes grey blue',
    matrix([xyz(0, 0, 0), colourants.adobe[1], colourants.adobe[2]], gamma(2.2)),
    'rgb',
    /grey/,
  ],
  [
    'with a table of another device',
    profile('RGB ', { A2B0: mft2({ channels: 4 }) }),
    'rgb',
    /tables are damaged/,
  ],
  [
    'with a table that is cut off',
    profile('RGB ', { A2B0: mft2({ length: 80 }) }),
    'rgb',
    /tables are damaged/,
  ],
  ['with a table of one point', profile('RGB ', { A2B0: mft2({ grid: 1 }) }), 'rgb', /tables are damaged/],
  ['with a table of no known kind', profile('RGB ', { A2B0: Buffer.alloc(64) }), 'rgb', /tables are damaged/],
] as const)('a profile %s is unusable', (_, bytes, colour, reason) => {
  expect(readProfile(bytes, colour)).toEqual({ unusable: expect.stringMatching(reason) });
});

test.each([
  ['RGB', profile('RGB ', { A2B0: mft2() }), 'rgb'],
  ['CMYK', profile('CMYK', { A2B0: mft2({ channels: 4 }) }, 'prtr'), 'cmyk'],
  ['a scanner', profile('RGB ', { A2B1: mft2() }, 'scnr'), 'rgb'],
] as const)('a profile made of tables is told apart, of %s', (_, bytes, colour) => {
  expect(readProfile(bytes, colour)).toBe('tables');
});

test.each([
  [
    'sRGB',
    [
      [0, 0, 0],
      [128, 128, 128],
      [255, 255, 255],
    ],
    true,
  ],
  [
    'a printer',
    [
      [40, 35, 30],
      [120, 118, 110],
      [250, 248, 240],
    ],
    true,
  ],
  [
    'a picture that is black',
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    false,
  ],
  [
    'a picture that is white',
    [
      [0, 0, 0],
      [255, 255, 255],
      [255, 255, 255],
    ],
    false,
  ],
  [
    'a negative',
    [
      [255, 255, 255],
      [128, 128, 128],
      [0, 0, 0],
    ],
    false,
  ],
  [
    'what is not a number',
    [
      [0, 0, 0],
      [Number.NaN, 128, 128],
      [255, 255, 255],
    ],
    false,
  ],
] as const)('the shades of %s', (_, shades, expected) => {
  expect(isPlausible(shades)).toBe(expected);
});

function conversion(bytes: Uint8Array, colour: 'grey' | 'rgb' = 'rgb'): Conversion {
  const found = readProfile(bytes, colour);
  if (typeof found === 'string' || 'unusable' in found) throw new Error(`no conversion: ${found}`);
  return found;
}

test('Adobe RGB is converted: its green is outside sRGB, its white is white', () => {
  const { matrix: rows } = conversion(matrix(colourants.adobe, gamma(2.19921875)));
  const row = (i: number) => rows.slice(i * 3, i * 3 + 3);
  // Published: sRGB's red from Adobe RGB's is 1.3984, from its green -0.3984.
  expect(row(0)[0]).toBeCloseTo(1.3984, 2);
  expect(row(0)[1]).toBeCloseTo(-0.3984, 2);
  for (const i of [0, 1, 2]) expect(row(i).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 2);
});

/** CIE L* of a sample -> light: 8 is where the cube begins. */
const lightness = [
  [0, 0],
  [5, 0.0055354],
  [8, 0.0088565],
  [50, 0.1841865],
  [90, 0.7630335],
  [100, 1],
] as const;

test.each(lightness)('grey of Lab is lightness: %f', (percent, light) => {
  const grey = profile('GRAY', { kTRC: table() }, 'mntr', 'Lab ');
  const value = (255 * percent) / 100;
  const [curve = []] = conversion(grey, 'grey').curves;
  const { transfer } = readGreyProfile(grey) ?? {};
  // Curves have whole samples alone.
  const [before = 0, after = before] = [curve[Math.floor(value)], curve[Math.ceil(value)]];
  expect(before + (after - before) * (value - Math.floor(value))).toBeCloseTo(light, 4);
  expect(typeof transfer === 'function' && transfer(percent / 100)).toBeCloseTo(light, 6);
});

test('a matrix leads to XYZ, also where the profile says Lab', () => {
  expect(conversion(changed(20, 'Lab '))).toEqual(conversion(adobe));
});

describe('a curve', () => {
  const at = (curve: Buffer, value: number) => readCurve(new ByteReader(curve), 0)(value / 255);

  test.each([
    ['no entry: a straight line', table(), 51, 0.2],
    ['one entry: an exponent', gamma(1.5), 51, 0.2 ** 1.5],
    ['a table: straight between its entries', table(0, 0, 65_535), 204, 0.6],
    ['type 0', parametric(0, 3), 51, 0.008],
    ['type 1, above its bend', parametric(1, 2, 2, -0.5), 204, 1.1 ** 2],
    ['type 1, below it', parametric(1, 2, 2, -0.5), 51, 0],
    ['type 2, above its bend', parametric(2, 2, 1, -0.4, 0.1), 204, 0.4 ** 2 + 0.1],
    ['type 2, below it', parametric(2, 2, 1, -0.4, 0.1), 51, 0.1],
    ['type 3, above its bend', parametric(3, 2, 1, 0.1, 0.5, 0.3), 204, 0.9 ** 2],
    ['type 3, below it', parametric(3, 2, 1, 0.1, 0.5, 0.3), 51, 0.1],
    ['type 4, above its bend', parametric(4, 2, 1, 0.1, 0.5, 0.3, 0.05, 0.02), 204, 0.9 ** 2 + 0.05],
    ['type 4, below it', parametric(4, 2, 1, 0.1, 0.5, 0.3, 0.05, 0.02), 51, 0.12],
  ])('of %s', (_, curve, value, expected) => {
    expect(at(curve, value)).toBeCloseTo(expected, 3);
  });
});
