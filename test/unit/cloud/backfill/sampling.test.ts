// The sample of a bucket: every photo has its chance, and the sample looks most closely where most of the money goes.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawSample, Sampler, stratumOf } from '../../../../src/cloud/backfill/sampling.ts';
import { listed } from '../../../support/listing.ts';
import { mulberry32 } from '../../../support/random.ts';

describe('a stratum', () => {
  test.each([
    ['a/cat.JPG', 1, 'jpeg, up to 64 KB'],
    ['cat.jpeg', 64 * 1024, 'jpeg, up to 64 KB'],
    ['cat.png', 64 * 1024 + 1, 'png, 64 KB to 256 KB'],
    ['cat.webp', 4_000_000, 'webp, 1024 KB to 4096 KB'],
    ['cat.tif', 100_000_000, 'tiff, over 16384 KB'],
    ['cat', 5, 'other, up to 64 KB'],
    ['cat.html', 5, 'other, up to 64 KB'],
  ])('of %s with %i bytes is %s', (key, size, name) => {
    expect(stratumOf({ key, size })).toBe(name);
  });

  test('is one of few, whatever the keys', () => {
    const names = new Set<string>();
    fc.assert(
      fc.property(fc.string(), fc.nat(100_000_000), (key, size) => {
        names.add(stratumOf({ key, size }));
        expect(names.size).toBeLessThanOrEqual(48);
      }),
    );
  });
});

test('every object of a stratum is drawn as often as any other', () => {
  const drawn = new Array(100).fill(0);
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const sampler = new Sampler(mulberry32(run));
    for (let at = 0; at < 100; at++) sampler.add(listed(`${at}.jpg`, { size: 1000 }));
    for (const { object } of drawSample(sampler.result(), 10)) drawn[Number.parseInt(object.key, 10)] += 1;
  }
  // Each is expected 200 times; 4.5 standard deviations are 60.
  expect(Math.min(...drawn)).toBeGreaterThan(140);
  expect(Math.max(...drawn)).toBeLessThan(260);
});

test('no more objects are kept than a sample can need', () => {
  const sampler = new Sampler(mulberry32(1));
  for (let at = 0; at < 10_000; at++) sampler.add(listed(`${at}.jpg`, { size: 1000 }));
  const [stratum] = sampler.result();
  expect({ objects: stratum?.objects, bytes: stratum?.bytes, drawn: stratum?.drawn.length }).toEqual({
    objects: 10_000,
    bytes: 10_000_000,
    drawn: 40,
  });
});

describe('the sample', () => {
  const bucket = fc.array(
    fc.record({ extension: fc.constantFrom('jpg', 'png', 'webp', 'gif', ''), size: fc.nat(40_000_000) }),
    { maxLength: 300 },
  );

  test('has as many photos as asked for and there, none twice, and each stratum if there are enough', () => {
    fc.assert(
      fc.property(bucket, fc.nat(60), fc.nat(), (objects, size, seed) => {
        const sampler = new Sampler(mulberry32(seed));
        for (const [at, { extension, size: bytes }] of objects.entries())
          sampler.add(listed(`${at}.${extension}`, { size: bytes }));
        const strata = sampler.result();
        const sample = drawSample(strata, size);
        const kept = strata.reduce((sum, { drawn }) => sum + drawn.length, 0);
        expect(sample.length).toBe(Math.min(size, kept));
        expect(new Set(sample.map(({ object }) => object.key)).size).toBe(sample.length);
        expect(new Set(sample.map(({ stratum }) => stratum)).size).toBe(Math.min(size, strata.length));
        for (const { stratum, object } of sample) expect(stratumOf(object)).toBe(stratum);
      }),
    );
  });

  test('has most photos where most of the bytes are', () => {
    const sampler = new Sampler(mulberry32(3));
    for (let at = 0; at < 1000; at++) sampler.add(listed(`small${at}.jpg`, { size: 10_000 }));
    for (let at = 0; at < 1000; at++) sampler.add(listed(`large${at}.jpg`, { size: 10_000_000 }));
    const large = drawSample(sampler.result(), 40).filter(({ object }) => object.key.startsWith('large'));
    expect(large.length).toBeGreaterThan(30);
    expect(large.length).toBeLessThan(40);
  });
});
