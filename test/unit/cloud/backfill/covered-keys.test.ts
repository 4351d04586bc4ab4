// Which keys are settled, when calls end in any order.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CoveredKeys, type KeyRange } from '../../../../src/cloud/backfill/covered-keys.ts';
import { compareKeys } from '../../../../src/cloud/cos/key-order.ts';

test('a key is covered if and only if one of the ranges holds it; the cursor is where the first gap begins', () => {
  const keys = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(keys, fc.array(fc.tuple(fc.nat(), fc.nat())), (unsorted, pairs) => {
      const sorted = [...unsorted].sort(compareKeys);
      const ends = ['', ...sorted];
      const ranges: KeyRange[] = pairs.map(([one, other]) => {
        const [from = 0, to = 0] = [one % ends.length, other % ends.length].sort((a, b) => a - b);
        return { after: ends[from] ?? '', last: ends[to] ?? '' };
      });
      const covered = new CoveredKeys();
      for (const range of ranges) covered.add(range);
      const inAny = (key: string) =>
        ranges.some(({ after, last }) => compareKeys(key, after) > 0 && compareKeys(key, last) <= 0);
      expect(sorted.map((key) => covered.has(key))).toEqual(sorted.map(inAny));
      const gap = sorted.findIndex((key) => !inAny(key));
      expect(covered.cursor).toBe((gap < 0 ? sorted.at(-1) : sorted[gap - 1]) ?? '');
    }),
    { numRuns: 500 },
  );
});

test('the order is that of UTF-8, in which a rare character comes after a common one', () => {
  expect(compareKeys('😀', '\uffee')).toBeGreaterThan(0);
  expect('😀' < '\uffee').toBe(true);
});
