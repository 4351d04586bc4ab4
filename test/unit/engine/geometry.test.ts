// Sizes of thumbnails: known ones, what holds for all of them, and thousands against exact arithmetic. test/image/geometry.test.ts
// compares them with sharp's, and test/image/exact-sizes.test.ts with what the engines make.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveSize, type Size } from '../../../src/function/engine/geometry.ts';
import { type Fit, fits, type Preset } from '../../../src/function/preset/preset.ts';
import { exactSize, type Sides } from '../../support/exact-size.ts';

type Box = Pick<Preset, 'width' | 'height' | 'fit' | 'enlarge'>;

const photo = (width: number, height: number) => ({ width, height });
const spell = (size: Size) => `${size.resizedWidth}x${size.resizedHeight} -> ${size.width}x${size.height}`;

describe('a photo of 4000x3000', () => {
  test.each<[Fit, number | undefined, number | undefined, string]>([
    ['inside', 200, 200, '200x150 -> 200x150'],
    ['inside', 200, undefined, '200x150 -> 200x150'],
    ['inside', undefined, 200, '267x200 -> 267x200'],
    ['cover', 200, 200, '267x200 -> 200x200'],
    ['cover', 300, 100, '300x225 -> 300x100'],
    ['contain', 200, 200, '200x150 -> 200x200'],
    ['outside', 200, 200, '267x200 -> 267x200'],
    ['fill', 200, 200, '200x200 -> 200x200'],
  ])('%s %sx%s is %s', (fit, width, height, expected) => {
    expect(spell(resolveSize(photo(4000, 3000), { width, height, fit, enlarge: false }))).toBe(expected);
  });
});

describe('a photo of 100x50, smaller than the box of 200x200', () => {
  test.each<[Fit, string, string]>([
    ['inside', '100x50 -> 100x50', '200x100 -> 200x100'],
    ['cover', '100x50 -> 100x50', '400x200 -> 200x200'],
    ['contain', '100x50 -> 200x200', '200x100 -> 200x200'],
    ['outside', '100x50 -> 100x50', '400x200 -> 400x200'],
    ['fill', '100x50 -> 100x50', '200x200 -> 200x200'],
  ])('%s is %s, and enlarged %s', (fit, asIs, enlarged) => {
    const box = { width: 200, height: 200, fit };
    expect(spell(resolveSize(photo(100, 50), { ...box, enlarge: false }))).toBe(asIs);
    expect(spell(resolveSize(photo(100, 50), { ...box, enlarge: true }))).toBe(enlarged);
  });
});

describe('rounding', () => {
  test.each([
    ['a line keeps a pixel of height', photo(3000, 1), { width: 100, height: 100 }, '100x1'],
    ['a half is rounded up', photo(200, 101), { width: 100, height: 100 }, '100x51'],
    [
      'a half is rounded up where binary fractions miss it',
      photo(202, 101),
      { width: 7, height: undefined },
      '7x4',
    ],
    ['a photo that is decoded at an eighth', photo(1600, 900), { width: undefined, height: 90 }, '160x90'],
    [
      'a photo that loses an odd row when it is decoded at a half',
      photo(401, 803),
      { width: 100, height: undefined },
      '100x200',
    ],
    [
      'a photo that loses its rest when it is decoded at an eighth',
      photo(1900, 1263),
      { width: 200, height: 200 },
      '200x133',
    ],
  ] as const)('%s', (_, source, sides, expected) => {
    const { width, height } = resolveSize(source, { ...sides, fit: 'inside', enlarge: false });
    expect(`${width}x${height}`).toBe(expected);
  });
});

describe('whatever photo and box', () => {
  const side = fc.integer({ min: 1, max: 20_000 });
  const source = fc.record({ width: side, height: side });
  const sides = fc.record({
    width: fc.integer({ min: 1, max: 2000 }),
    height: fc.integer({ min: 1, max: 2000 }),
  });
  const fit = fc.constantFrom(...fits);

  function holds(
    property: (source: ReturnType<typeof photo>, box: Box & { width: number; height: number }) => void,
  ) {
    fc.assert(
      fc.property(source, sides, fit, fc.boolean(), (photo, box, of, enlarge) =>
        property(photo, { ...box, fit: of, enlarge }),
      ),
      { seed: 20_250_101, numRuns: 500 },
    );
  }

  test('every side is a whole number of pixels, at least 1', () => {
    holds((photo, box) => {
      for (const pixels of Object.values(resolveSize(photo, box))) {
        expect(Number.isInteger(pixels) && pixels >= 1).toBe(true);
      }
    });
  });

  test('inside never leaves its box', () => {
    holds((photo, box) => {
      const { width, height } = resolveSize(photo, { ...box, fit: 'inside' });
      expect(width).toBeLessThanOrEqual(box.width);
      expect(height).toBeLessThanOrEqual(box.height);
    });
  });

  test('cover is the box itself when it may enlarge, and never leaves it otherwise', () => {
    holds((photo, box) => {
      const { width, height } = resolveSize(photo, { ...box, fit: 'cover' });
      if (box.enlarge) expect([width, height]).toEqual([box.width, box.height]);
      expect(width).toBeLessThanOrEqual(box.width);
      expect(height).toBeLessThanOrEqual(box.height);
    });
  });

  test('cover is the box itself when the photo is at least as large', () => {
    holds((photo, box) => {
      const large = { ...photo, width: photo.width + box.width, height: photo.height + box.height };
      expect(resolveSize(large, { ...box, fit: 'cover' })).toMatchObject({
        width: box.width,
        height: box.height,
      });
    });
  });

  test('contain and fill are the box itself when they may enlarge', () => {
    holds((photo, box) => {
      for (const of of ['contain', 'fill'] as const) {
        const size = resolveSize(photo, { ...box, fit: of, enlarge: true });
        expect(size).toMatchObject({ width: box.width, height: box.height });
      }
    });
  });

  test('nothing is enlarged unless it is asked for', () => {
    holds((photo, box) => {
      const { resizedWidth, resizedHeight } = resolveSize(photo, { ...box, enlarge: false });
      expect(resizedWidth).toBeLessThanOrEqual(photo.width);
      expect(resizedHeight).toBeLessThanOrEqual(photo.height);
    });
  });

  test('a crop is cut from within the resampled photo, and padding surrounds it', () => {
    holds((photo, box) => {
      const crop = resolveSize(photo, { ...box, fit: 'cover' });
      expect(crop.width <= crop.resizedWidth && crop.height <= crop.resizedHeight).toBe(true);
      const padded = resolveSize(photo, { ...box, fit: 'contain' });
      expect(padded.width >= padded.resizedWidth && padded.height >= padded.resizedHeight).toBe(true);
    });
  });
});

describe('exact arithmetic gives the same size', () => {
  const differences = (cases: readonly (readonly [Sides, Box])[]) =>
    cases
      .map(([source, box]) => {
        const { width, height } = resolveSize(source, box);
        const exact = exactSize(source, box);
        return `${JSON.stringify([source, box])}: ${width}x${height}, exactly ${exact.width}x${exact.height}`;
      })
      .filter((text) => !/: (.*), exactly \1$/.test(text));

  test('of 20,000 random photos and boxes', () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 65_535 }));
    const boxSide = fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 16_383 }));
    const random = fc.record({
      source: fc.record({ width: side, height: side }),
      width: fc.option(boxSide, { nil: undefined }),
      height: fc.option(boxSide, { nil: undefined }),
      fit: fc.constantFrom(...fits),
      enlarge: fc.boolean(),
    });
    const cases = fc
      .sample(random, { numRuns: 20_000, seed: 20_250_101 })
      .filter(({ width, height }) => width !== undefined || height !== undefined)
      .map(({ source, ...box }) => [source, box] as const);
    expect(cases.length).toBeGreaterThan(15_000);
    expect(differences(cases)).toEqual([]);
  });

  test('of all photos that scale to a half', () => {
    const cases: [Sides, Box][] = [];
    for (let width = 2; width <= 120; width += 2)
      for (let height = 1; height <= 120; height++)
        for (let boxWidth = 1; boxWidth < width; boxWidth++)
          if ((2 * height * boxWidth) % width === 0 && ((2 * height * boxWidth) / width) % 2 === 1)
            cases.push([
              { width, height },
              { width: boxWidth, height: undefined, fit: 'inside', enlarge: false },
            ]);
    expect(cases.length).toBeGreaterThan(1000);
    expect(differences(cases)).toEqual([]);
  });
});
