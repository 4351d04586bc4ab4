// How many records a call has, and what a batch stands for.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BatchSource,
  halve,
  mostRecords,
  RecordTimes,
  rangeOf,
  recordsPerCall,
} from '../../../../src/cloud/backfill/batch.ts';
import { toEventRecord } from '../../../../src/cloud/backfill/event-record.ts';
import { parseEvent } from '../../../../src/function/event/event.ts';
import { maxKeyBytes } from '../../../../src/function/target/object-key.ts';
import { listed } from '../../../support/listing.ts';

describe('the size of a call', () => {
  test.each([
    [undefined, 60_000, 5],
    [100, 60_000, 50],
    [1000, 60_000, 19],
    [1000, 3000, 1],
    [5000, 3000, 1],
    [10_000, 900_000, 5],
    [0, 60_000, 50],
  ])('with a p95 of %s ms and a timeout of %i ms is %i', (p95, timeout, records) => {
    expect(recordsPerCall(p95, timeout)).toBe(records);
  });

  test('takes less than a third of the timeout, and less than a minute, unless one photo alone takes longer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 900 }),
        (p95, seconds) => {
          const records = recordsPerCall(p95, seconds * 1000);
          expect(records).toBeGreaterThanOrEqual(1);
          if (records > 1) expect(records * p95).toBeLessThan(Math.min((seconds * 1000) / 3, 60_000));
        },
      ),
    );
  });

  test('stays far below 6 MB with the longest keys', () => {
    const worst = ['\u0001', '%', '"', '图', '😀'].map((character) => {
      const key = character.repeat(Math.floor(maxKeyBytes / Buffer.byteLength(character)));
      const record = toEventRecord(source, { key, size: 1 }, 1_800_000_000);
      return Buffer.byteLength(JSON.stringify({ Records: new Array(mostRecords).fill(record) }));
    });
    expect(Math.max(...worst)).toBeLessThan(1_000_000);
  });
});

const source = { bucket: 'example-1250000000', region: 'ap-guangzhou' };

test('the function reads from a record the object that was listed, whatever its key', () => {
  const key = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('a//b', '/a', 'a+b %2B', '../x'),
  );
  fc.assert(
    fc.property(key, fc.nat(), (name, size) => {
      const [record] = parseEvent({ Records: [toEventRecord(source, { key: name, size }, 1)] }, {});
      expect(record).toMatchObject({
        kind: 'object',
        ref: { ...source, key: name },
        appid: '1250000000',
        eventName: 'cos:ObjectCreated:Put',
        size,
      });
      expect(record).not.toHaveProperty('otherKey');
    }),
  );
});

test('the p95 is that of the last 200 records', () => {
  const times = new RecordTimes();
  expect(times.p95Ms).toBeUndefined();
  for (let at = 0; at < 1000; at++) times.add(9999);
  for (let at = 1; at <= 200; at++) times.add(at);
  expect(times.p95Ms).toBe(191);
});

describe('batches', () => {
  const objects = Array.from({ length: 25 }, (_, at) => listed(`${String(at).padStart(2, '0')}.jpg`));

  async function* pagesOf(sizes: readonly number[]) {
    let at = 0;
    for (const size of sizes) {
      yield objects.slice(at, at + size);
      at += size;
    }
  }

  test('hold every object once, in order, each from where the last one ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
        async (pages, sizes) => {
          const batches = new BatchSource(pagesOf(pages), 'start');
          const found: string[] = [];
          let after = 'start';
          for (let at = 0; ; at++) {
            const size = sizes[at % sizes.length] ?? 1;
            const batch = await batches.next(size);
            if (batch === undefined) break;
            expect(batch.after).toBe(after);
            expect(batch.objects.length).toBeLessThanOrEqual(size);
            after = rangeOf(batch).last;
            found.push(...batch.objects.map(({ key }) => key));
          }
          const total = pages.reduce((sum, page) => sum + page, 0);
          expect(found).toEqual(objects.slice(0, total).map(({ key }) => key));
        },
      ),
    );
  });

  test('fall into halves that stand for the same keys', () => {
    const [one, other] = halve({ after: 'a', objects: objects.slice(0, 5), attempts: 0 });
    expect([one?.after, one?.objects.length]).toEqual(['a', 3]);
    expect([other?.after, other?.objects.length]).toEqual(['02.jpg', 2]);
  });
});
