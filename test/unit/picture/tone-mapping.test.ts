// HDR light and the curve that brings it to SDR.

import { describe, expect, test } from 'vitest';
import { nitsToPq, pqToNits, toLight } from '../../../wasm/header/transfer.ts';
import { toneMapped } from '../../../wasm/picture/tone-mapping.ts';

/** ITU-R BT.2408, table 1, and BT.2100. */
test.each([
  [0, 0],
  [0.5081, 100],
  [0.5807, 203],
  [0.7518, 1000],
  [1, 10_000],
])('PQ %d is %d cd/m2', (value, nits) => {
  expect(pqToNits(value) / Math.max(1, nits)).toBeCloseTo(Math.min(nits, 1), 2);
  expect(nitsToPq(nits)).toBeCloseTo(value, 3);
});

test.each([
  [0, 0],
  [0.5, 1 / 12],
  [0.75, 0.265],
  [1, 1],
])('HLG %d is %d of the scene', (value, light) => {
  expect(toLight('hlg', value)).toBeCloseTo(light, 3);
});

describe('the curve', () => {
  const lights = Array.from({ length: 200 }, (_, n) => n / 40);

  test('without anything above white it changes nothing', () => {
    for (const light of lights.filter((one) => one <= 1)) expect(toneMapped(light, 1)).toBeCloseTo(light, 6);
  });

  test.each([1.5, 3, 4.926])('never turns round and ends in white, for a peak of %d', (peak) => {
    const mapped = lights.map((light) => toneMapped(light, peak));
    expect(mapped).toEqual([...mapped].sort((a, b) => a - b));
    expect(toneMapped(peak, peak)).toBeCloseTo(1, 6);
    expect(toneMapped(peak * 3, peak)).toBeCloseTo(1, 6);
  });

  test('leaves dark and middle tones, and white nearly white', () => {
    for (const light of [0.001, 0.05, 0.18, 0.4]) expect(toneMapped(light, 4.926)).toBeCloseTo(light, 3);
    expect(toneMapped(1, 4.926)).toBeGreaterThan(0.7);
  });
});
