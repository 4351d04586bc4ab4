// What photos say of their colours without a profile.

import { describe, expect, test } from 'vitest';
import { readAvifColour } from '../../../wasm/header/avif.ts';
import { byCodePoints, type Colourimetry } from '../../../wasm/header/colourimetry.ts';
import { readHdrProfile } from '../../../wasm/header/icc.ts';
import { readPngColour } from '../../../wasm/header/png-colour.ts';
import { readHeader } from '../../../wasm/squoosh/header.ts';
import { png } from '../../support/header-parts.ts';
import { box } from '../../support/metadata-parts.ts';
import { pngChunk } from '../../support/png.ts';

/** Linear sRGB of the brightest red, green and blue: the matrix's columns. ITU-R BT.2087 and CSS Color 4 give the same. */
const columns = {
  p3: [
    [1.2249, -0.042, -0.0196],
    [-0.2249, 1.042, -0.0786],
    [0, 0, 1.0979],
  ],
  bt2020: [
    [1.6605, -0.1246, -0.0182],
    [-0.5877, 1.1329, -0.1006],
    [-0.0728, -0.0083, 1.1187],
  ],
  srgb: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
} as const;

function meaning(primaries: keyof typeof columns, transfer: Colourimetry['transfer']) {
  const matrix = [0, 1, 2].flatMap((row) =>
    columns[primaries].map((column) => expect.closeTo(column[row] ?? 0, 2)),
  );
  return { matrix, transfer: typeof transfer === 'number' ? expect.closeTo(transfer, 3) : transfer };
}

test.each([
  ['BT.709 and sRGB', 1, 13, undefined],
  ['BT.709 twice', 1, 1, undefined],
  ['nothing', 2, 2, undefined],
  ['unknown numbers', 77, 99, undefined],
  ['Display P3', 12, 13, meaning('p3', 'srgb')],
  ['BT.2020', 9, 14, meaning('bt2020', 'srgb')],
  ['PQ', 9, 16, meaning('bt2020', 'pq')],
  ['HLG', 9, 18, meaning('bt2020', 'hlg')],
  ['PQ of P3', 12, 16, meaning('p3', 'pq')],
  ['linear light', 1, 8, meaning('srgb', 1)],
  ['an exponent of 2.2', 1, 4, meaning('srgb', 2.2)],
])('code points for %s', (_, primaries, transfer, expected) => {
  expect(byCodePoints(primaries, transfer)).toEqual(expected);
});

test.each([1, 4, 5, 6, 7, 9, 11, 12])('the white of primaries %i is white', (primaries) => {
  const { matrix = [] } = byCodePoints(primaries, 8) ?? {};
  for (const row of [0, 3, 6]) {
    expect((matrix[row] ?? 0) + (matrix[row + 1] ?? 0) + (matrix[row + 2] ?? 0)).toBeCloseTo(1, 3);
  }
});

const u32 = (...values: readonly number[]) =>
  Buffer.concat(
    values.map((value) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])),
  );
const u16 = (...values: readonly number[]) =>
  Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));

describe('PNG', () => {
  const gamma = (value: number) => pngChunk('gAMA', u32(value));
  const chroma = (...values: readonly number[]) => pngChunk('cHRM', u32(...values));
  const p3 = chroma(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000);
  const srgb = pngChunk('sRGB', Buffer.from([0]));
  const profile = pngChunk('iCCP', Buffer.from('name\0\0'));
  const pq = pngChunk('cICP', Buffer.from([9, 16, 0, 1]));

  test.each([
    ['nothing', [], undefined],
    ['cICP', [pq], meaning('bt2020', 'pq')],
    ['cICP above all others', [gamma(100_000), srgb, profile, pq], meaning('bt2020', 'pq')],
    [
      'cICP that is sRGB, above others',
      [gamma(100_000), pngChunk('cICP', Buffer.from([1, 13, 0, 1]))],
      undefined,
    ],
    ['gAMA and cHRM, as sharp takes them', [gamma(100_000), p3], undefined],
  ])('%s', (_, chunks, expected) => {
    expect(readPngColour(png({}, ...chunks))).toEqual(expected);
  });

  test('the engine for old runtimes takes what is SDR, and refuses HDR by name', () => {
    const { conversion } = readHeader(png({}, pngChunk('cICP', Buffer.from([12, 13, 0, 1]))), 'png');
    expect(conversion?.matrix).toEqual(meaning('p3', 'srgb').matrix);
    expect(() => readHeader(png({}, pq), 'png')).toThrow(
      expect.objectContaining({ code: 'source-unsupported', message: expect.stringMatching(/HDR/) }),
    );
  });
});

describe('AVIF', () => {
  const full = (name: string, version: number, flags: number, ...content: readonly Uint8Array[]) =>
    box(name, Buffer.from([version, 0, 0, flags]), ...content);
  const nclx = (primaries: number, transfer: number) =>
    box('colr', Buffer.from('nclx'), u16(primaries, transfer, 9), Buffer.from([0x80]));
  const icc = box('colr', Buffer.from('prof'), Buffer.alloc(8));
  const other = box('ispe', Buffer.alloc(12));

  /** @param lists Of property numbers by item, as `ipma` has them. */
  const avif = (properties: readonly Buffer[], ...lists: readonly Buffer[]) =>
    Buffer.concat([
      box('ftyp', Buffer.from('avif')),
      full('meta', 0, 0, full('pitm', 0, 0, u16(7)), box('iprp', box('ipco', ...properties), ...lists)),
    ]);
  const narrow = full('ipma', 0, 0, u32(2), u16(3), Buffer.from([1, 1]), u16(7), Buffer.from([2, 3, 0x82]));
  const wide = full('ipma', 1, 1, u32(1), u32(7), Buffer.from([2]), u16(3, 0x8002));

  test.each([
    ['narrow lists', [nclx(9, 16), nclx(9, 18), other], narrow, meaning('bt2020', 'hlg')],
    ['wide lists', [nclx(9, 16), nclx(12, 13), other], wide, meaning('p3', 'srgb')],
    ['sRGB', [nclx(9, 16), nclx(1, 13), other], wide, undefined],
    ['another item only', [nclx(9, 16), other, other], narrow, undefined],
    ['a profile beside it', [other, nclx(9, 16), icc], wide, undefined],
  ])('%s', (_, properties, list, expected) => {
    expect(readAvifColour(avif(properties, list))).toEqual(expected);
  });

  test.each([
    ['no boxes', Buffer.alloc(0)],
    ['no meta', box('ftyp', Buffer.from('avif'))],
    ['no properties', Buffer.concat([full('meta', 0, 0, full('pitm', 0, 0, u16(1)))])],
  ])('%s: nothing is known', (_, bytes) => {
    expect(readAvifColour(bytes)).toBeUndefined();
  });

  test('a box of no length is damage, not an endless loop', () => {
    expect(() => readAvifColour(Buffer.concat([u32(4), Buffer.from('free'), Buffer.alloc(20)]))).toThrow(
      /boxes/,
    );
  });
});

describe('profiles', () => {
  const withTag = (primaries: number, transfer: number) => {
    const tag = Buffer.concat([Buffer.from('cicp'), u32(0), Buffer.from([primaries, transfer, 0, 1])]);
    return Buffer.concat([Buffer.alloc(128), u32(1), Buffer.from('cicp'), u32(144, tag.length), tag]);
  };

  test('one for HDR says so', () => {
    expect(readHdrProfile(withTag(9, 16))).toEqual(meaning('bt2020', 'pq'));
  });

  test.each([
    ['for SDR', withTag(12, 13)],
    ['without the tag', Buffer.alloc(132)],
    ['cut off', withTag(9, 16).subarray(0, 140)],
  ])('one %s does not', (_, profile) => {
    expect(readHdrProfile(profile)).toBeUndefined();
  });
});
