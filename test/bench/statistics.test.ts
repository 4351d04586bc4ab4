// What many measurements come to.

import { describe, expect, test } from 'vitest';
import { median, quantile, quartiles, roundRatios } from './statistics.ts';

describe('the median', () => {
  test.each([
    { values: [7], expected: 7 },
    { values: [10, 9, 100], expected: 10 },
    { values: [4, 1, 3, 2], expected: 2.5 },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing is an error, not a figure', () => {
    expect(() => median([])).toThrow(/nothing was measured/);
  });

  test('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

test('quartiles lie between neighbours', () => {
  expect(quartiles([40, 10, 20, 30])).toEqual([17.5, 32.5]);
  expect(quantile([0, 10], 0.9)).toBe(9);
});

test('the ratios of rounds are of values that were measured beside one another', () => {
  // Each pair has the ratio 2, however slow its round was.
  expect(roundRatios([20, 200, 2], [10, 100, 1])).toEqual([2, 2, 2]);
  expect(roundRatios([1, 2], [1])).toEqual([1, Number.NaN]);
});
