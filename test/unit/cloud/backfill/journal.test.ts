// The journal: what it says when it is opened again, wherever it was cut.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { JournalReader, openJournal } from '../../../../src/cloud/backfill/journal.ts';
import type { Assignment, CallEntry, JournalEntry } from '../../../../src/cloud/backfill/journal-entry.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, String(files++), 'run.jsonl');

const assignment: Assignment = {
  function: 'thumbnailer',
  region: 'ap-guangzhou',
  bucket: 'example-1250000000',
  prefix: 'photos/',
  missing: false,
  anyName: false,
  settings: 'abc',
};
const now = new Date('2026-11-27T12:00:00Z');
const open = (path: string, changes: Partial<Assignment> = {}, restart = false) =>
  openJournal({ path, assignment: { ...assignment, ...changes }, restart, now });

function callEntry(call: number, after: string, last: string, changes: Partial<CallEntry> = {}): CallEntry {
  return {
    ...{ kind: 'call', call, after, first: last, last, count: 2, settled: true, status: 200 },
    ...{ requestId: `id-${call}`, billedMs: 100, memoryBytes: 1e8, yuan: 0.25 },
    ...{ stored: 2, skipped: 0, failed: 0, codes: {} },
    ...changes,
  };
}

const entries = [
  { kind: 'sent', call: 0, most: 1 },
  { kind: 'sent', call: 1, most: 1 },
  callEntry(1, '图b', '图d'),
  { kind: 'sent', call: 2, most: 1 },
  callEntry(0, '', '图b', { failed: 1, codes: { 'source-corrupt': 1 } }),
  callEntry(2, '图d', '图f', { settled: false, status: 433, stored: 0 }),
  { kind: 'end', reason: 'stopped', time: now.toISOString() },
] as const satisfies readonly JournalEntry[];

function written(): string {
  const path = newPath();
  const journal = open(path);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return path;
}

/** Without the methods of `covered`. */
function summary(path: string) {
  const journal = open(path);
  const { covered, ...state } = journal.state;
  journal.close();
  return { ...state, cursor: covered.cursor };
}

test('says what its lines say together', () => {
  expect(summary(written())).toEqual({
    begun: now.toISOString(),
    samples: [],
    quote: undefined,
    spent: 0.75,
    unanswered: { calls: 0, yuan: 0 },
    calls: 3,
    records: 4,
    counts: { stored: 4, skipped: 0, failed: 1, codes: { 'source-corrupt': 1 } },
    nextCall: 3,
    end: { kind: 'end', reason: 'stopped', time: now.toISOString() },
    cursor: '图d',
  });
});

test('says the same while it is written as when it is read again', () => {
  const path = newPath();
  const journal = open(path);
  for (const entry of entries) journal.append(entry);
  const { covered, ...state } = journal.state;
  journal.close();
  expect(summary(path)).toEqual({ ...state, cursor: covered.cursor });
});

test('cut at every byte, it says what its whole lines say, and goes on behind them', () => {
  const path = written();
  const whole = readFileSync(path);
  for (let length = 0; length <= whole.length; length++) {
    const cut = whole.subarray(0, length);
    const torn = join(folder, 'torn.jsonl');
    writeFileSync(torn, cut);
    const lines = cut.toString('utf8').split('\n').slice(0, -1);
    const reader = new JournalReader();
    for (const line of lines) reader.read(JSON.parse(line));
    const expected = reader.state();
    const journal = open(torn);
    const { covered, begun: _begun, ...state } = journal.state;
    const { covered: expectedCovered, begun: _alsoBegun, ...others } = expected;
    expect({ ...state, cursor: covered.cursor }).toEqual({ ...others, cursor: expectedCovered.cursor });
    journal.append({ kind: 'sent', call: 99, most: 1 });
    journal.close();
    const text = readFileSync(torn, 'utf8');
    expect(text.split('\n').map((line) => line && JSON.parse(line).kind)).toEqual([
      ...(lines.length > 0 ? lines.map((line) => JSON.parse(line).kind) : ['begin']),
      'sent',
      '',
    ]);
  }
});

test('a call without an answer counts with the most that it can have cost', () => {
  const path = newPath();
  const journal = open(path);
  journal.append({ kind: 'sent', call: 0, most: 3 });
  journal.append({ kind: 'sent', call: 1, most: 2 });
  journal.append(callEntry(1, '', 'b'));
  journal.close();
  expect(summary(path)).toMatchObject({
    spent: 3.25,
    unanswered: { calls: 1, yuan: 3 },
    calls: 2,
    nextCall: 2,
    cursor: 'b',
  });
});

describe('refuses', () => {
  const thrown = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return (error as { text?: { en: string; zh: string } }).text;
    }
    return undefined;
  };

  test.each([
    [{ function: 'other' }, '--function'],
    [{ prefix: '' }, '--prefix'],
    [{ missing: true, anyName: true }, '--missing, --any-name'],
  ])('to go on with %j', (changes, options) => {
    const path = written();
    const text = thrown(() => open(path, changes));
    expect(text?.en).toContain(`was begun with another ${options}. Give the same options`);
    expect(text?.zh).toContain('--restart');
  });

  test('to go on with other settings of the function', () => {
    const path = written();
    expect(thrown(() => open(path, { settings: 'xyz' }))?.en).toContain(
      'settings of the function have changed',
    );
  });

  test('a line that is damaged, and names it', () => {
    const path = written();
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [lines[0], lines[1], `${lines[2]?.slice(0, -3)}`, ...lines.slice(3)].join('\n'));
    expect(thrown(() => open(path))?.en).toContain(`Line 3 of ${path} is damaged`);
  });

  test('a journal that another process has open', () => {
    const path = written();
    writeFileSync(`${path}.lock`, String(process.ppid));
    expect(thrown(() => open(path))?.en).toContain(`as process ${process.ppid}`);
    // Of a process that was killed.
    writeFileSync(`${path}.lock`, '999999999');
    expect(summary(path)).toMatchObject({ calls: 3 });
  });
});

test('--restart forgets what was there', () => {
  const path = written();
  open(path, { prefix: 'others/' }, true).close();
  const journal = open(path, { prefix: 'others/' });
  expect(journal.state).toMatchObject({ calls: 0, spent: 0, end: undefined });
  journal.close();
});
