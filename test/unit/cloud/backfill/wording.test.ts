// What people read: the same facts in both languages, and no number that says nothing.

import { describe, expect, test } from 'vitest';
import type { Quote } from '../../../../src/cloud/backfill/quote.ts';
import {
  describeEnd,
  describeProgress,
  describeQuote,
  describeQuoteOnly,
  describeShortBudget,
} from '../../../../src/cloud/backfill/wording.ts';
import { readPrices } from '../../../../src/cloud/prices.ts';
import type { Bilingual } from '../../../../src/function/doctor/bilingual.ts';

const quote: Quote = {
  time: '2026-11-27T12:00:00.000Z',
  ...{ memoryMb: 512, timeoutS: 60, concurrency: 10, recordsPerCall: 20, p95Ms: 800, basis: 'sample' },
  listed: { objects: 1_000_123, bytes: 3.5e12 },
  taken: { objects: 1_000_000, bytes: 3e12 },
  leftOut: { archived: 23, 'named-otherwise': 100 },
  byExtension: { jpg: { objects: 900_000, bytes: 2e12 }, '': { objects: 100_000, bytes: 1e12 } },
  byStorageClass: { STANDARD: { objects: 1_000_100, bytes: 3e12 }, ARCHIVE: { objects: 23, bytes: 5e11 } },
  sample: { photos: 40, stored: 39, skipped: 0, failed: 1, codes: { 'source-corrupt': 1 }, yuan: 0.0013 },
  ...{ calls: 50_000, requests: 4_002_000 },
  gbSeconds: { low: 250_000, middle: 300_000, high: 350_000 },
  yuan: { low: 31.8, middle: 37.39, high: 42.9 },
  hours: { low: 13.9, middle: 16.67, high: 19.4 },
  prices: readPrices({ call: 0.02 }),
};

const progress = {
  records: 1500,
  counts: { stored: 1490, skipped: 5, failed: 5, codes: { 'source-corrupt': 5, 'up-to-date': 5 } },
  ...{ yuan: 0.01234, calls: 80, inFlight: 7, refusals: 3 },
};
const result = {
  quote,
  ended: undefined,
  unanswered: { calls: 2, yuan: 0.0066 },
  journal: 'out/backfill/f.jsonl',
  failures: 'out/backfill/f.failed',
};
const nothingTaken: Quote = {
  ...quote,
  taken: { objects: 0, bytes: 0 },
  ...{ byExtension: {}, byStorageClass: {}, basis: 'figures' },
  sample: { photos: 0, stored: 0, skipped: 0, failed: 0, codes: {}, yuan: 0 },
};
const allSampled: Quote = {
  ...quote,
  taken: { objects: 9, bytes: 1e6 },
  sample: { ...quote.sample, photos: 9, stored: 8, skipped: 1, failed: 0 },
};
const problem = { code: 'store-denied', message: 'HTTP 403' } as const;

/** The numbers of a text; a Chinese percent sign or unit changes none. */
function numbers(text: string): string[] {
  return (text.match(/\d[\d.,]*/g) ?? []).map((number) => number.replace(/[.,]+$/, '')).sort();
}

describe.each<[string, Bilingual | undefined]>([
  ['a quote', describeQuote(quote)],
  ['a quote without a sample', describeQuote({ ...quote, basis: 'figures' })],
  ['the end of a quote', describeQuoteOnly(result)],
  ['a quote of nothing', describeQuote(nothingTaken)],
  ['the end of a quote of nothing', describeQuoteOnly({ ...result, quote: nothingTaken })],
  ['the end of a quote whose sample was all', describeQuoteOnly({ ...result, quote: allSampled })],
  ['a budget that is too small', describeShortBudget(quote, 20)],
  ['the progress', describeProgress(progress, { elapsedMs: 60_000, before: 300, total: 1_000_000 })],
  ['the end', describeEnd({ end: 'finished', progress, problem: undefined }, result)],
  ['an early end', describeEnd({ end: 'failures', progress, problem }, result)],
  ['the end of a budget', describeEnd({ end: 'budget', progress, problem: undefined }, result)],
  ['a refusal', describeEnd({ end: 'refused', progress, problem }, result)],
  ['Ctrl-C', describeEnd({ end: 'stopped', progress, problem: undefined }, result)],
])('%s', (_, text) => {
  test('has the same numbers in both languages, and Chinese in only one', () => {
    // 10,000 is one word in Chinese, and Tencent's price list is a document in Chinese.
    const en = (text?.en ?? '').replaceAll('10,000', '1').replaceAll('产品定价', '');
    expect(numbers(en)).toEqual(numbers(text?.zh ?? ''));
    expect(en).not.toMatch(/[\u2e80-\u9fff]/);
    expect(text?.zh).toMatch(/[\u2e80-\u9fff]/);
    expect(`${text?.en}${text?.zh}`).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

test('a quote has what decides', () => {
  const { en } = describeQuote(quote);
  expect(en).toMatch(/^to be made +1,000,000 \(2\.7 TB\)$/m);
  expect(en).toMatch(/^left out +23 archived: restore them first$/m);
  expect(en).toMatch(/^yuan +37\.39 \(31\.80 … 42\.90\)/m);
  expect(en).toMatch(/^hours +16\.67 \(13\.90 … 19\.40\) with 10 calls at once$/m);
  expect(en).toMatch(/^price +0\.00011108 yuan for a GB-second: .*\(2022-06, verified:/m);
  expect(en).toMatch(/^price +0\.02 yuan for 10,000 calls: .*\(as given\)$/m);
});

test('a quote asks for a budget only if something is left to be made', () => {
  expect(describeQuoteOnly(result).en).toMatch(/To make the others, .* --go --budget 42\.9$/);
  expect(describeQuoteOnly({ ...result, quote: allSampled }).en).toMatch(/Those were all: nothing is left/);
  expect(describeQuoteOnly({ ...result, quote: nothingTaken }).en).toMatch(/There is nothing to be made\./);
  const failed = { ...allSampled, sample: { ...allSampled.sample, stored: 7, failed: 1 } };
  expect(describeQuoteOnly({ ...result, quote: failed }).en).toContain('--go --budget');
  expect(describeQuote(nothingTaken).en).not.toMatch(/^(extensions|storage classes)/m);
});

test('the progress says how fast, how dear and how long', () => {
  const { en } = describeProgress(progress, { elapsedMs: 60_000, before: 300, total: 13_500 });
  expect(en).toBe(
    '1500 of 13500 (11 %), 5 failed, 20.0/s, 7 calls at once, 3 refused, 0.0123 yuan so far, 10 min left',
  );
});

test('a budget that suffices needs no warning', () => {
  expect(describeShortBudget(quote, 42.9)).toBeUndefined();
  expect(describeShortBudget(quote, 20)?.en).toContain('about 53 % of the estimate');
});
