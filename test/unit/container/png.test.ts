// PNG's chunks: followed to the end of any bytes, and no further than a bound.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader, ContainerError } from '../../../src/function/container/bytes.ts';
import { maxPngChunks, pngChunks, pngSignature, writePngChunk } from '../../../src/function/container/png.ts';
import { CountingReader } from '../../support/counting-reader.ts';

const signature = Buffer.from(pngSignature, 'latin1');
const empty = Buffer.from('\0\0\0\0aaAa\0\0\0\0', 'latin1');
const end = Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1');
const file = (...chunks: readonly Uint8Array[]) => Buffer.concat([signature, ...chunks]);

test('a chunk is written as the specification has it', () => {
  expect(writePngChunk('IEND', new Uint8Array())).toEqual(end);
  // W3C PNG, third edition, 11.3.2.5: sRGB of perceptual intent.
  expect(writePngChunk('sRGB', Uint8Array.of(0)).toString('hex')).toBe('0000000173524742' + '00aece1ce9');
});

const anyChunk = fc.tuple(
  fc.string({ unit: fc.constantFrom(...'ABCDabcd'), minLength: 4, maxLength: 4 }),
  fc.uint8Array({ maxLength: 40 }),
);

test('what was written is found again', () => {
  fc.assert(
    fc.property(fc.array(anyChunk), (chunks) => {
      const bytes = file(...chunks.map(([type, data]) => writePngChunk(type, data)), end);
      const found = Array.from(pngChunks(new ByteReader(bytes)));
      expect(found.every(({ isWhole }) => isWhole)).toBe(true);
      expect(
        found.map(({ type, start, end }) => [type, Uint8Array.from(bytes.subarray(start, end))]),
      ).toEqual([...chunks, ['IEND', new Uint8Array()]]);
      expect(found[found.length - 1]?.next).toBe(bytes.length);
    }),
    { numRuns: 200, seed: 20_260_302 },
  );
});

test('any bytes end: each chunk begins where the one before ends, and only the last may be cut off', () => {
  const seed = file(
    writePngChunk('IHDR', Buffer.alloc(13)),
    empty,
    writePngChunk('tEXt', Buffer.alloc(9)),
    end,
  );
  const damaged = fc
    .array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 })
    .map((changes) =>
      changes.reduce((bytes, [at, value]) => bytes.fill(value, at, at + 1), Buffer.from(seed)),
    );
  const bytes = fc.oneof(damaged, fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(bytes, (any) => {
      const reader = new CountingReader(any);
      let next = 8;
      let isCut = false;
      let count = 0;
      for (const chunk of pngChunks(reader)) {
        expect(isCut).toBe(false);
        expect([chunk.from, chunk.start]).toEqual([next, next + 8]);
        expect(chunk.isWhole).toBe(chunk.next <= any.length);
        ({ next } = chunk);
        isCut = !chunk.isWhole;
        count += 1;
      }
      expect(reader.steps).toBeLessThanOrEqual(8 * (count + 1));
    }),
    { numRuns: 1000, seed: 20_260_303 },
  );
});

test('nothing behind IEND is looked at', () => {
  const types = Array.from(pngChunks(new ByteReader(file(empty, end, empty))), ({ type }) => type);
  expect(types).toEqual(['aaAa', 'IEND']);
});

describe('the number of chunks', () => {
  const many = (count: number) => file(Buffer.alloc(12 * count, empty));

  test('is followed up to its bound', () => {
    let count = 0;
    for (const _ of pngChunks(new ByteReader(many(maxPngChunks)))) count += 1;
    expect(count).toBe(maxPngChunks);
  });

  test('is not followed past it, whatever comes', () => {
    const reader = new CountingReader(many(2 * maxPngChunks));
    const walk = () => {
      for (const _ of pngChunks(reader));
    };
    expect(walk).toThrow(ContainerError);
    expect(walk).toThrow(/more than 40000 chunks/);
    expect(reader.steps).toBeLessThan(2 * 8 * (maxPngChunks + 1));
  });

  test('costs only what is asked for', () => {
    const reader = new CountingReader(many(maxPngChunks));
    const [first] = pngChunks(reader);
    expect(first?.type).toBe('aaAa');
    expect(reader.steps).toBeLessThan(10);
  });
});
