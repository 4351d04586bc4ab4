// What ICC profiles mean, from profiles by hand.

import { describe, expect, test } from 'vitest';
import { u16, u32 } from '../../../src/function/container/bytes.ts';
import { type Conversion, readProfile } from '../../../wasm/header/icc.ts';

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
function profile(space: string, tags: Readonly<Record<string, Buffer>>): Buffer {
  const header = Buffer.alloc(128);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  const names = Object.keys(tags);
  const contents = Object.values(tags);
  const start = 132 + names.length * 12;
  const entries = names.map((name, i) => {
    const before = contents.slice(0, i).reduce((sum, content) => sum + content.length, 0);
    return Buffer.concat([Buffer.from(name), u32(start + before), u32(contents[i]?.length ?? 0)]);
  });
  return Buffer.concat([header, u32(names.length), ...entries, ...contents]);
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
  [
    'sRGB by its name, made of tables',
    profile('RGB ', { desc: Buffer.from('desc\0\0\0\0\0\0\0\x14\0s\0R\0G\0B\0 v4') }),
    'rgb',
  ],
  ['for CMYK on an RGB photo', profile('CMYK', {}), 'rgb'],
  ['for RGB on a grey photo', matrix(colourants.adobe, gamma(2.2)), 'grey'],
  ['for grey without a curve', profile('GRAY', {}), 'grey'],
  ['cut off', matrix(colourants.adobe, gamma(2.2)).subarray(0, 250), 'rgb'],
  ['empty', Buffer.alloc(0), 'rgb'],
  ['with a curve of no known kind', matrix(colourants.adobe, Buffer.from('mft2\0\0\0\0')), 'rgb'],
  ['with a function of no known type', matrix(colourants.adobe, parametric(5, 1)), 'rgb'],
] as const)('a profile %s changes nothing', (_, bytes, colour) => {
  expect(readProfile(bytes, colour)).toBe('sRGB');
});

test('a profile made of tables is told apart', () => {
  expect(readProfile(profile('RGB ', { A2B0: Buffer.alloc(64) }), 'rgb')).toBe('tables');
});

function conversion(bytes: Uint8Array, colour: 'rgb' | 'grey' = 'rgb'): Conversion {
  const found = readProfile(bytes, colour);
  if (typeof found === 'string') throw new Error(`no conversion: ${found}`);
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

describe('a curve', () => {
  const at = (curve: Buffer, value: number) =>
    conversion(profile('GRAY', { kTRC: curve }), 'grey').curves[0]?.[value];

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
