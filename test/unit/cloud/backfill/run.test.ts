// The run: every record settled once, whatever the calls answer; when it stops, and what it leaves behind.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InvocationAnswer } from '../../../../src/cloud/api/cloud-api.ts';
import { CloudError } from '../../../../src/cloud/api/cloud-error.ts';
import { BatchSource, RecordTimes } from '../../../../src/cloud/backfill/batch.ts';
import { BudgetCap } from '../../../../src/cloud/backfill/budget-cap.ts';
import { toFailureRecords } from '../../../../src/cloud/backfill/failure-log.ts';
import { JournalReader } from '../../../../src/cloud/backfill/journal.ts';
import type { JournalEntry } from '../../../../src/cloud/backfill/journal-entry.ts';
import { run } from '../../../../src/cloud/backfill/run.ts';
import { readPrices } from '../../../../src/cloud/prices.ts';
import type { FailureRecord } from '../../../../src/function/failure-record/content.ts';
import { listed } from '../../../support/listing.ts';

const source = { bucket: 'example-1250000000', region: 'ap-guangzhou' };
const keys = Array.from({ length: 200 }, (_, at) => `${String(at).padStart(3, '0')}.jpg`);

/** What the function answers to an event of these keys; the number says which call it is. */
type Answering = (keys: readonly string[], call: number) => InvocationAnswer | Promise<InvocationAnswer>;

function answer(changes: Partial<InvocationAnswer>): InvocationAnswer {
  return {
    requestId: 'r',
    json: undefined,
    error: undefined,
    log: '',
    billedMs: 100,
    memoryBytes: 1,
    ...changes,
  };
}

function report(names: readonly string[], failing: readonly string[] = []): InvocationAnswer {
  const records = names.map((key) => ({
    bucket: 'example-1250000000',
    key,
    ms: 1000,
    outcomes: [
      failing.includes(key)
        ? { status: 'failed', code: 'source-corrupt', message: 'cut' }
        : { preset: '', status: 'stored', bucket: 't', key },
    ],
  }));
  return answer({ json: JSON.stringify({ stored: 1, skipped: 0, failed: 0, engine: 'e', records }) });
}

const scf = (statusCode: number, text: string) => answer({ error: { statusCode, text } });

/** What an earlier session has left in the journal. */
const nothing: readonly JournalEntry[] = [];

async function runOn(
  answering: Answering,
  { cap = Infinity, signal = new AbortController().signal, earlier = nothing } = {},
) {
  const entries: JournalEntry[] = [];
  const reader = new JournalReader();
  for (const entry of earlier) reader.read(entry);
  const failures: FailureRecord[] = [];
  const sent: string[][] = [];
  const pauses: number[] = [];
  let underWay = 0;
  let most = 0;
  async function* pages() {
    for (let at = 0; at < keys.length; at += 30) yield keys.slice(at, at + 30).map((key) => listed(key));
  }
  const times = new RecordTimes();
  times.add(1000);
  const budget = new BudgetCap(cap, 0);
  const ended = await run({
    source,
    callee: { name: 'f', memoryMb: 1024, timeoutS: 30 },
    async invoke(_, event) {
      const { Records } = event as { Records: { cos: { cosObject: { key: string } } }[] };
      const names = Records.map(({ cos }) => cos.cosObject.key.split('/')[3] ?? '');
      sent.push(names);
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await answering(names, sent.length);
      } finally {
        underWay -= 1;
      }
    },
    batches: new BatchSource(pages(), ''),
    journal: {
      append(entry) {
        entries.push(entry);
        reader.read(entry);
      },
      get state() {
        return reader.state();
      },
    },
    failures: {
      add(batch, records, result) {
        failures.push(...toFailureRecords(batch, records, result, { source, memoryMb: 1024 }));
      },
    },
    budget,
    charging: { memoryMb: 1024, timeoutS: 30, presets: 1, prices: readPrices({}) },
    concurrency: 8,
    times,
    yuanPerRecord: undefined,
    signal,
    wait: async (ms) => {
      pauses.push(ms);
    },
    onProgress: () => {},
  });
  const settled = entries.filter((entry) => entry.kind === 'call' && entry.settled);
  return { ended, entries, failures, sent, pauses, most, settled, state: reader.state(), budget };
}

const sortedKeys = (batches: readonly (readonly string[])[]) => batches.flat().sort();

test('every object has one call, several in each, several at once', async () => {
  const { ended, sent, most, state } = await runOn(async (names) => {
    await new Promise((resolve) => setImmediate(resolve));
    return report(names);
  });
  expect(ended.end).toBe('finished');
  expect(sortedKeys(sent)).toEqual(keys);
  // 30 s, 1 s for each: fewer than 10.
  expect(new Set(sent.map(({ length }) => length))).toEqual(new Set([9, 2]));
  expect(most).toBe(8);
  expect(state).toMatchObject({ records: 200, counts: { stored: 200, failed: 0 }, spent: state.spent });
  expect(state.covered.cursor).toBe('199.jpg');
  expect(ended.progress.yuan).toBeCloseTo(state.spent, 9);
});

test('a call is in the journal before it is sent, and its end before another one builds on it', async () => {
  const { entries } = await runOn((names) => report(names));
  const kinds = entries.map((entry) => ('call' in entry ? `${entry.kind} ${entry.call}` : entry.kind));
  for (const [at, kind] of kinds.entries()) {
    if (kind.startsWith('call')) expect(kinds.slice(0, at)).toContain(kind.replace('call', 'sent'));
  }
  expect(kinds.at(-1)).toBe('end');
});

test('a photo that fails for good is noted in the form that replay reads, and the others go on', async () => {
  const { ended, failures, state } = await runOn((names) => report(names, ['007.jpg', '100.jpg']));
  expect(ended.end).toBe('finished');
  expect(state.counts).toMatchObject({ stored: 198, failed: 2, codes: { 'source-corrupt': 2 } });
  expect(failures.map(({ key, failed }) => [key, failed[0]?.code])).toEqual([
    ['007.jpg', 'source-corrupt'],
    ['100.jpg', 'source-corrupt'],
  ]);
});

test('a photo that ends its call is soon alone, is tried three times, and takes nothing with it', async () => {
  const bad = ['050.jpg', '051.jpg', '199.jpg'];
  const { ended, sent, state, failures } = await runOn((names) =>
    names.some((key) => bad.includes(key)) ? scf(434, 'out of memory') : report(names),
  );
  expect(ended.end).toBe('finished');
  expect(state).toMatchObject({ records: 200, counts: { stored: 197, failed: 3 } });
  expect(failures.map(({ key, failed }) => [key, failed[0]?.code]).sort()).toEqual(
    bad.map((key) => [key, 'engine-crashed']),
  );
  for (const key of bad)
    expect(sent.filter((names) => names.length === 1 && names[0] === key).length).toBe(3);
  expect(state.covered.cursor).toBe('199.jpg');
});

test('the code of a failure is the one that the function names', async () => {
  const text = JSON.stringify({
    errorCode: 1,
    errorMessage:
      'this event should be delivered again because of 1 failure:\n  example-1250000000/010.jpg: store-unavailable: COS did not answer',
    statusCode: 430,
  });
  const { failures } = await runOn((names) => (names.includes('010.jpg') ? scf(430, text) : report(names)));
  expect(failures.map(({ key, failed }) => [key, failed[0]?.code])).toEqual([
    ['010.jpg', 'store-unavailable'],
  ]);
});

test('what SCF refuses is sent again after a pause, and is neither a failure nor paid for', async () => {
  const { ended, state, pauses, sent } = await runOn((names, call) =>
    call % 5 === 3 ? scf(432, 'ResourceLimitReached') : report(names),
  );
  expect(ended.end).toBe('finished');
  expect(state.counts).toMatchObject({ stored: 200, failed: 0 });
  expect(pauses.length).toBeGreaterThan(0);
  const refused = sent.filter((_, at) => (at + 1) % 5 === 3).length;
  expect(state.calls).toBe(sent.length);
  expect(ended.progress.refusals).toBe(refused);
});

test('it goes on however often SCF refuses, as long as it takes some', async () => {
  const { ended, sent } = await runOn((names, call) => (call % 3 > 0 ? scf(429, 'busy') : report(names)));
  expect(ended.end).toBe('finished');
  expect(ended.progress.refusals).toBeGreaterThan(40);
  expect(sortedKeys(sent.filter((_, at) => (at + 1) % 3 === 0))).toEqual(keys);
});

test('it gives up when SCF takes no call at all', async () => {
  const { ended, sent, pauses } = await runOn(() => scf(432, 'reserved quota is 0'));
  expect(ended).toMatchObject({ end: 'refused', problem: { message: 'reserved quota is 0' } });
  expect(sent.length).toBeLessThan(25);
  expect(Math.max(...pauses)).toBeGreaterThan(20_000);
});

test('twenty failures in a row end it; what failed is not settled', async () => {
  const { ended, sent, state, failures } = await runOn((names, call) =>
    call <= 4 ? report(names) : scf(430, 'x: store-denied: 403'),
  );
  expect(ended).toMatchObject({ end: 'failures', problem: { code: 'store-denied' } });
  // Those that were under way besides.
  expect(sent.length).toBeGreaterThanOrEqual(24);
  expect(sent.length).toBeLessThanOrEqual(24 + 8);
  expect(state.records + failures.length).toBeLessThan(60);
});

test('photos here and there without a permission end it, too, once they are many', async () => {
  const denied = (share: number) => (names: readonly string[]) =>
    names.some((key) => Number.parseInt(key, 10) % share === 0)
      ? scf(430, 'example-1250000000/x.jpg: store-denied: HTTP 403')
      : report(names);
  const many = await runOn(denied(10));
  expect(many.ended).toMatchObject({ end: 'failures', problem: { code: 'store-denied' } });
  expect(many.state.records).toBeGreaterThanOrEqual(100);
  expect(many.state.records).toBeLessThan(130);
  const mended = await runOn((names) => report(names), { earlier: many.entries });
  expect(mended.ended.end).toBe('finished');
  const few = await runOn(denied(50));
  expect(few.ended.end).toBe('finished');
  expect(few.state.counts).toMatchObject({ stored: 196, failed: 4 });
});

test('an answer that is not of this function is a failure', async () => {
  const { ended } = await runOn(() => answer({ json: '"Hello World"' }));
  expect(ended.end).toBe('failures');
  expect(ended.problem?.message).toContain('not a report of this function: "Hello World"');
});

test('a call without an answer counts with the most that it can cost', async () => {
  const lost = new CloudError({ text: { en: 'connection reset', zh: '连接中断' } });
  const { ended, state } = await runOn((names, call) => (call === 2 ? Promise.reject(lost) : report(names)));
  expect(ended.end).toBe('finished');
  expect(state.counts.stored).toBe(200);
  // 30 s of 1 GB, against 0.1 s for each of the others.
  expect(state.spent).toBeGreaterThan(30 * 0.00011108);
});

test("what the API refuses for good ends it at once, with the API's own words", async () => {
  const denied = new CloudError({
    text: { en: 'no permission', zh: '无权限' },
    code: 'UnauthorizedOperation',
  });
  const failing = runOn((names, call) => (call >= 3 ? Promise.reject(denied) : report(names)));
  await expect(failing).rejects.toBe(denied);
});

test('Ctrl-C sends nothing more, and waits for what is under way', async () => {
  const controller = new AbortController();
  const { ended, sent, state, entries } = await runOn(
    async (names, call) => {
      if (call === 10) controller.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return report(names);
    },
    { signal: controller.signal },
  );
  expect(ended.end).toBe('stopped');
  expect(sent.length).toBe(10);
  expect(state).toMatchObject({ unanswered: { calls: 0 }, end: { reason: 'stopped' } });
  expect(entries.filter(({ kind }) => kind === 'call').length).toBe(10);
});

describe('whatever the calls answer', () => {
  const kinds = fc.array(fc.constantFrom('ok', 'ok', 'ok', 'failed', 'refused', 'lost'), { minLength: 1 });
  const lost = new CloudError({ text: { en: 'connection reset', zh: '连接中断' } });

  test('each record is settled once, none is missed, and the budget holds but for one call', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        fc.infiniteStream(fc.integer({ min: 1, max: 30_000 })),
        async (answers, cap, costs) => {
          const prices = readPrices({});
          let dearest = 0;
          const { ended, state, settled, budget } = await runOn(
            async (names, call) => {
              const kind = answers[call % answers.length];
              const billedMs = costs.next().value ?? 1;
              const turns = billedMs % 5;
              for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
              if (kind === 'refused') return scf(429, 'too many');
              const most = (kind === 'lost' ? 30_000 : billedMs) / 1000;
              dearest = Math.max(dearest, most * prices.gbSecond + names.length * 1e-5 + 2e-6);
              if (kind === 'lost') throw lost;
              return kind === 'failed' ? { ...scf(430, 'x'), billedMs } : { ...report(names), billedMs };
            },
            { cap },
          );
          const ranges = settled.flatMap((entry) =>
            entry.kind === 'call' ? keys.filter((key) => key >= entry.first && key <= entry.last) : [],
          );
          expect(new Set(ranges).size).toBe(ranges.length);
          expect(ranges.length).toBe(state.records);
          if (ended.end === 'finished') expect(state.records).toBe(200);
          expect(state.spent).toBeCloseTo(budget.spent, 9);
          expect(state.spent).toBeLessThan(cap + dearest);
        },
      ),
      { numRuns: 60 },
    );
  });
});
