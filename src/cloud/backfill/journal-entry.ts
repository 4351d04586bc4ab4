// The lines of a journal.

import type { KeyRange } from './covered-keys.ts';
import type { Measurement } from './estimate.ts';
import type { Quote } from './quote.ts';

/** What a run is about. The same journal must not go on with anything else. */
export interface Assignment {
  readonly function: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  /** Was --missing given? */
  readonly missing: boolean;
  /** Was --any-name given? */
  readonly anyName: boolean;
  /** A digest of the function's settings: with others, other thumbnails would be made. */
  readonly settings: string;
}

/** What became of the outcomes of some records, as in the function's report. */
export interface OutcomeCounts {
  readonly stored: number;
  readonly skipped: number;
  readonly failed: number;
  /** Code of a skip or failure -> how often. */
  readonly codes: Readonly<Record<string, number>>;
}

/** One photo of the sample, sent alone. */
export interface SampleEntry extends OutcomeCounts {
  readonly kind: 'sample';
  readonly key: string;
  /** Has the function answered? If not, the photo is sent again in the run. */
  readonly settled: boolean;
  /** undefined: no answer came. */
  readonly measurement: Measurement | undefined;
  readonly requestId: string;
  readonly billedMs: number;
  readonly memoryBytes: number;
  readonly yuan: number;
}

/** A call is about to be sent. Without its `CallEntry` nobody knows what it has cost. */
export interface SentEntry {
  readonly kind: 'sent';
  readonly call: number;
  /** Yuan that it can cost at most. */
  readonly most: number;
}

export interface CallEntry extends OutcomeCounts, KeyRange {
  readonly kind: 'call';
  readonly call: number;
  readonly first: string;
  readonly count: number;
  /** Are the records settled? If not, they are sent again. */
  readonly settled: boolean;
  /** SCF's status: 200, 430, 433 …; 0 if no answer came. */
  readonly status: number;
  readonly requestId: string;
  readonly billedMs: number;
  readonly memoryBytes: number;
  readonly yuan: number;
}

export interface QuoteEntry {
  readonly kind: 'quote';
  readonly quote: Quote;
}

export interface EndEntry {
  readonly kind: 'end';
  /** `finished`: every object had its call. */
  readonly reason: RunEnd;
  readonly time: string;
}

/** Why a run ended. */
export type RunEnd = 'finished' | 'budget' | 'failures' | 'refused' | 'stopped';

export interface BeginEntry extends Assignment {
  readonly kind: 'begin';
  readonly version: 1;
  readonly time: string;
}

export type JournalEntry = BeginEntry | SampleEntry | QuoteEntry | SentEntry | CallEntry | EndEntry;

export const noCounts: OutcomeCounts = { stored: 0, skipped: 0, failed: 0, codes: {} };

export function addCounts(one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts {
  const codes: Record<string, number> = { ...one.codes };
  for (const [code, count] of Object.entries(other.codes)) codes[code] = (codes[code] ?? 0) + count;
  return {
    stored: one.stored + other.stored,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
    codes,
  };
}
