// What counts as growth over a long run.

import { expect, test } from 'vitest';
import { measureGrowth } from './growth.ts';

const steady = { memoryMb: 200, files: 40, threads: 16 };
const run = (length: number, at: (index: number) => Partial<typeof steady>) =>
  Array.from({ length }, (_, index) => ({ ...steady, ...at(index) }));

test.each<[string, (index: number) => Partial<typeof steady>, readonly string[]]>([
  ['nothing', () => ({}), []],
  ['a warm-up in the first two thousand events', (index) => ({ memoryMb: index < 2000 ? 90 : 200 }), []],
  ['a single peak at the end', (index) => ({ memoryMb: index === 9999 ? 500 : 200 }), []],
  ['a seventh more memory', (index) => ({ memoryMb: index > 5000 ? 229 : 200 }), []],
  [
    'a sixth more memory',
    (index) => ({ memoryMb: index > 5000 ? 234 : 200 }),
    ['memoryMb grew from 200 to 234; the bound is 230'],
  ],
  [
    'a file kept open in every five-hundredth event',
    (index) => ({ files: 40 + Math.floor(index / 500) }),
    ['files grew from 45 to 59; the bound is 50'],
  ],
  [
    'a thread left by every engine',
    (index) => ({ threads: 16 + Math.floor(index / 3000) }),
    ['threads grew from 16 to 19; the bound is 18'],
  ],
])('%s', (_, at, problems) => {
  expect(measureGrowth(run(10_000, at)).problems).toEqual(problems);
});

test('a run of 3,000 is compared with what came after its first two thousand', () => {
  const { early, problems } = measureGrowth(run(3000, (index) => ({ memoryMb: index < 2000 ? 90 : 200 })));
  expect(early.memoryMb).toBe(200);
  expect(problems).toEqual([]);
});

test('is not told of a run too short to tell', () => {
  expect(measureGrowth(run(2999, (index) => ({ memoryMb: index }))).problems).toEqual([]);
});
