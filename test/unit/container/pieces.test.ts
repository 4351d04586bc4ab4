// Files put together out of parts of others.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader, ContainerError } from '../../../src/function/container/bytes.ts';
import { maxPieces, Pieces } from '../../../src/function/container/pieces.ts';

const bytes = Buffer.from(Array.from({ length: 200 }, (_, i) => i));

test('the parts come in their order, whatever they are', () => {
  const range = fc.tuple(fc.nat(200), fc.nat(200)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const added = fc.uint8Array({ maxLength: 5 });
  fc.assert(
    fc.property(fc.array(fc.oneof(range, added)), (parts) => {
      const pieces = new Pieces(new ByteReader(bytes));
      const expected: Uint8Array[] = [];
      for (const part of parts) {
        if (part instanceof Uint8Array) {
          pieces.add(part);
          expected.push(part);
        } else {
          pieces.keep(part[0], part[1]);
          expected.push(bytes.subarray(part[0], part[1]));
        }
      }
      expect(pieces.join()).toEqual(Buffer.concat(expected));
    }),
    { numRuns: 500, seed: 20_260_309 },
  );
});

test('parts that touch each other are one, however many they are', () => {
  const file = new ByteReader(Buffer.alloc(3 * maxPieces));
  const pieces = new Pieces(file);
  for (let at = 0; at < file.length; at++) pieces.keep(at, at + 1);
  expect(pieces.join()).toHaveLength(file.length);
});

test('there are no more pieces than the bound', () => {
  const pieces = new Pieces(new ByteReader(Buffer.alloc(4 * maxPieces)));
  const keep = (count: number, from: number) => {
    for (let n = 0; n < count; n++) pieces.keep(from + 2 * n, from + 2 * n + 1);
  };
  keep(maxPieces, 0);
  expect(pieces.join()).toHaveLength(maxPieces);
  expect(() => {
    keep(1, 2 * maxPieces + 10);
    pieces.join();
  }).toThrow(ContainerError);
});
