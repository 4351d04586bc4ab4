// Pure: the lines of a function's log -> counts, a table by code, and the last errors. Holds as much memory for a million lines as
// for a thousand.

import { type ErrorEntry, isSkipCode, type LogEntry, type RecordEntry } from './log-entry.ts';

export interface LogSummary {
  readonly records: number;
  /** Outcomes, not records. */
  readonly stored: number;
  readonly skipped: number;
  readonly removed: number;
  readonly failed: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** undefined where the function is too old to say. */
  readonly coldStarts: number | undefined;
  /** Of a record; to two or three digits. undefined without any. */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly codes: readonly CodeRow[];
  /** By the status of SCF, but for 200. */
  readonly ended: readonly StatusRow[];
  readonly invocations: number;
  /** Newest first. */
  readonly lastErrors: readonly (RecordEntry | ErrorEntry)[];
}

export interface CodeRow {
  readonly code: string;
  readonly isFailure: boolean;
  /** Records, and errors beside the records. */
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lastSeen: number;
  readonly example: string;
}

export interface StatusRow {
  readonly status: number;
  readonly count: number;
  readonly lastSeen: number;
  /** The id of the last such invocation. */
  readonly example: string;
}

/**
 * @param entries Newest first, as CLS gives them.
 * @param errorCount How many of the last errors are kept.
 */
export async function summariseLog(
  entries: AsyncIterable<LogEntry>,
  errorCount: number,
): Promise<LogSummary> {
  const sums = { records: 0, stored: 0, skipped: 0, removed: 0, failed: 0, bytesIn: 0, bytesOut: 0 };
  const codes = new Map<string, CodeRow>();
  const ended = new Map<number, StatusRow>();
  const lastErrors: (RecordEntry | ErrorEntry)[] = [];
  const durations = new Durations();
  let coldStarts: number | undefined;
  let invocations = 0;

  const count = (code: string, { time: lastSeen }: LogEntry, example: string) => {
    const known = codes.get(code) ?? { code, isFailure: !isSkipCode(code), count: 0, lastSeen, example };
    codes.set(code, { ...known, count: known.count + 1 });
  };
  for await (const entry of entries) {
    if (entry.kind === 'invocation') {
      invocations += 1;
      const { status, time: lastSeen, requestId: example } = entry;
      if (status === 200) continue;
      const known = ended.get(status) ?? { status, count: 0, lastSeen, example };
      ended.set(status, { ...known, count: known.count + 1 });
      continue;
    }
    if (entry.kind === 'record') {
      for (const name of ['stored', 'skipped', 'removed', 'failed'] as const) sums[name] += entry[name];
      sums.records += 1;
      sums.bytesIn += entry.bytesIn ?? 0;
      sums.bytesOut += entry.bytesOut ?? 0;
      durations.add(entry.ms);
      if (entry.isColdStart !== undefined) coldStarts = (coldStarts ?? 0) + Number(entry.isColdStart);
      for (const code of entry.codes) count(code, entry, entry.source);
    } else {
      count(entry.code, entry, entry.message);
    }
    const isError = entry.kind === 'error' || entry.failed > 0;
    if (isError && lastErrors.length < errorCount) lastErrors.push(entry);
  }
  return {
    ...sums,
    coldStarts,
    p50Ms: durations.quantile(0.5),
    p95Ms: durations.quantile(0.95),
    codes: [...codes.values()].sort(
      (a, b) => Number(b.isFailure) - Number(a.isFailure) || b.count - a.count || (a.code < b.code ? -1 : 1),
    ),
    ended: [...ended.values()].sort((a, b) => a.status - b.status),
    invocations,
    lastErrors,
  };
}

/** Counts durations by their first two digits, so that their number does not matter. */
class Durations {
  readonly #counts = new Map<number, number>();
  #count = 0;

  add(ms: number): void {
    const rounded = ms < 100 ? Math.round(ms) : Number(ms.toPrecision(2));
    this.#counts.set(rounded, (this.#counts.get(rounded) ?? 0) + 1);
    this.#count += 1;
  }

  /** The least duration that at least this part of all does not exceed. */
  quantile(part: number): number | undefined {
    let left = Math.ceil(this.#count * part);
    for (const [ms, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return ms;
    }
    return undefined;
  }
}
