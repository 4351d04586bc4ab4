// From a sample to a whole bucket: the arithmetic, and how near it comes.

import { describe, expect, test } from 'vitest';
import { extrapolate, type Measurement, project } from '../../../../src/cloud/backfill/estimate.ts';
import { drawSample, Sampler, stratumOf } from '../../../../src/cloud/backfill/sampling.ts';
import { readPrices } from '../../../../src/cloud/prices.ts';
import { listed } from '../../../support/listing.ts';
import { mulberry32 } from '../../../support/random.ts';

const prices = readPrices({});

test('a quote is what its parts cost', () => {
  const { gbSeconds, yuan, usage } = project({
    objects: 1_000_000,
    calls: 50_000,
    requests: 4_000_000,
    billedMs: { low: 5e8, middle: 6e8, high: 7e8 },
    memoryMb: 512,
    prices,
    infrequent: { objects: 0, bytes: 0 },
  });
  expect(gbSeconds).toEqual({ low: 250_000, middle: 300_000, high: 350_000 });
  // 300,000 GB-s: 33.324; 50,000 calls: 0.0665; 4 million requests: 4.
  expect(yuan.middle).toBeCloseTo(37.3905, 6);
  expect(yuan.high - yuan.low).toBeCloseTo(11.108, 6);
  expect(usage).toEqual({
    gbSecond: 300_000,
    call: 50_000,
    request: 4_000_000,
    infrequentRequest: 0,
    infrequentGb: 0,
  });
});

test('reading photos of infrequent access costs more', () => {
  const { usage, yuan } = project({
    objects: 100,
    calls: 5,
    requests: 400,
    billedMs: { low: 0, middle: 0, high: 0 },
    memoryMb: 512,
    prices: readPrices({ gbSecond: 0, call: 0 }),
    infrequent: { objects: 60, bytes: 3 * 1024 ** 3 },
  });
  expect(usage).toMatchObject({ request: 340, infrequentRequest: 60, infrequentGb: 3 });
  expect(yuan.middle).toBeCloseTo(340e-6 + 60 * 5e-6 + 0.06, 9);
});

/** Photos of very different sizes and prices, as buckets have them. */
function bucketOf(objects: number, seed: number) {
  const random = mulberry32(seed);
  return Array.from({ length: objects }, (_, at) => {
    const isPng = random() < 0.2;
    const object = listed(`${at}.${isPng ? 'png' : 'jpg'}`, { size: Math.floor(20_000 * 400 ** random()) });
    const ms = 20 + (object.size / 1e6) * (isPng ? 200 : 60) * (0.5 + random());
    return { object, ms };
  });
}

function sampleOf(bucket: ReturnType<typeof bucketOf>, seed: number) {
  const sampler = new Sampler(mulberry32(seed));
  for (const { object } of bucket) sampler.add(object);
  const strata = sampler.result();
  const time = new Map(bucket.map(({ object, ms }) => [object.key, ms]));
  const measured = drawSample(strata, 40).map(
    ({ stratum, object }): Measurement => ({
      stratum,
      bytes: object.size,
      ms: time.get(object.key) ?? 0,
      overheadMs: 3,
      requests: 4,
    }),
  );
  return { strata, measured };
}

describe('of 40 photos for 5,000', () => {
  const tries = Array.from({ length: 60 }, (_, seed) => {
    const bucket = bucketOf(5000, seed);
    const { strata, measured } = sampleOf(bucket, seed + 1000);
    const { billedMs, calls, requests } = extrapolate({
      ...{ strata, measured, prices, recordsPerCall: 20, memoryMb: 512 },
      infrequent: { objects: 0, bytes: 0 },
      random: mulberry32(seed),
    });
    const truth = bucket.reduce((sum, { ms }) => sum + ms, 0) + 250 * 3;
    return { billedMs, calls, requests, error: billedMs.middle / truth - 1, truth };
  });

  test('calls and requests are counted', () => {
    expect(tries[0]).toMatchObject({ calls: 250, requests: 20_000 });
  });

  test('the estimate is within 20 % of the truth, and wrong to neither side', () => {
    const errors = tries.map(({ error }) => error);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.2);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.02);
  });

  test('the range holds the truth in most cases', () => {
    const held = tries.filter(({ billedMs, truth }) => billedMs.low <= truth && truth <= billedMs.high);
    expect(held.length).toBeGreaterThan(45);
    for (const { billedMs } of tries) expect(billedMs.high / billedMs.low).toBeLessThan(1.6);
  });
});

test('kinds of photos of which none was measured count by their bytes', () => {
  const strata = ['a.jpg', 'b.png'].map((key) => ({
    name: stratumOf({ key, size: 1_000_000 }),
    objects: 10,
    bytes: 10_000_000,
    drawn: [],
  }));
  const name = strata[0]?.name ?? '';
  const measured = [{ stratum: name, bytes: 1_000_000, ms: 100, overheadMs: 0, requests: 4 }];
  const { billedMs } = extrapolate({
    ...{ strata, measured, prices, recordsPerCall: 1, memoryMb: 1024 },
    infrequent: { objects: 0, bytes: 0 },
    random: mulberry32(1),
  });
  expect(billedMs.middle).toBeCloseTo(2000, 6);
});
