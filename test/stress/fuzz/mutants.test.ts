// The pictures that the fuzzer makes: the same each time, damaged, and where they keep to their format, by its rules.

import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../../src/function/format/sniff.ts';
import { fieldsOf } from './fields.ts';
import { mutate } from './mutate.ts';
import { containers } from './parts.ts';
import { createRandom } from './random.ts';
import { makeSeeds } from './seeds.ts';
import { partWounds } from './wounds.ts';

const seeds = await makeSeeds();
const numbers = Array.from({ length: 300 }, (_, index) => index);

describe('seeds', () => {
  test('are of every format that is read', () => {
    const formats = new Set(seeds.map(({ format }) => format));
    expect([...formats].sort()).toEqual(['avif', 'gif', 'jpeg', 'jxl', 'png', 'tiff', 'webp']);
  });

  test.each(seeds)('$name is what it says, and can be read', async ({ bytes, format }) => {
    expect(sniff(bytes)).toEqual({ kind: 'source', format });
    // sharp reads no JPEG XL; test/image/format.test.ts does.
    if (format !== 'jxl') await expect(sharp(bytes).stats()).resolves.toBeDefined();
  });
});

describe('mutants', () => {
  test('are the same for the same numbers, and others for others', () => {
    const make = (run: number) => numbers.map((index) => mutate(seeds, run, index).bytes.toString('hex'));
    const [first, again, others] = [make(1), make(1), make(2)];
    expect(first).toEqual(again);
    const different = first.filter((bytes, index) => bytes !== others[index]);
    expect(different.length).toBeGreaterThan(290);
  });

  test('differ from what they were made of, nearly all', () => {
    const whole = new Set(seeds.map(({ bytes }) => bytes.toString('hex')));
    const mutants = numbers.map((index) => mutate(seeds, 1, index).bytes.toString('hex'));
    expect(mutants.filter((bytes) => whole.has(bytes)).length).toBeLessThan(15);
  });

  test('leave the seeds as they were', async () => {
    for (const index of numbers) mutate(seeds, 3, index);
    expect((await makeSeeds()).map(({ bytes }) => bytes)).toEqual(seeds.map(({ bytes }) => bytes));
  });
});

const parted = seeds.filter(({ format }) => containers[format] !== undefined);

describe('parts', () => {
  test.each(parted)('of $name, put together again, are the file', ({ bytes, format }) => {
    const container = containers[format];
    expect(container?.build(container.take(bytes))).toEqual(bytes);
  });

  test.each(parted)('of $name hold its size where it is lied about', ({ bytes, format }) => {
    const container = containers[format];
    const lied =
      container && partWounds['lie about the size']?.(container.take(bytes), createRandom(1), container);
    expect(lied && container?.build(lied)).not.toEqual(bytes);
  });

  test('of a PNG are written with the checksums that belong to them', () => {
    const png = seeds.find(({ name }) => name === 'plain png');
    const parts = containers.png?.take(png?.bytes ?? Buffer.alloc(0)) ?? [];
    const built = containers.png?.build([
      { name: 'tEXt', body: Buffer.from('damaged'), declared: 1 },
      ...parts,
    ]);
    const chunk = built?.subarray(8) ?? Buffer.alloc(0);
    expect(chunk.readUInt32BE(0)).toBe(1);
    expect(chunk.readUInt32BE(15)).toBe(crc32('tEXtdamaged'));
  });
});

// JPEG XL's header is a stream of bits: it has none.
test.each(seeds.filter(({ format }) => !containers[format] && format !== 'jxl'))(
  '$name has fields to lie in',
  ({ bytes, format }) => {
    const fields = fieldsOf(bytes, format);
    expect(fields.length).toBeGreaterThan(5);
    for (const { at, size } of fields) expect(at + size).toBeLessThanOrEqual(bytes.length);
  },
);

test('a random number is below its end, and every one of them comes', () => {
  const random = createRandom(7);
  const seen = new Set(numbers.map(() => random.below(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});
