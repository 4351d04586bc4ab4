// The table of prices, and what replaces it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CloudError } from '../../../src/cloud/api/cloud-error.ts';
import { addUsage, noUsage, priceNames, priceTable, readPrices, yuanOf } from '../../../src/cloud/prices.ts';

test('without changes the prices are those of the table', () => {
  expect(readPrices({})).toEqual(Object.fromEntries(priceNames.map((name) => [name, priceTable[name].yuan])));
});

test('every entry says where it is from, since when, and how sure that is, in both languages', () => {
  for (const { name, unit, source, date, certainty } of Object.values(priceTable)) {
    expect(name.en.length * name.zh.length * unit.en.length * unit.zh.length).toBeGreaterThan(0);
    expect(source.length).toBeGreaterThan(10);
    expect(date).toMatch(/^20\d\d-\d\d$/);
    expect(['verified', 'likely']).toContain(certainty);
  }
});

test('usage is paid by the unit', () => {
  const usage = { ...noUsage, gbSecond: 100_000, call: 500_000, request: 1_000_000 };
  expect(yuanOf(usage, readPrices({}))).toBeCloseTo(11.108 + 0.665 + 1, 9);
  expect(yuanOf(usage, readPrices({ gbSecond: 0, call: 1, request: 0 }))).toBeCloseTo(50, 9);
});

test('two usages together cost as much as both', () => {
  const usage = fc.record(
    Object.fromEntries(priceNames.map((name) => [name, fc.double({ min: 0, max: 1e6, noNaN: true })])),
  );
  const prices = readPrices({});
  fc.assert(
    fc.property(usage, usage, (one, other) => {
      const together = addUsage({ ...noUsage, ...one }, { ...noUsage, ...other });
      const apart = yuanOf({ ...noUsage, ...one }, prices) + yuanOf({ ...noUsage, ...other }, prices);
      expect(yuanOf(together, prices)).toBeCloseTo(apart, 6);
    }),
  );
});

describe('refuses, in both languages', () => {
  test.each([
    [{ gbsecond: 1 }, 'there is no price "gbsecond"; the names are gbSecond'],
    [{ gbSecond: '1' }, 'gbSecond: expected yuan as a number'],
    [{ call: -1 }, 'call: expected yuan as a number'],
    [{ call: Number.NaN }, 'call: expected yuan as a number'],
    [[1], 'expected an object such as'],
    [null, 'expected an object such as'],
  ])('%j', (changed, message) => {
    let error: CloudError | undefined;
    try {
      readPrices(changed);
    } catch (thrown) {
      error = thrown as CloudError;
    }
    expect(error?.text.en).toContain(message);
    expect(error?.text.zh).toMatch(/价格无法使用/);
  });
});
