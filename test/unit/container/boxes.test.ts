// ISO boxes: followed to the end of any bytes, and no further than a bound.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxesIn, findBox, maxBoxes, writeBox } from '../../../src/function/container/boxes.ts';
import { ByteReader, ContainerError, u32 } from '../../../src/function/container/bytes.ts';
import { CountingReader } from '../../support/counting-reader.ts';

const text = (content: string) => Buffer.from(content, 'latin1');
const all = (bytes: Uint8Array, from = 0, to = bytes.length) =>
  Array.from(boxesIn(new ByteReader(bytes), from, to));

test('a box is written as the specification has it', () => {
  expect(writeBox('free', text('ab'), text('c'))).toEqual(text('\0\0\0\x0bfreeabc'));
});

test('what was written is found again', () => {
  const type = fc.string({ unit: fc.constantFrom(...'abcd '), minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(type, fc.uint8Array({ maxLength: 40 }))), (boxes) => {
      const bytes = Buffer.concat(boxes.map(([name, content]) => writeBox(name, content)));
      const found = all(bytes);
      expect(
        found.map(({ type, start, end }) => [type, Uint8Array.from(bytes.subarray(start, end))]),
      ).toEqual(boxes);
      expect(found.every(({ isWhole }) => isWhole)).toBe(true);
    }),
    { numRuns: 200, seed: 20_260_304 },
  );
});

test.each([
  ['of 64 bits', Buffer.concat([u32(1), text('mdat'), u32(0), u32(18), text('ab')]), [16, 18, true]],
  [
    'of 64 bits beyond all files',
    Buffer.concat([u32(1), text('mdat'), u32(0xffffffff), u32(0)]),
    [16, 16, false],
  ],
  ['that is the rest', Buffer.concat([u32(0), text('mdat'), text('abc')]), [8, 11, true]],
  ['that is longer than the file', Buffer.concat([u32(99), text('mdat'), text('abc')]), [8, 11, false]],
])('a size %s', (_, bytes, expected) => {
  expect(all(bytes).map(({ start, end, isWhole }) => [start, end, isWhole])).toEqual([expected]);
});

test('a box ends where what holds it ends', () => {
  const inner = Buffer.concat([u32(40), text('ipco'), Buffer.alloc(32)]);
  expect(all(Buffer.concat([inner, writeBox('free')]), 0, 20)).toMatchObject([{ end: 20, isWhole: false }]);
});

test.each([2, 7])('a size of %i is the reader’s fault, not an endless loop', (size) => {
  expect(() => all(Buffer.concat([writeBox('ftyp'), u32(size), text('free')]))).toThrow(ContainerError);
});

test('the first box of a type is found, whatever follows', () => {
  const bytes = Buffer.concat([
    writeBox('ftyp'),
    writeBox('meta', text('1')),
    writeBox('meta'),
    u32(3),
    text('free'),
  ]);
  const reader = new ByteReader(bytes);
  expect(findBox(reader, 0, bytes.length, 'meta')).toMatchObject({ from: 8, end: 17 });
  expect(() => findBox(reader, 0, bytes.length, 'moov')).toThrow(ContainerError);
});

test('any bytes end in boxes side by side, or in the one error', () => {
  const sizes = fc.constantFrom(0, 1, 2, 8, 9, 16, 40, 0xffffffff);
  const head = sizes.map((size) => Buffer.concat([u32(size), text('free')]));
  const pieces = fc.array(fc.oneof(head, fc.uint8Array({ maxLength: 20 })), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, fc.nat(40), fc.nat(200), (parts, from, to) => {
      const bytes = Buffer.concat(parts);
      const reader = new CountingReader(bytes);
      let [at, count, isCut] = [from, 0, false];
      try {
        for (const box of boxesIn(reader, from, Math.min(to, bytes.length))) {
          expect(isCut).toBe(false);
          expect(box.from).toBe(at);
          expect(box.end).toBeLessThanOrEqual(to);
          expect(box.end).toBeGreaterThanOrEqual(at);
          at = box.end;
          isCut = !box.isWhole;
          count += 1;
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ContainerError);
      }
      expect(reader.steps).toBeLessThanOrEqual(16 * (count + 1));
    }),
    { numRuns: 2000, seed: 20_260_305 },
  );
});

describe('the number of boxes', () => {
  const many = (count: number) => Buffer.alloc(8 * count, writeBox('free'));

  test('is followed up to its bound', () => {
    expect(all(many(maxBoxes))).toHaveLength(maxBoxes);
  });

  test('is not followed past it, whatever comes', () => {
    const bytes = many(4 * maxBoxes);
    const reader = new CountingReader(bytes);
    expect(() => findBox(reader, 0, bytes.length, 'meta')).toThrow(/more than 20000 boxes/);
    expect(reader.steps).toBeLessThan(8 * (maxBoxes + 1));
  });
});
