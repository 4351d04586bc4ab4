// How many calls are under way at once.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InFlight } from '../../../../src/cloud/backfill/in-flight.ts';

test('it rises by one with each success, up to the limit', () => {
  const inFlight = new InFlight(5);
  const limits = Array.from({ length: 6 }, () => {
    inFlight.succeeded();
    return inFlight.limit;
  });
  expect(limits).toEqual([3, 4, 5, 5, 5, 5]);
});

test('a refusal halves it, and other refusals of calls that were under way then do not', () => {
  const inFlight = new InFlight(100);
  for (let at = 0; at < 98; at++) inFlight.succeeded();
  const { generation } = inFlight;
  expect([inFlight.refused(generation), inFlight.limit]).toEqual([true, 50]);
  expect([inFlight.refused(generation), inFlight.limit]).toEqual([false, 50]);
  expect([inFlight.refused(inFlight.generation), inFlight.limit]).toEqual([true, 25]);
});

test('it never leaves the range from 1 to the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(fc.boolean()), (most, results) => {
      const inFlight = new InFlight(most);
      for (const succeeded of results) {
        if (succeeded) inFlight.succeeded();
        else inFlight.refused(inFlight.generation);
        expect(inFlight.limit).toBeGreaterThanOrEqual(1);
        expect(inFlight.limit).toBeLessThanOrEqual(most);
      }
    }),
  );
});
