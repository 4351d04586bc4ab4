// The arithmetic of the benchmarks' growth, cost and shares parts.

import { describe, expect, test } from 'vitest';
import { coresOf, durationMs, gbSeconds } from './cost/model.ts';
import { exponentOf } from './growth/fit.ts';

describe('exponentOf', () => {
  test.each([
    ['linear growth, whatever its factor', [6, 12, 200], (x: number) => 7 * x, 1],
    ['growth with the square', [1, 10, 100], (x: number) => x ** 2, 2],
    ['what stays the same', [6, 12, 24], () => 42, 0],
    ['the root', [4, 9, 25], (x: number) => x ** 0.5, 0.5],
  ] as const)('finds %s', (_name, sizes, grow, expected) => {
    expect(exponentOf(sizes.map((x) => [x, grow(x)] as const))).toBeCloseTo(expected, 10);
  });

  test('draws the line between points that lie beside it', () => {
    const points = [2, 8].flatMap((x) => [[x, x / 2] as const, [x, x * 2] as const]);
    expect(exponentOf(points)).toBeCloseTo(1, 10);
  });

  test.each([
    [[]],
    [[[12, 80]]],
    [
      [
        [12, 80],
        [12, 90],
      ],
    ],
  ] as const)('refuses %j, which shows no growth', (points) => {
    expect(() => exponentOf(points)).toThrow('at least two different sizes');
  });
});

describe('coresOf', () => {
  test.each([
    [128, 0.1],
    [256, 0.2],
    [512, 0.4],
    [1024, 0.8],
    [1280, 1],
  ])('%i MB are %d of a core, as Tencent documents it', (memoryMb, cores) => {
    expect(coresOf(memoryMb, 0.8)).toBeCloseTo(cores, 10);
  });
});

describe('durationMs', () => {
  test.each([
    ['a share of an eighth stretches CPU time eightfold', 128, 1, 800],
    ['more cores for the same memory stretch it less', 128, 2, 400],
    ['enough CPU leaves it as it was measured', 1024, 1, 120],
    ['more than enough makes it no quicker', 1024, 64, 120],
  ])('%s', (_name, memoryMb, cpuPerGb, expected) => {
    expect(durationMs({ wallMs: 120, cpuMs: 100 }, memoryMb, cpuPerGb)).toBe(expected);
  });
});

describe('gbSeconds', () => {
  const work = { wallMs: 120, cpuMs: 100 };

  test('is the same for all memory that gives too little CPU', () => {
    expect(gbSeconds(work, 128, 1)).toBe(100);
    expect(gbSeconds(work, 512, 1)).toBe(100);
  });

  test('is more where memory is paid for that only waits', () => {
    expect(gbSeconds(work, 1024, 1)).toBe(120);
    expect(gbSeconds(work, 2048, 1)).toBe(240);
  });
});
