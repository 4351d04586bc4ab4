// Turns failure records into the records of an event, with each object once.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { parseEvent } from '../../function/event/event.ts';
import type { FailureRecord } from '../../function/failure-record/content.ts';
import { isBucketName, splitBucketName } from '../../function/target/bucket-name.ts';

/** A text that should hold a failure record, or an array of them. */
export interface Found {
  /** The file or key, for messages. */
  readonly name: string;
  readonly text: string;
}

export interface Failures {
  /** The records as COS delivered them, oldest failure first. */
  readonly records: readonly unknown[];
  /** What was left out and why: texts that are not failure records, and records that cannot be used. */
  readonly leftOut: readonly Bilingual[];
  /** One line that counts the objects, in total and by error code. */
  readonly summary: Bilingual;
}

/** @param codes Takes only objects that failed with one of these codes; empty: all. */
export function gather(found: readonly Found[], codes: readonly string[]): Failures {
  const leftOut: Bilingual[] = [];
  const newest = new Map<string, FailureRecord>();
  for (const { name, text } of found) {
    for (const value of valuesOf(text)) {
      const problem = isFailureRecord(value) ? problemOf(value) : notOne;
      if (problem) leftOut.push({ en: `${name} ${problem.en}`, zh: `${name} ${problem.zh}` });
      else if (isFailureRecord(value) && isWanted(value, codes)) keepNewer(newest, value);
    }
  }
  const kept = [...newest.values()].sort((a, b) => (a.time < b.time ? -1 : 1));
  return { records: kept.map(({ record }) => record), leftOut, summary: summarise(kept) };
}

const notOne: Bilingual = { en: 'is not a failure record', zh: '不是失败记录' };

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

/** @returns Why the function could not use the record; undefined if it can. */
function problemOf({ bucket, key, record }: FailureRecord): Bilingual | undefined {
  if (bucket === undefined) {
    return {
      en: 'holds a record that cannot be read: it would fail again',
      zh: '中的记录无法读取：再次处理仍会失败',
    };
  }
  try {
    const appid = isBucketName(bucket) ? splitBucketName(bucket).appid : undefined;
    // Region and appid come from the function's environment. The region does not matter here.
    const [parsed] = parseEvent(record, { region: 'ap-guangzhou', appid });
    const isSame = parsed?.kind === 'object' && parsed.ref.bucket === bucket && parsed.ref.key === key;
    return isSame
      ? undefined
      : {
          en: 'was changed: its record is of another bucket or key',
          zh: '被改动过：其中的记录属于另一个存储桶或键',
        };
  } catch {
    return {
      en: 'was changed: its record is not a record of COS',
      zh: '被改动过：其中的记录不是 COS 的记录',
    };
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

/** @returns A line like `37 objects to replay: 30 source-too-big, 7 source-corrupt`. An object counts once for each of its codes. */
function summarise(failures: readonly FailureRecord[]): Bilingual {
  const counts = new Map<string, number>();
  for (const { failed } of failures) {
    for (const code of new Set(failed.map((one) => one.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`);
  const objects = `${failures.length} object${failures.length === 1 ? '' : 's'}`;
  const codes = parts.length === 0 ? '' : parts.join(', ');
  return {
    en: `${objects} to replay${codes && `: ${codes}`}`,
    zh: `${failures.length} 个对象待重放${codes && `：${codes}`}`,
  };
}
