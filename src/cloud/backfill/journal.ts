// The journal of a run: a file with a line for each call, by which the same command goes on where it was stopped, by whatever.
// A line counts once its line break is written; what is behind the last line break is cut off.

import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CloudError } from '../api/cloud-error.ts';
import { CoveredKeys } from './covered-keys.ts';
import {
  type Assignment,
  addCounts,
  type BeginEntry,
  type CallEntry,
  type EndEntry,
  type JournalEntry,
  noCounts,
  type OutcomeCounts,
  type QuoteEntry,
  type SampleEntry,
  type SentEntry,
} from './journal-entry.ts';
import { lock } from './journal-lock.ts';
import type { Quote } from './quote.ts';

/** What the lines of a journal say together. */
export interface JournalState {
  readonly begun: string;
  readonly covered: CoveredKeys;
  readonly samples: readonly SampleEntry[];
  readonly quote: Quote | undefined;
  /** Yuan: of all calls that were answered, and of those that were not, at most. */
  readonly spent: number;
  /** Calls without an answer, and the yuan that they can have cost at most. They are part of `spent`. */
  readonly unanswered: { readonly calls: number; readonly yuan: number };
  readonly calls: number;
  /** Settled records, those of the sample among them. */
  readonly records: number;
  readonly counts: OutcomeCounts;
  readonly nextCall: number;
  /** Undefined while the run goes on, or if it was killed. */
  readonly end: EndEntry | undefined;
}

export interface Journal {
  readonly path: string;
  /** What the lines say together, those that were appended since among them. */
  readonly state: JournalState;
  /** Writes a line, and returns once the operating system has it. */
  append(entry: SampleEntry | QuoteEntry | SentEntry | CallEntry | EndEntry): void;
  close(): void;
}

export interface JournalOptions {
  readonly path: string;
  readonly assignment: Assignment;
  /** Begins anew if the file is there. */
  readonly restart: boolean;
  readonly now: Date;
}

/**
 * Opens a journal for one process at a time, and begins it if it is not there.
 *
 * @throws {CloudError} if another process has it open, if it is about something else, or if a line of it is damaged.
 */
export function openJournal({ path, assignment, restart, now }: JournalOptions): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const unlock = lock(`${path}.lock`);
  try {
    if (restart) rmSync(path, { force: true });
    // Appending, so that no line overwrites another one whatever happens.
    const file = openSync(path, 'a+');
    const { reader, end } = readLines(file, path);
    // Cut before the first line is written behind it.
    ftruncateSync(file, end);
    const write = (entry: JournalEntry) => writeAll(file, `${JSON.stringify(entry)}\n`);
    if (reader.begun === undefined) {
      const begin: BeginEntry = { kind: 'begin', version: 1, ...assignment, time: now.toISOString() };
      write(begin);
      reader.read(begin);
    } else checkAssignment(path, reader.begun, assignment);
    return {
      path,
      get state() {
        return reader.state();
      },
      append(entry) {
        write(entry);
        reader.read(entry);
      },
      close() {
        closeSync(file);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A write may take only a part, as on a full disk. */
function writeAll(file: number, text: string): void {
  let left = Buffer.from(text);
  while (left.length > 0) left = left.subarray(writeSync(file, left));
}

/** Sums the lines up one by one, because there may be more of them than memory. */
export class JournalReader {
  begun: BeginEntry | undefined;
  private readonly covered = new CoveredKeys();
  private readonly samples: SampleEntry[] = [];
  private readonly unanswered = new Map<number, number>();
  private quote: Quote | undefined;
  private answeredYuan = 0;
  private calls = 0;
  private records = 0;
  private counts = noCounts;
  private nextCall = 0;
  private end: EndEntry | undefined;

  read(entry: JournalEntry): void {
    this.end = entry.kind === 'end' ? entry : undefined;
    if (entry.kind === 'begin') this.begun = entry;
    if (entry.kind === 'quote') this.quote = entry.quote;
    if (entry.kind === 'sent') {
      this.unanswered.set(entry.call, entry.most);
      this.nextCall = entry.call + 1;
    }
    if (entry.kind === 'sample') {
      this.samples.push(entry);
      this.count(entry, entry.settled ? 1 : 0);
    }
    if (entry.kind === 'call') {
      this.unanswered.delete(entry.call);
      if (entry.settled) this.covered.add(entry);
      this.count(entry, entry.settled ? entry.count : 0);
    }
  }

  private count(entry: SampleEntry | CallEntry, settled: number): void {
    this.calls += 1;
    this.answeredYuan += entry.yuan;
    this.records += settled;
    if (settled > 0) this.counts = addCounts(this.counts, entry);
  }

  state(): JournalState {
    const lost = [...this.unanswered.values()].reduce((sum, yuan) => sum + yuan, 0);
    return {
      begun: this.begun?.time ?? '',
      covered: this.covered,
      samples: this.samples,
      quote: this.quote,
      spent: this.answeredYuan + lost,
      unanswered: { calls: this.unanswered.size, yuan: lost },
      calls: this.calls + this.unanswered.size,
      records: this.records,
      counts: this.counts,
      nextCall: this.nextCall,
      end: this.end,
    };
  }
}

/** @returns What the lines say, and where the last whole one ends. */
function readLines(file: number, path: string): { reader: JournalReader; end: number } {
  const reader = new JournalReader();
  const chunk = Buffer.alloc(1 << 16);
  let rest = Buffer.alloc(0);
  let end = 0;
  let number = 0;
  for (let at = 0; ; ) {
    const bytes = readSync(file, chunk, 0, chunk.length, at);
    if (bytes === 0) return { reader, end };
    at += bytes;
    rest = Buffer.concat([rest, chunk.subarray(0, bytes)]);
    for (let length = rest.indexOf(0x0a); length >= 0; length = rest.indexOf(0x0a)) {
      number += 1;
      reader.read(parseLine(rest.toString('utf8', 0, length), path, number));
      rest = rest.subarray(length + 1);
      end += length + 1;
    }
  }
}

function parseLine(text: string, path: string, number: number): JournalEntry {
  try {
    const entry = JSON.parse(text);
    if (typeof entry?.kind === 'string') return entry;
  } catch {
    // Said below, like any other text that is no line of a journal.
  }
  throw new CloudError({
    text: {
      en: `Line ${number} of ${path} is damaged. Delete that line, or begin anew with --restart: what is done already is skipped then.`,
      zh: `${path} 的第 ${number} 行已损坏。请删除该行，或用 --restart 重新开始：已完成的会被跳过。`,
    },
  });
}

/** What each part of an assignment is called on the command line. */
const names: readonly (readonly [keyof Assignment, string])[] = [
  ['function', '--function'],
  ['region', '--region'],
  ['bucket', '--bucket'],
  ['prefix', '--prefix'],
  ['missing', '--missing'],
  ['anyName', '--any-name'],
];

function checkAssignment(path: string, begun: Assignment, now: Assignment): void {
  const other = names.filter(([name]) => begun[name] !== now[name]).map(([, option]) => option);
  if (other.length > 0) {
    throw new CloudError({
      text: {
        en: `${path} was begun with another ${other.join(', ')}. Give the same options as then, or begin anew with --restart.`,
        zh: `${path} 开始时的 ${other.join('、')} 与这次不同。请使用当时的选项，或用 --restart 重新开始。`,
      },
    });
  }
  if (begun.settings !== now.settings) {
    throw new CloudError({
      text: {
        en: `The settings of the function have changed since ${path} was begun: what is done already has the old ones. Begin anew with --restart.`,
        zh: `${path} 开始之后，函数的设置改变了：已完成的部分用的是旧设置。请用 --restart 重新开始。`,
      },
    });
  }
}
