// What the quality part of the benchmarks measures with.

import { expect, test } from 'vitest';
import { blur } from './quality/blur.ts';
import { judge } from './quality/judge.ts';
import { ssimulacra2 } from './quality/ssimulacra2.ts';

const [width, height] = [96, 64];

/** A drawing with waves, to which `wrong` is added. */
function picture(wrong: (x: number, y: number) => number) {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const value = 128 + 70 * Math.sin(x / 7) * Math.cos(y / 5) + wrong(x, y);
    data.set([value, value * 0.9, 255 - value], i * 3);
  }
  return { data, width, height };
}

const original = picture(() => 0);
const noisy = (strength: number) => picture((x, y) => ((x * 7 + y * 13) % 5) * strength - 2 * strength);

test('SSIMULACRA2 of a picture and itself is 100', () => {
  expect(ssimulacra2(original, original)).toBe(100);
});

test('SSIMULACRA2 falls as more is wrong, through the range that people mean by it', () => {
  const scores = [0.5, 2, 8, 16, 24].map((strength) => ssimulacra2(original, noisy(strength)));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(scores[0]).toBeGreaterThan(85);
  expect(scores[4]).toBeLessThan(60);
});

test('SSIMULACRA2 refuses pictures of two sizes', () => {
  expect(() => ssimulacra2(original, { ...original, width: 48 })).toThrow(
    '96x64 cannot be compared with 48x64',
  );
});

test('the blur is a Gaussian of 1.5 pixels that adds up to one', () => {
  const dot = new Float32Array(21 * 21);
  dot[10 * 21 + 10] = 1;
  const blurred = blur(dot, 21, 21);
  const at = (x: number, y: number) => blurred[(10 + y) * 21 + 10 + x] ?? 0;
  expect(blurred.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
  for (const [x, y] of [
    [1, 0],
    [2, 0],
    [0, 3],
    [2, 2],
  ] as const) {
    expect(at(x, y) / at(0, 0)).toBeCloseTo(Math.exp(-(x * x + y * y) / (2 * 1.5 ** 2)), 1);
  }
});

test('many thumbnails are judged by their means, their worst and their median time', () => {
  const thumbnails = Array.from({ length: 11 }, (_, i) => ({ bytes: 100 * i, score: 70 + i, ms: i * i }));
  expect(judge(thumbnails)).toEqual({ bytes: 500, score: 75, worstTenth: 71, worst: 70, ms: 25 });
});
