// The visual distance, on pictures that are made of formulas.

import { expect, test } from 'vitest';
import { createMeter } from '../../../../wasm/encode/quality/distance.ts';
import type { Pixels } from '../../../../wasm/picture/pixels.ts';

type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

function paint(paintPixel: (x: number, y: number) => Colour, width = 96, height = 72): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue, alpha = 255] = paintPixel(i % width, Math.floor(i / width));
    data.set([red, green, blue, alpha], i * 4);
  }
  return { data, width, height };
}

const scene = (x: number, y: number): Colour => [
  128 + 80 * Math.sin(x / 9) + 20 * Math.sin(y / 2),
  110 + 60 * Math.sin(y / 7),
  90 + x / 2,
];
const picture = paint(scene);
/** The same, with something added that depends on the place. */
const wrong = (by: (x: number, y: number) => Colour) =>
  paint(
    (x, y) => scene(x, y).map((value, band) => (value ?? 0) + (by(x, y)[band] ?? 0)) as unknown as Colour,
  );
const checked = (strength: number) => (x: number, y: number) => {
  const value = (x + y) % 2 === 0 ? strength : -strength;
  return [value, value, value] as const;
};
const measure = createMeter(picture);

test('is nothing from a picture to itself', () => {
  expect(measure(picture)).toBeCloseTo(0, 9);
});

test('grows with what is wrong', () => {
  const distances = [1, 2, 4, 8, 16].map((strength) => measure(wrong(checked(strength))));
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  expect(distances[0]).toBeGreaterThan(0);
  expect(distances[4]).toBeGreaterThan(4);
});

test.each([
  // As bright as the grey that they lie on.
  { what: 'red and green', by: [10, -4, 0] as const },
  { what: 'blue', by: [0, 0, 20] as const },
])('sees blotches of $what', ({ by }) => {
  const grey = paint(() => [128, 128, 128]);
  const blotches = paint((x, y) => {
    const sign = ((x >> 3) + (y >> 3)) % 2 === 0 ? 1 : -1;
    return by.map((value) => 128 + sign * value) as unknown as Colour;
  });
  expect(createMeter(grey)(blotches)).toBeGreaterThan(4);
});

test('sees less of the same noise where there is texture than where there is none', () => {
  const noise = checked(5);
  const textured = (x: number, y: number): Colour => {
    const value = 128 + 60 * Math.sin(x * 1.9) * Math.sin(y * 2.3);
    return [value, value, value];
  };
  const add = (base: (x: number, y: number) => Colour) =>
    paint(
      (x, y) => base(x, y).map((value, band) => (value ?? 0) + (noise(x, y)[band] ?? 0)) as unknown as Colour,
    );
  const flat = (): Colour => [128, 128, 128];
  expect(createMeter(paint(flat))(add(flat))).toBeGreaterThan(
    2 * createMeter(paint(textured))(add(textured)),
  );
});

test('does not see the colours of what is transparent', () => {
  const clear = (colour: Colour) =>
    paint((x, y) => (x < 48 ? ([...colour, 0] as unknown as Colour) : scene(x, y)));
  expect(createMeter(clear([255, 0, 0]))(clear([0, 0, 255]))).toBeCloseTo(0, 9);
  expect(createMeter(clear([255, 0, 0]))(picture)).toBeGreaterThan(4);
});

test('measures a part of a large picture, and comes to much the same', () => {
  const large = (by: number) =>
    paint(
      (x, y) => scene(x, y).map((value) => (value ?? 0) + ((x + y) % 2 ? by : -by)) as unknown as Colour,
      1200,
      900,
    );
  const ofLarge = createMeter(large(0))(large(5));
  const ofSmall = createMeter(picture)(wrong(checked(5)));
  expect(ofLarge / ofSmall).toBeGreaterThan(0.7);
  expect(ofLarge / ofSmall).toBeLessThan(1.4);
});
