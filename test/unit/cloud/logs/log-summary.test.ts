// Many lines as few figures.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry, RecordEntry } from '../../../../src/cloud/logs/log-entry.ts';
import { writeLogReport } from '../../../../src/cloud/logs/log-report.ts';
import { summariseLog } from '../../../../src/cloud/logs/log-summary.ts';
import { heldHeap } from '../../../support/held-heap.ts';

const record: RecordEntry = {
  kind: 'record',
  time: Date.UTC(2026, 10, 27, 12),
  requestId: 'r-1',
  source: 'example-1250000000/a/cat.jpg',
  message: 'a/cat.jpg: 1 failed',
  ms: 400,
  stored: 0,
  skipped: 0,
  removed: 0,
  failed: 1,
  bytesIn: 100,
  bytesOut: 0,
  isColdStart: false,
  codes: ['source-corrupt'],
  outcomes: ['failed source-corrupt: cut short'],
};

async function* inOrder(entries: readonly LogEntry[]): AsyncGenerator<LogEntry> {
  yield* entries;
}

const entry = fc.record({
  kind: fc.constant('record' as const),
  time: fc.nat(),
  requestId: fc.constant('r'),
  source: fc.constantFrom('b/1', 'b/2'),
  message: fc.constant('m'),
  ms: fc.nat(900_000),
  stored: fc.nat(5),
  skipped: fc.nat(5),
  removed: fc.nat(5),
  failed: fc.nat(1),
  bytesIn: fc.option(fc.nat(), { nil: undefined }),
  bytesOut: fc.option(fc.nat(), { nil: undefined }),
  isColdStart: fc.boolean(),
  codes: fc.uniqueArray(fc.constantFrom('up-to-date', 'store-denied', 'source-corrupt')),
  outcomes: fc.constant([]),
});

test('sums, counts and quantiles are those of all lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1 }), async (entries) => {
      const summary = await summariseLog(inOrder(entries), 3);
      const sum = (of: (one: RecordEntry) => number) => entries.reduce((total, one) => total + of(one), 0);
      expect(summary.records).toBe(entries.length);
      expect(summary.stored).toBe(sum(({ stored }) => stored));
      expect(summary.failed).toBe(sum(({ failed }) => failed));
      expect(summary.bytesIn).toBe(sum(({ bytesIn = 0 }) => bytesIn));
      expect(summary.coldStarts).toBe(sum(({ isColdStart }) => Number(isColdStart)));
      for (const { code, count, lastSeen, example } of summary.codes) {
        const having = entries.filter(({ codes }) => (codes as string[]).includes(code));
        expect(count).toBe(having.length);
        expect([lastSeen, example]).toEqual([having[0]?.time, having[0]?.source]);
      }
      expect(summary.lastErrors).toEqual(entries.filter(({ failed }) => failed > 0).slice(0, 3));
      const sorted = entries.map(({ ms }) => ms).sort((a, b) => a - b);
      const exact = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
      expect(Math.abs((summary.p95Ms ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.05);
    }),
  );
});

test('failures come before skips, the most frequent first', async () => {
  const skip = { ...record, failed: 0, codes: ['up-to-date'] };
  const denied = { ...record, codes: ['store-denied'] };
  const summary = await summariseLog(inOrder([skip, skip, skip, record, denied, denied]), 1);
  expect(summary.codes.map(({ code, isFailure, count }) => [code, isFailure, count])).toEqual([
    ['store-denied', true, 2],
    ['source-corrupt', true, 1],
    ['up-to-date', false, 3],
  ]);
});

test('many lines take no more memory than few', async () => {
  const many = async function* (): AsyncGenerator<LogEntry> {
    for (let at = 0; at < 200_000; at++) yield { ...record, ms: at % 900_000, time: at };
  };
  const held: number[] = [];
  const watched = async function* (): AsyncGenerator<LogEntry> {
    let at = 0;
    for await (const one of many()) {
      at += 1;
      if (at % 20_000 === 0) held.push(heldHeap());
      yield one;
    }
  };
  const summary = await summariseLog(watched(), 10);
  expect(summary.records).toBe(200_000);
  expect(held).toHaveLength(10);
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(4 * 1024 * 1024);
});

describe('the report', () => {
  const what = { functionName: 'thumbs', from: Date.UTC(2026, 10, 27, 11) };
  const entries: LogEntry[] = [
    { kind: 'invocation', time: record.time, requestId: 'r-9', status: 434 },
    record,
    { ...record, failed: 0, stored: 2, bytesOut: 2_000_000, codes: [], isColdStart: true },
    { kind: 'error', time: 1, requestId: 'r-2', code: 'internal', message: 'a bug', details: ['at a\nat b'] },
  ];

  test('has totals, codes, what SCF ended, and errors in full', async () => {
    const text = writeLogReport(await summariseLog(inOrder(entries), 10), what, 'en');
    expect(text).toContain('thumbs, 2026-11-27 11:00:00Z …');
    expect(text).toMatch(/^ {2}stored +2, 1\.9 MB$/m);
    expect(text).toMatch(/^ {2}cold starts +1$/m);
    expect(text).toMatch(
      /^source-corrupt +a failure +1 +2026-11-27 12:00:00Z +example-1250000000\/a\/cat\.jpg$/m,
    );
    expect(text).toMatch(/^434 +1 .* r-9 +out of memory/m);
    expect(text).toContain('r-1  a/cat.jpg: 1 failed\n    failed source-corrupt: cut short');
    expect(text).toContain('internal: a bug\n    at a\n    at b');
  });

  test('is Chinese where that is wanted, with columns that keep their places', async () => {
    const text = writeLogReport(await summariseLog(inOrder(entries), 10), what, 'zh');
    expect(text).toContain('最近的错误：');
    expect(text).toMatch(/^source-corrupt {2}失败 {5}1 {2}/m);
    expect(text).toMatch(/^代码 {12}属于 {2}次数 {2}最近一次/m);
  });

  test('of nothing says why that may be', async () => {
    const text = writeLogReport(await summariseLog(inOrder([]), 10), what, 'en');
    expect(text).toContain('no line');
    expect(text).toContain('npm run doctor');
  });
});
