// A backfill of 100,000 keys: nothing twice, nothing missed, whatever kills it; the budget holds, and memory stays flat.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallEntry, JournalEntry, SentEntry } from '../../../src/cloud/backfill/journal-entry.ts';
import { startListingServer } from '../../support/listing-server.ts';
import { isChosen, largeBucket } from './model.ts';
import type { ProgramOptions, ProgramResult } from './program.ts';

const entries = largeBucket(100_000);
const chosen = entries.filter(isChosen).map(({ key }) => key);
const server = await startListingServer(entries);
const root = mkdtempSync(join(tmpdir(), 'large-bucket-'));
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** The SDK reads 1,000 pages of XML for this file, which takes a busy machine its time. */
const patience = 900_000;

const program = join(root, 'program.cjs');
// One file starts several times as fast as tsx with its modules, and it is started often.
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('program.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  }),
);

/** Runs the program in a folder of its own, which it finds again the next time. */
function runProgram(
  name: string,
  options: Pick<ProgramOptions, 'budget' | 'killAt'> & Partial<Pick<ProgramOptions, 'prefix'>>,
): Promise<ProgramResult | undefined> {
  const folder = join(root, name);
  const result = join(root, `${name}.json`);
  rmSync(result, { force: true });
  const input: ProgramOptions = {
    ...{ endpoint: server.endpoint, folder, ledger: join(root, `${name}.ledger`), result, concurrency: 10 },
    prefix: 'photos/',
    ...options,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ['--expose-gc', program], (error, _stdout, stderr) => {
      if (existsSync(result)) resolve(JSON.parse(readFileSync(result, 'utf8')));
      else if (error?.signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(stderr, { cause: error }));
    });
    child.stdin?.end(JSON.stringify(input));
  });
}

function ledger(name: string): string[] {
  return readFileSync(join(root, `${name}.ledger`), 'utf8')
    .trimEnd()
    .split('\n');
}

function journal(name: string): JournalEntry[] {
  const [file] = readdirSync(join(root, name)).filter((one) => one.endsWith('.jsonl'));
  const text = readFileSync(join(root, name, file ?? ''), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/**
 * How many objects each line settles that no line before it has settled, beside how many it says it does. Equal throughout: nothing
 * is settled twice.
 */
function settledByLines(lines: readonly JournalEntry[]): {
  readonly said: number[];
  readonly fresh: number[];
} {
  const settled = new Set<string>();
  const said: number[] = [];
  const fresh: number[] = [];
  const settle = (keys: readonly string[], count: number) => {
    const news = keys.filter((key) => !settled.has(key));
    for (const key of news) settled.add(key);
    said.push(count);
    fresh.push(news.length);
  };
  const index = new Map(chosen.map((key, at) => [key, at]));
  for (const line of lines) {
    if (line.kind === 'sample') settle([line.key], 1);
    // Only chosen keys are in batches, so the key before the first of the whole run is the only one that is none.
    if (line.kind === 'call' && line.settled) {
      const from = line.after === '' ? 0 : (index.get(line.after) ?? Number.NaN) + 1;
      settle(chosen.slice(from, (index.get(line.last) ?? Number.NaN) + 1), line.count);
    }
  }
  return { said, fresh };
}

describe('without an interruption', () => {
  let result: ProgramResult | undefined;
  let pages = 0;
  beforeAll(async () => {
    result = await runProgram('whole', { budget: 100 });
    pages = server.pages();
  }, patience);

  test('each photo has one call, and nothing else has one', () => {
    expect(ledger('whole').sort()).toEqual([...chosen].sort());
    expect(result).toMatchObject({
      end: 'finished',
      records: chosen.length,
      failed: 0,
      objects: chosen.length,
    });
  });

  test('the quote was within 20 % of what it cost', () => {
    const { quoted, yuan } = result ?? { quoted: { middle: 0 }, yuan: 1 };
    expect(Math.abs(quoted.middle / yuan - 1)).toBeLessThan(0.2);
  });

  test('memory stays flat', () => {
    const heap = result?.heapMb ?? [];
    expect(heap.length).toBeGreaterThan(15);
    const early = Math.max(...heap.slice(0, 4));
    expect(Math.max(...heap.slice(-4)) - early).toBeLessThan(3);
  });

  test('the bucket was listed twice, once for the quote', () => {
    expect(pages).toBe(200);
  });

  test('the same command again does nothing', async () => {
    const again = await runProgram('whole', { budget: 100 });
    expect(again).toMatchObject({ end: 'finished', records: chosen.length, yuan: result?.yuan });
    expect(ledger('whole').length).toBe(chosen.length);
  });
});

describe('killed at 50 places', () => {
  let kills = 0;
  let result: ProgramResult | undefined;
  let lines: JournalEntry[] = [];
  beforeAll(async () => {
    // The last session goes on to the end; each one before is killed some 100 events after it began.
    while (result === undefined) {
      const killAt = kills < 50 ? 3 + ((kills * 61) % 199) : undefined;
      result = await runProgram('killed', { budget: 100, ...(killAt !== undefined && { killAt }) });
      if (result === undefined) kills += 1;
    }
    lines = journal('killed');
  }, patience);

  test('it is done in the end', () => {
    expect(kills).toBe(50);
    expect(result).toMatchObject({ end: 'finished', records: chosen.length, failed: 0 });
  });

  test('nothing was missed, and nothing is settled twice', () => {
    expect(new Set(ledger('killed'))).toEqual(new Set(chosen));
    const { said, fresh } = settledByLines(lines);
    expect(fresh).toEqual(said);
    expect(fresh.reduce((sum, count) => sum + count, 0)).toBe(chosen.length);
  });

  test('only what was under way at a kill was sent twice', () => {
    const answered = new Set(
      lines.filter((line): line is CallEntry => line.kind === 'call').map(({ call }) => call),
    );
    const lost = lines.filter((line): line is SentEntry => line.kind === 'sent' && !answered.has(line.call));
    expect(result?.unansweredCalls).toBe(lost.length);
    expect(lost.length).toBeLessThanOrEqual(50 * 10);
    expect(ledger('killed').length - chosen.length).toBeLessThanOrEqual(lost.length * 50 + 50);
  });
});

describe('a budget', () => {
  /** A quarter of the bucket: the other tests have gone through all of it. */
  const prefix = 'photos/0';
  let whole = 0;
  beforeAll(async () => {
    const quoted = await runProgram('budget', { prefix, budget: 0.000001 });
    expect(quoted?.end).toBe('budget');
    whole = quoted?.quoted.middle ?? 0;
  }, patience);

  test('ends the run before it is spent, and is used', async () => {
    const stopped = await runProgram('budget', { prefix, budget: whole / 4 });
    expect(stopped?.end).toBe('budget');
    expect(stopped?.yuan).toBeGreaterThan(whole * 0.24);
    const dearest = Math.max(...journal('budget').map((line) => (line.kind === 'call' ? line.yuan : 0)));
    expect(stopped?.yuan).toBeLessThan(whole / 4 + dearest);
  });

  test('that is larger lets it go on from there', async () => {
    const more = await runProgram('budget', { prefix, budget: whole / 2 });
    expect(more?.end).toBe('budget');
    expect(more?.yuan).toBeGreaterThan(whole * 0.49);
    const keys = ledger('budget');
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('holds although the process is killed again and again', async () => {
    const budget = whole / 4;
    for (let kills = 0; kills < 12; kills++) {
      await runProgram('budget-killed', { prefix, budget, killAt: 120 + 31 * kills });
    }
    const last = await runProgram('budget-killed', { prefix, budget });
    expect(last?.end).toBe('budget');
    // The calls without an answer count with the most that they can have cost.
    const dearest = Math.max(
      ...journal('budget-killed').map((line) => (line.kind === 'sent' ? line.most : 0)),
    );
    expect(last?.yuan).toBeLessThan(budget + dearest);
  });
});
