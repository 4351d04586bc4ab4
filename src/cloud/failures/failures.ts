// Failure records -> the records of an event, each object once. Knows not where they come from.

import { parseEvent } from '../../function/event/event.ts';
import type { FailureRecord } from '../../function/failure-record/content.ts';

/** A text that should be a failure record, or several in an array. */
export interface Found {
  /** Where it is, for messages. */
  readonly name: string;
  readonly text: string;
}

export interface Failures {
  /** As they were delivered, oldest failure first. */
  readonly records: readonly unknown[];
  /** What is no failure record, or of no use, and why. */
  readonly leftOut: readonly string[];
  /** One line: how many, of what. */
  readonly summary: string;
}

/** @param codes Only what failed with one of them; empty: all. */
export function gather(found: readonly Found[], codes: readonly string[]): Failures {
  const leftOut: string[] = [];
  const newest = new Map<string, FailureRecord>();
  for (const { name, text } of found) {
    for (const value of valuesOf(text)) {
      const failure = isFailureRecord(value) ? value : undefined;
      const problem = failure ? problemOf(failure) : 'is no failure record';
      if (failure === undefined || problem !== undefined) leftOut.push(`${name} ${problem}`);
      else if (isWanted(failure, codes)) keepNewer(newest, failure);
    }
  }
  const kept = [...newest.values()].sort((a, b) => (a.time < b.time ? -1 : 1));
  return { records: kept.map(({ record }) => record), leftOut, summary: summarise(kept) };
}

function valuesOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [undefined];
  }
}

function isFailureRecord(value: unknown): value is FailureRecord {
  const { failed, record, time } = (value ?? {}) as Partial<FailureRecord>;
  return Array.isArray(failed) && typeof time === 'string' && record !== undefined;
}

/** @returns Why the function could make nothing of it. */
function problemOf({ bucket, key, record }: FailureRecord): string | undefined {
  if (bucket === undefined) return 'is of a record that cannot be read: it would fail again';
  const appid = bucket.slice(bucket.lastIndexOf('-') + 1);
  try {
    // What the function's surroundings add; which region it is decides nothing here.
    const [parsed] = parseEvent(record, { region: 'ap-guangzhou', appid });
    const isSame = parsed?.kind === 'object' && parsed.ref.bucket === bucket && parsed.ref.key === key;
    return isSame ? undefined : 'has been changed: its record is not of its bucket and key';
  } catch {
    return 'has been changed: its record is none of COS';
  }
}

function isWanted({ failed }: FailureRecord, codes: readonly string[]): boolean {
  return codes.length === 0 || failed.some(({ code }) => codes.includes(code));
}

function keepNewer(newest: Map<string, FailureRecord>, failure: FailureRecord): void {
  const object = `${failure.bucket}/${failure.key}`;
  const other = newest.get(object);
  if (other === undefined || other.time < failure.time) newest.set(object, failure);
}

/** `37 objects: 30 source-too-big, 7 source-corrupt`; an object counts once for each of its codes. */
function summarise(failures: readonly FailureRecord[]): string {
  const counts = new Map<string, number>();
  for (const { failed } of failures) {
    for (const code of new Set(failed.map((one) => one.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`);
  const objects = `${failures.length} object${failures.length === 1 ? '' : 's'}`;
  return parts.length === 0 ? `${objects} to replay` : `${objects} to replay: ${parts.join(', ')}`;
}
