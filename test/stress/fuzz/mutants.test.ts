// The pictures that the fuzzer makes: the same each time, damaged, and where they keep to their format, by its rules.

import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { sniff } from '../../../src/function/format/sniff.ts';
import { pictureIn } from '../../support/heif.ts';
import { createRandom } from '../../support/random.ts';
import { containers } from './containers/containers.ts';
import { mutate } from './mutate.ts';
import { makeSeeds, type Seed } from './seeds.ts';
import { partWounds } from './wounds.ts';

const seeds = await makeSeeds();
const numbers = Array.from({ length: 300 }, (_, index) => index);

describe('seeds', () => {
  test('are of every format that is read', () => {
    const formats = new Set(seeds.map(({ format }) => format));
    expect([...formats].sort()).toEqual(['avif', 'gif', 'heic', 'jpeg', 'jxl', 'png', 'tiff', 'webp']);
  });

  test.each(seeds)('$name is what it says, and can be read', async ({ bytes, format }) => {
    expect(sniff(bytes)).toEqual({ kind: 'source', format });
    // sharp reads neither HEIC nor JPEG XL; test/bundle/runtime/heic.test.ts and test/image/format.test.ts do.
    if (format !== 'jxl' && format !== 'heic') await expect(sharp(bytes).stats()).resolves.toBeDefined();
  });
});

describe.each([false, true])('mutants, of structure alone: %s', (structure) => {
  const make = (seed: number) =>
    numbers.map((index) => mutate(seeds, { seed, index, structure }).bytes.toString('hex'));

  test('are the same for the same numbers, and others for others', () => {
    const [first, again, others] = [make(1), make(1), make(2)];
    expect(first).toEqual(again);
    const different = first.filter((bytes, index) => bytes !== others[index]);
    expect(different.length).toBeGreaterThan(270);
  });

  test('differ from what they were made of, nearly all', () => {
    const whole = new Set(seeds.map(({ bytes }) => bytes.toString('hex')));
    expect(make(1).filter((bytes) => whole.has(bytes)).length).toBeLessThan(30);
  });

  test('leave the seeds as they were', async () => {
    make(3);
    expect((await makeSeeds()).map(({ bytes }) => bytes)).toEqual(seeds.map(({ bytes }) => bytes));
  });
});

/** As wounds get it, with itself as the donor. */
function open({ format, bytes }: Seed) {
  const container = containers[format];
  const parts = container.take(bytes);
  return { parts, surgery: { random: createRandom(1), container, donor: parts } };
}

describe('parts', () => {
  // A TIFF's directory moves to its end.
  test.each(seeds.filter(({ format }) => format !== 'tiff'))(
    'of $name, put together again, are the file',
    ({ bytes, format }) => {
      const { take, build } = containers[format];
      expect(build(take(bytes))).toEqual(bytes);
    },
  );

  test.each(seeds.filter(({ format }) => format === 'tiff'))(
    'of $name, put together again, are the picture',
    async ({ bytes, format }) => {
      const { take, build } = containers[format];
      const again = sharp(build(take(bytes))).raw();
      expect(await again.toBuffer()).toEqual(await sharp(bytes).raw().toBuffer());
    },
  );

  test.each(seeds.filter(({ bytes }) => bytes.includes('pitm')))(
    'of $name without one of its boxes are where the others say that they are',
    ({ bytes, format }) => {
      const { take, build } = containers[format];
      const lost = build(take(bytes).filter(({ name }) => name !== 'meta/hdlr'));
      expect(lost.length).toBeLessThan(bytes.length);
      expect(pictureIn(lost).content).toEqual(pictureIn(bytes).content);
    },
  );

  test.each(
    seeds.flatMap((seed) => ['lie about the size', 'lie in the header'].map((lie) => ({ ...seed, lie }))),
  )('of $name can be made to $lie', ({ lie, ...seed }) => {
    const { parts, surgery } = open(seed);
    const lied = Array.from({ length: 5 }, () => partWounds[lie]?.(parts, surgery) ?? []);
    expect(
      lied.some((wounded) => !surgery.container.build(wounded).equals(surgery.container.build(parts))),
    ).toBe(true);
  });

  test.each(seeds)('of $name can be wounded in every way', (seed) => {
    const { parts, surgery } = open(seed);
    for (const wound of Object.values(partWounds)) {
      expect(() => surgery.container.build(wound(parts, surgery))).not.toThrow();
    }
  });

  test('of a PNG are written with the checksums that belong to them', () => {
    const built = containers.png.build([{ name: 'tEXt', body: Buffer.from('damaged'), declared: 1 }]);
    const chunk = built.subarray(8);
    expect(chunk.readUInt32BE(0)).toBe(1);
    expect(chunk.readUInt32BE(15)).toBe(crc32('tEXtdamaged'));
  });
});

test('a random number is below its end, and every one of them comes', () => {
  const random = createRandom(7);
  const seen = new Set(numbers.map(() => random.below(5)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
});
