// What the handler takes from SCF's context: the time and the memory that each record may use.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Context } from '../../../src/function/event/allowance.ts';
import type { RedeliveryError } from '../../../src/function/redelivery.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { createTestHandler } from '../../support/handler.ts';
import { rawRecord, sourceRef } from '../../support/records.ts';
import { encodedAs } from '../../support/stub-engine.ts';
import { lay } from '../../support/watched-store.ts';

const event = { Records: [rawRecord('a.jpg'), rawRecord('b.jpg')] };
const late = {
  status: 'failed',
  code: 'deadline',
  message: expect.stringContaining('no time left to begin with'),
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const MB = 1024 * 1024;

describe('the context', () => {
  // 5 % of the time are kept back for the answer, at least 200 ms and at most 2 s.
  test.each<[string, Context | null | undefined, number, number]>([
    ['none: 3 s and 128 MB', undefined, 2800, 16 * MB],
    ['an empty one: the same', {}, 2800, 16 * MB],
    ['a short time limit', { time_limit_in_ms: 1000 }, 800, 16 * MB],
    ['a middling one', { time_limit_in_ms: 10_000 }, 9500, 16 * MB],
    ['a long one', { time_limit_in_ms: 900_000 }, 898_000, 16 * MB],
    [
      'what is left of it',
      { getRemainingTimeInMillis: () => 10_000, time_limit_in_ms: 60_000 },
      9500,
      16 * MB,
    ],
    ['null: the same as none', null, 2800, 16 * MB],
    ['no numbers: the same', { time_limit_in_ms: Number.NaN, memory_limit_in_mb: Number.NaN }, 2800, 16 * MB],
    ['what is left of it, no number', { getRemainingTimeInMillis: () => Number.NaN }, 2800, 16 * MB],
    ['more time than a timer takes', { time_limit_in_ms: 1e12 }, 2 ** 31 - 1 - 2000, 16 * MB],
    ['no end of time', { getRemainingTimeInMillis: () => Infinity }, 2 ** 31 - 1 - 2000, 16 * MB],
    ['more memory', { memory_limit_in_mb: 512 }, 2800, 144 * MB],
  ])('%s', async (_, context, ms, maxBytes) => {
    const { handler, store } = createTestHandler();
    lay(store, sourceRef('a.jpg'), JPEG_START);
    const get = vi.spyOn(store, 'get');
    await handler({ Records: [rawRecord('a.jpg')] }, context);
    const [, options] = get.mock.calls[0] ?? [];
    expect(options?.deadline.remaining()).toBe(ms);
    expect(options?.maxBytes).toBe(maxBytes);
  });
});

describe('several records', () => {
  // What each find left when they begin; 2 s are kept back for the answer where there is more than 40 s.
  test.each<[number, readonly number[]]>([
    [62_000, [30_000, 30_000, 60_000]],
    [14_000, [6650, 6650, 13_300]],
    [8000, [5000, 5000, 7600]],
    [3000, [2800, 2800, 2800]],
  ])('of %i ms: none but the last may take more than half, unless there is little', async (ms, shares) => {
    const { handler, store } = createTestHandler();
    const get = vi.spyOn(store, 'get');
    await handler({ Records: ['a', 'b', 'c'].map((key) => rawRecord(key)) }, { time_limit_in_ms: ms });
    expect(get.mock.calls.map(([, { deadline }]) => deadline.remaining())).toEqual(shares);
  });

  test('one that hangs leaves time for those behind it', async () => {
    const { handler, store } = createTestHandler();
    lay(store, sourceRef('b.jpg'), JPEG_START);
    const get = store.get;
    vi.spyOn(store, 'get').mockImplementation(async (ref, options) => {
      if (ref.key !== 'a.jpg') return get(ref, options);
      vi.setSystemTime(options.deadline.at);
      options.deadline.check('get a.jpg');
      throw new Error('there was time left');
    });
    await expect(handler(event, { time_limit_in_ms: 60_000 })).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^this event should be delivered again because of 1 failure:\n.*a\.jpg: deadline/,
        ),
        report: expect.objectContaining({ stored: 1, failed: 1 }),
      }),
    );
  });
});

describe('the deadline', () => {
  test('has passed: no record is begun, all fail, and the event is delivered again', async () => {
    const { handler, store } = createTestHandler();
    await expect(handler(event, { getRemainingTimeInMillis: () => 150 })).rejects.toThrow(
      expect.objectContaining({
        name: 'RedeliveryError',
        message: expect.stringMatching(
          /^this event should be delivered again because of 2 failures:\n {2}example-1250000000\/a\.jpg: deadline: no time left/,
        ),
        report: expect.objectContaining({
          failed: 2,
          records: [
            expect.objectContaining({ key: 'a.jpg', outcomes: [late] }),
            expect.objectContaining({ key: 'b.jpg', outcomes: [late] }),
          ],
        }),
      }),
    );
    expect(store.calls).toEqual([]);
  });

  test('passes during a record: what was stored stays, the records after it fail', async () => {
    const { handler, store, lines } = createTestHandler({
      before: (call) => {
        if (call === 'get b.jpg') throw new Error('begun after the deadline');
      },
      render: async (specs) => specs.map(encodedAs),
    });
    lay(store, sourceRef('a.jpg'), JPEG_START);
    const head = store.head;
    vi.spyOn(store, 'head').mockImplementation(async (...args) => {
      const info = await head(...args);
      // The last look at the source, after its thumbnail has been stored.
      if (store.calls.includes('put a.jpg')) vi.setSystemTime(1_010_000);
      return info;
    });
    await expect(handler(event)).rejects.toThrow(
      expect.objectContaining({
        name: 'RedeliveryError',
        report: expect.objectContaining({ stored: 1, failed: 1 }),
      }),
    );
    expect(lines).toMatchObject([
      { msg: 'a.jpg: 1 stored', ms: 10_000 },
      { msg: 'b.jpg: 1 failed', ms: 0 },
    ]);
  });

  test('has passed: of thousands of records those behind the first 100 share an error and a line of the log', async () => {
    const { handler, store, lines } = createTestHandler();
    const Records = [...Array.from({ length: 5000 }, (_, at) => rawRecord(`${at}.jpg`)), null];
    const error: unknown = await handler({ Records }, { getRemainingTimeInMillis: () => 150 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      name: 'RedeliveryError',
      message: expect.stringContaining('because of 5001 failures:'),
      report: { failed: 5001 },
    });
    const { records } = (error as RedeliveryError).report;
    expect(records[4999]).toMatchObject({ key: '4999.jpg', outcomes: [{ code: 'deadline' }] });
    expect(lines).toHaveLength(101);
    expect(lines[100]).toMatchObject({
      level: 'error',
      code: 'deadline',
      msg: expect.stringContaining('no time left to begin with the last 4901 records of the event'),
    });
    expect(store.calls).toEqual([]);
  });
});
