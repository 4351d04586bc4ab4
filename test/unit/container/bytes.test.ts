// Reading bytes that an uploader controls gives a number, or the one error.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt, ByteReader, ContainerError } from '../../../src/function/container/bytes.ts';
import { Bytes } from '../../../wasm/header/bytes.ts';
import { SourceFault } from '../../../wasm/thread/source-fault.ts';

const bytes = Uint8Array.from([0x80, 1, 2, 3, 4, 5, 6, 7, 0x41, 0x42]);
const file = new ByteReader(bytes);

test.each([
  ['u8', file.u8(0), 0x80],
  ['u16', file.u16(0), 0x8001],
  ['u32', file.u32(0), 0x80010203],
  ['a number of 0 bytes', file.uint(0, 0), 0],
  ['a number of 3 bytes', file.uint(1, 3), 0x010203],
  ['a number of 6 bytes', file.uint(1, 6), 0x010203040506],
  ['a number of 8 bytes', file.uint(2, 8), 0x02030405 * 2 ** 32 + 0x06074142],
  ['fixed', file.fixed(0), -0x7ffefdfd / 65_536],
  ['u16le', file.u16le(0), 0x0180],
  ['u24le', file.u24le(0), 0x020180],
  ['u32le', file.u32le(4), 0x07060504],
  ['text', file.text(8, 2), 'AB'],
  ['text at the end', file.text(9, 9), 'B'],
  ['the place of a byte', file.find(4, 1), 4],
  ['the place of no byte', file.find(0x80, 1), -1],
])('%s', (_, read, expected) => {
  expect(read).toBe(expected);
});

test('a part is the same memory', () => {
  const own = Uint8Array.from(bytes);
  const part = new ByteReader(own.subarray(2)).slice(1, 99);
  own[3] = 77;
  expect([part.length, part[0]]).toEqual([7, 77]);
});

const reads = ['u8', 'u16', 'u32', 'fixed', 'u16le', 'u24le', 'u32le'] as const;
const sizes = { u8: 1, u16: 2, u32: 4, fixed: 4, u16le: 2, u24le: 3, u32le: 4 } as const;

test('any place gives a number where there are bytes, and else the one error', () => {
  const places = fc.oneof(fc.nat(30), fc.integer(), fc.double());
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), places, fc.constantFrom(...reads), (any, at, read) => {
      const reader = new ByteReader(any);
      const isWithin = Number.isInteger(at) && at >= 0 && at + sizes[read] <= any.length;
      if (isWithin) expect(Number.isFinite(reader[read](at))).toBe(true);
      else expect(() => reader[read](at)).toThrow(ContainerError);
    }),
    { numRuns: 2000, seed: 20_260_301 },
  );
});

describe('an attempt', () => {
  test('gives what was read, or undefined where the bytes cannot be read', () => {
    expect([attempt(() => file.u8(0)), attempt(() => file.u8(10))]).toEqual([0x80, undefined]);
  });

  test.each([
    ['a bug', new TypeError('x is not a function')],
    ['an endless recursion', new RangeError('Maximum call stack size exceeded')],
  ])('does not hide %s', (_, bug) => {
    const read = () => {
      throw bug;
    };
    expect(() => attempt(read)).toThrow(bug);
  });
});

test('what cannot be read of a photo is the fault of the photo', () => {
  const photo = new Bytes(bytes);
  expect(() => photo.u32(8)).toThrow(SourceFault);
  expect(() => photo.u32(8)).toThrow(expect.objectContaining({ code: 'source-corrupt' }));
});
