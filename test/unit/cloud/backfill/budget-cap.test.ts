// The budget, with calls under way whose costs nobody knows yet.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BudgetCap } from '../../../../src/cloud/backfill/budget-cap.ts';

/** A call: what it is expected to cost, what it costs, the most it can, and how many calls may be under way when it is sent. */
const call = fc.record({
  most: fc.double({ min: 0.001, max: 1, noNaN: true }),
  actualShare: fc.double({ min: 0, max: 1, noNaN: true }),
  expectedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Which of the calls under way ends first. */
  ends: fc.nat(),
  ended: fc.nat(3),
});

test('is never exceeded by more than one call, whatever the calls cost and in whatever order they end', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(call, { maxLength: 80 }),
      (cap, before, calls) => {
        const budget = new BudgetCap(cap, cap * before);
        const underWay: { most: number; actual: number }[] = [];
        let largest = 0;
        const settle = (at: number) => {
          const [one] = underWay.splice(at % underWay.length, 1);
          if (one) budget.settle({ expected: 0, most: one.most }, one.actual);
        };
        for (const { most, actualShare, expectedShare, ends, ended } of calls) {
          const cost = { expected: most * expectedShare, most };
          if (budget.reserve(cost)) {
            underWay.push({ most, actual: most * actualShare });
            largest = Math.max(largest, most * actualShare);
          } else if (underWay.length === 0) expect(budget.spent + cost.expected).toBeGreaterThan(cap);
          for (let at = 0; at < ended && underWay.length > 0; at++) settle(ends);
        }
        while (underWay.length > 0) settle(0);
        expect(budget.spent).toBeLessThanOrEqual(Math.max(cap, cap * before) + largest + 1e-9);
      },
    ),
    { numRuns: 1000 },
  );
});

test('is used: calls that cost what is expected are sent until it is spent', () => {
  const budget = new BudgetCap(10, 0);
  let sent = 0;
  for (; budget.reserve({ expected: 1, most: 3 }); sent++) budget.settle({ expected: 1, most: 3 }, 1);
  expect({ sent, spent: budget.spent }).toEqual({ sent: 10, spent: 10 });
});

test('calls that cost far more than is expected are not sent beside one another', () => {
  const budget = new BudgetCap(10, 0);
  const cost = { expected: 1, most: 10 };
  const sent = [budget.reserve(cost), budget.reserve(cost), budget.reserve(cost)];
  expect(sent).toEqual([true, false, false]);
  budget.settle(cost, 10);
  expect([budget.reserve(cost), budget.spent]).toEqual([false, 10]);
});
