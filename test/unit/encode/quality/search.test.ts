// The search for the lowest value that will do, on curves instead of pictures.

import { expect, test } from 'vitest';
import { findLowest, type QualityRange, type Trial } from '../../../../wasm/encode/quality/search.ts';

const range: QualityRange = { lowest: 40, highest: 92, trials: 5, slope: -0.034, caution: 2 };

/** What is measured falls by a factor with every step. */
const curve = (at50: number, perStep: number) => (at: number) => at50 * Math.exp(perStep * (at - 50));

async function search(measure: (at: number) => number, start: number | Trial<string> = 74, over = range) {
  const tried: number[] = [];
  const attempt = async (at: number) => {
    tried.push(at);
    return { at, measured: measure(at), result: `picture ${at}` };
  };
  return { found: await findLowest(attempt, 4, over, start), tried };
}

test.each([
  { name: 'the usual slope', measure: curve(9, -0.034), best: 74 },
  { name: 'a steep slope', measure: curve(9, -0.09), best: 60 },
  { name: 'a gentle slope', measure: curve(5, -0.012), best: 69 },
  { name: 'a slope that changes', measure: (at: number) => (at < 70 ? 6 : 6 - (at - 70) / 4), best: 78 },
])('finds the lowest that will do, or nearly, with $name', async ({ measure, best }) => {
  const { found, tried } = await search(measure);
  expect(found.measured).toBeLessThanOrEqual(4);
  expect(found.at).toBeGreaterThanOrEqual(best);
  expect(found.measured).toBeGreaterThan(4 * 0.85);
  expect(found.result).toBe(`picture ${found.at}`);
  expect(tried.length).toBeLessThanOrEqual(5);
});

test('stops as soon as it is near enough', async () => {
  const { found, tried } = await search(() => 3.9);
  expect(tried).toEqual([74]);
  expect(found.at).toBe(74);
});

test('ends at the lowest where everything will do', async () => {
  const { found } = await search(curve(0.1, -0.034));
  expect(found.at).toBe(range.lowest);
});

test('ends at the highest where nothing will do', async () => {
  const { found, tried } = await search(curve(1000, -0.034));
  expect(found).toMatchObject({ at: range.highest, result: 'picture 92' });
  expect(new Set(tried).size).toBe(tried.length);
});

test('takes a trial below the range for granted', async () => {
  const start = { at: 30, measured: 8, result: 'given' };
  const { found, tried } = await search(curve(8 * Math.exp(-0.034 * 20), -0.034), start);
  expect(tried[0]).toBe(52);
  expect(found).toMatchObject({ at: 52, result: 'picture 52' });
});

test('returns what it was given where the range is empty', async () => {
  const start = { at: 92, measured: 8, result: 'given' };
  const { found, tried } = await search(curve(8, -0.034), start);
  expect(found).toBe(start);
  expect(tried).toEqual([]);
});

test('plays safe with the last trial while none was good', async () => {
  // Each step looks as if it were nearly there.
  const measure = (at: number) => (at < 85 ? 4.05 : 2);
  const { found, tried } = await search(measure, 74, { ...range, trials: 3, caution: 18 });
  expect(tried).toHaveLength(3);
  expect(found.measured).toBe(2);
});
