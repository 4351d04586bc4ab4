// TIFF directories: read as far as they are in the file, and no further than a bound.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExcessError } from '../../../src/function/container/bytes.ts';
import {
  type ByteOrder,
  entriesIn,
  findEntry,
  maxEntries,
  numberOf,
  openTiff,
  readDirectory,
  type Tiff,
  withoutExifSignature,
  writeTiff,
} from '../../../src/function/container/tiff.ts';
import { CountingReader } from '../../support/counting-reader.ts';

function opened(bytes: Uint8Array): Tiff {
  const tiff = openTiff(bytes);
  if (!tiff) throw new Error('not a TIFF');
  return tiff;
}

test.each([
  ['II*\0', 'II'],
  ['MM\0*', 'MM'],
  ['II\0*', undefined],
  ['MM*\0', undefined],
  ['II+\0', undefined],
  ['II*', undefined],
  ['', undefined],
])('%j begins a TIFF in byte order %s', (start, order) => {
  expect(openTiff(Buffer.from(start, 'latin1'))?.order).toBe(order);
});

const anyEntry = (order: ByteOrder) =>
  fc.oneof(
    fc.record({
      tag: fc.nat(0xffff),
      type: fc.constantFrom(1, 2, 7),
      value: fc.uint8Array({ minLength: 1, maxLength: 30 }),
    }),
    fc.record({
      tag: fc.nat(0xffff),
      type: fc.constant(3),
      value: fc.nat(0xffff).map((value) => short(order, value)),
    }),
  );

function short(order: ByteOrder, value: number): Uint8Array {
  return order === 'II' ? Uint8Array.of(value & 255, value >> 8) : Uint8Array.of(value >> 8, value & 255);
}

describe.each(['II', 'MM'] as const)('in byte order %s', (order) => {
  test('what was written is found again, in both directories', () => {
    const entries = fc.uniqueArray(anyEntry(order), { selector: ({ tag }) => tag, maxLength: 20 });
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const secondTag = 0x8769;
        const complete = (all: typeof first) =>
          all
            .filter(({ tag }) => tag !== secondTag)
            .map(({ tag, type, value }) => ({
              tag,
              type,
              count: type === 3 ? 1 : value.length,
              value: Buffer.from(value),
            }))
            .sort((a, b) => a.tag - b.tag);
        const given = { order, first: complete(first), second: complete(second), secondTag };
        const tiff = opened(writeTiff(given));
        expect(tiff.order).toBe(order);
        const image = readDirectory(tiff, 100);
        expect(image.filter(({ tag }) => tag !== secondTag)).toEqual(given.first);
        const pointer = image.find(({ tag }) => tag === secondTag);
        expect(pointer === undefined).toBe(given.second.length === 0);
        if (pointer) expect(readDirectory(tiff, 100, numberOf(pointer, order))).toEqual(given.second);
      }),
      { numRuns: 200, seed: 20_260_306 },
    );
  });

  test('an entry that fits holds its value, and its slot is where', () => {
    const orientation = { tag: 0x0112, type: 3, count: 1, value: Buffer.from(short(order, 6)) };
    const tiff = opened(writeTiff({ order, first: [orientation], second: [], secondTag: 0 }));
    const [head] = entriesIn(tiff);
    expect(head).toEqual({ tag: 0x0112, type: 3, count: 1, slot: 18 });
    expect(tiff.u16(18)).toBe(6);
    expect(readDirectory(tiff, 4).map((entry) => numberOf(entry, order))).toEqual([6]);
  });
});

test('a value longer than is wanted, or not in the file, is left out', () => {
  const entry = (tag: number, length: number) => ({
    tag,
    type: 7,
    count: length,
    value: Buffer.alloc(length, tag),
  });
  const bytes = writeTiff({
    order: 'MM',
    first: [entry(1, 3), entry(2, 9), entry(3, 10)],
    second: [],
    secondTag: 0,
  });
  const tags = (of: Uint8Array, maxBytes: number) =>
    readDirectory(opened(of), maxBytes).map(({ tag }) => tag);
  expect(tags(bytes, 10)).toEqual([1, 2, 3]);
  expect(tags(bytes, 9)).toEqual([1, 2]);
  expect(tags(bytes.subarray(0, -1), 10)).toEqual([1, 2]);
});

test('any bytes behind a good start are entries, and never an error', () => {
  const start = fc.constantFrom('II*\0', 'MM\0*');
  fc.assert(
    fc.property(start, fc.nat(40), fc.uint8Array({ maxLength: 200 }), (magic, at, rest) => {
      const place = magic === 'MM\0*' ? [0, 0, 0, at] : [at, 0, 0, 0];
      const bytes = Uint8Array.from([...Buffer.from(magic, 'latin1'), ...place, ...rest]);
      const tiff = opened(bytes);
      for (const { slot } of entriesIn(tiff)) expect(slot + 4).toBeLessThanOrEqual(bytes.length);
      for (const { value } of readDirectory(tiff, 50)) {
        expect(value.length).toBeGreaterThan(0);
        expect(value.length).toBeLessThanOrEqual(50);
      }
    }),
    { numRuns: 1000, seed: 20_260_307 },
  );
});

test.each([8, 9, 20, 21, 0xffffffff])(
  'a directory at %i, most of which is not in the file, is read without an error',
  (at) => {
    const bytes = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08\0\x01'), Buffer.alloc(11)]);
    expect(Array.from(entriesIn(opened(bytes), at))).toEqual([]);
  },
);

test('of 65,535 entries that each point at the same long value, no more than the bound are looked at, and none is read', () => {
  const head = Buffer.from('MM\0*\0\0\0\x08\xff\xff', 'latin1');
  const entry = Buffer.from('\x01\x3b\0\x02\0\0\x10\0\0\0\0\0', 'latin1');
  const file = new CountingReader(Buffer.concat([head, Buffer.alloc(12 * 65_535, entry)]));
  const tiff = {
    ...opened(head),
    file,
    u16: (at: number) => file.u16(at),
    u32: (at: number) => file.u32(at),
  };
  expect(Array.from(entriesIn(tiff))).toHaveLength(maxEntries);
  expect(file.steps).toBeLessThan(16 * (maxEntries + 1));
  expect(() => readDirectory(tiff, 4096)).toThrow(ExcessError);
});

test('EXIF has no name before it', () => {
  const tiff = Buffer.from('II*\0');
  expect([tiff, Buffer.concat([Buffer.from('Exif\0\0'), tiff])].map(withoutExifSignature)).toEqual([
    tiff,
    tiff,
  ]);
});

test('one entry is found among more than a directory may have, and not beyond the bound', () => {
  const entries = Array.from({ length: maxEntries + 100 }, (_, tag) => ({
    tag,
    type: 3,
    count: 1,
    value: Buffer.from([tag & 255, tag >> 8]),
  }));
  const tiff = opened(writeTiff({ order: 'II', first: entries, second: [], secondTag: 0 }));
  expect(() => readDirectory(tiff, 1024)).toThrow(ExcessError);
  expect(findEntry(tiff, 338, 1024)?.value).toEqual(Buffer.from([82, 1]));
  expect(findEntry(tiff, maxEntries + 1, 1024)).toBeUndefined();
  expect(findEntry(tiff, 338, 1)).toBeUndefined();
});
