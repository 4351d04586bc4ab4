// TIFFs that are whole, but of a kind that is not read: named by their tags.

import { describe, expect, test } from 'vitest';
import { sniff } from '../../../src/function/format/sniff.ts';

type Tags = Readonly<Record<number, number | readonly number[]>>;

/** A TIFF or a BigTIFF of nothing but its first directory; all values are shorts. */
function tiff(tags: Tags, isBig = false, isLittle = true): Uint8Array {
  const entries = Object.entries(tags);
  const [head, width, inside] = isBig ? [16, 20, 8] : [8, 12, 4];
  const values = head + 8 + entries.length * width + 8;
  const view = new DataView(new ArrayBuffer(values + entries.length * 32));
  const bytes = new Uint8Array(view.buffer);
  const long = (at: number, value: number) => {
    if (isBig) view.setBigUint64(at, BigInt(value), isLittle);
    else view.setUint32(at, value, isLittle);
  };
  bytes.set(new TextEncoder().encode(isLittle ? 'II' : 'MM'));
  view.setUint16(2, isBig ? 43 : 42, isLittle);
  if (isBig) view.setUint16(4, 8, isLittle);
  long(isBig ? 8 : 4, head);
  if (isBig) long(head, entries.length);
  else view.setUint16(head, entries.length, isLittle);
  for (const [n, [tag, value]] of entries.entries()) {
    const at = head + (isBig ? 8 : 2) + n * width;
    const list = [value].flat();
    view.setUint16(at, Number(tag), isLittle);
    view.setUint16(at + 2, 3, isLittle);
    long(at + 4, list.length);
    const slot = at + (isBig ? 12 : 8);
    const isInside = list.length * 2 <= inside;
    if (!isInside) long(slot, values + n * 32);
    list.forEach((one, index) => {
      view.setUint16((isInside ? slot : values + n * 32) + 2 * index, one, isLittle);
    });
  }
  return bytes;
}

const rgb = { 258: [8, 8, 8], 259: 1, 262: 2, 277: 3 };
const tiled = { 256: 300, 257: 200, 322: 64, 323: 64 };

describe.each([
  ['TIFF', false, true],
  ['TIFF, big-endian', false, false],
  ['BigTIFF', true, true],
  ['BigTIFF, big-endian', true, false],
])('%s', (_, isBig, isLittle) => {
  test.each<[string, Tags]>([
    ['TIFF with ZSTD compression', { 259: 50_000 }],
    ['TIFF with JPEG 2000 compression', { 259: 34_712 }],
    ['TIFF with LZMA compression', { 259: 34_925 }],
    ['TIFF with LERC compression', { 259: 34_887 }],
    ['TIFF with PixarLog compression', { 259: 32_909 }],
    ['TIFF with old-style JPEG compression', { 259: 6 }],
    ['TIFF with unknown (4711) compression', { 259: 4711 }],
    ['TIFF of 12 bits per sample', { 258: [12, 12, 12] }],
    ['TIFF of 64 bits per sample', { 258: [64, 64, 64] }],
    ['TIFF of 4 bits per sample', { 258: [4, 4, 4] }],
    ['TIFF of 24 bits per sample (floating point)', { 258: [24, 24, 24], 339: [3, 3, 3] }],
    ['TIFF of 64 bits per sample (floating point)', { 258: [64, 64, 64], 339: [3, 3, 3] }],
    ['TIFF of ITU Lab colours', { 262: 10 }],
    ['TIFF with WebP compression', { 259: 50_001 }],
    ['TIFF of samples that have different bits', { 258: [8, 8, 16] }],
    ['TIFF of YCbCr colours that are sampled in an unusual way', { 262: 6, 530: [1, 1] }],
    ['TIFF of YCbCr colours that are sampled in an unusual way', { 262: 6, 530: [1, 4] }],
    ['TIFF of YCbCr colours that are sampled in an unusual way', { 262: 6, 530: [2, 2], 284: 2 }],
    ['TIFF of CIELab colours of 8 bits', { 262: 8 }],
    ['TIFF in tiles that hold one colour each (separate planes)', { ...tiled, 284: 2 }],
    ['TIFF in tiles that hold one colour each (separate planes)', { ...tiled, 258: 8, 277: 1, 284: 2 }],
  ])('is refused as %s', (name, tags) => {
    expect(sniff(tiff({ ...rgb, ...tags }, isBig, isLittle))).toEqual({
      kind: 'refused',
      name,
      advice: expect.stringMatching(/^Save it as a TIFF of 8 or 16 bits.* in strips/),
    });
  });

  test.each<[string, Tags]>([
    ['without compression', {}],
    ['with LZW', { 259: 5 }],
    ['with JPEG', { 259: 7 }],
    ['with JPEG, of YCbCr', { 259: 7, 262: 6, 530: [1, 1] }],
    ['of YCbCr', { 262: 6 }],
    ['of YCbCr, of which four pixels share colours', { 262: 6, 530: [4, 1] }],
    ['with WebP, and alpha', { 259: 50_001, 258: [8, 8, 8, 8], 277: 4 }],
    ['with Deflate', { 259: 8 }],
    ['of 16 bits', { 258: [16, 16, 16] }],
    ['of half-precision numbers', { 258: [16, 16, 16], 339: [3, 3, 3] }],
    ['of single-precision numbers', { 258: [32, 32, 32], 339: [3, 3, 3] }],
    ['of one bit', { 258: 1, 262: 0, 277: 1 }],
    ['of Lab of 16 bits', { 258: [16, 16, 16], 262: 8 }],
    ['in tiles', { ...tiled, 284: 1 }],
    ['in strips of separate planes', { 284: 2 }],
  ])('is read %s', (_, tags) => {
    expect(sniff(tiff({ ...rgb, ...tags }, isBig, isLittle))).toEqual({ kind: 'source', format: 'tiff' });
  });
});

test('a directory that is not in the file says nothing', () => {
  for (const isBig of [false, true]) {
    const bytes = tiff({ 259: 50_000 }, isBig);
    expect(sniff(bytes.subarray(0, 12))).toEqual({ kind: 'source', format: 'tiff' });
  }
});

test('a TIFF in tiles that are much larger than its picture is named, as libvips does not read it', () => {
  const tags = { 256: 600, 257: 400, 258: 8, 277: 1, 323: 16 };
  expect(sniff(tiff({ ...tags, 322: 1280 }))).toMatchObject({ format: 'tiff' });
  expect(JSON.stringify(sniff(tiff({ ...tags, 322: 1296 })))).toContain('tiles that are much larger');
});
