// Pure: a line of CLS -> what the function or SCF said by it.

import type { SkipCode } from '../../function/report.ts';
import type { LogLine } from '../api/cloud-api.ts';

/** The line that the function writes for each record. Figures that an older function does not write are undefined. */
export interface RecordEntry {
  readonly kind: 'record';
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly requestId: string;
  /** `bucket/key`; for a record that could not be read what the line says instead. */
  readonly source: string;
  readonly message: string;
  readonly ms: number;
  readonly stored: number;
  readonly skipped: number;
  readonly removed: number;
  readonly failed: number;
  readonly bytesIn: number | undefined;
  readonly bytesOut: number | undefined;
  readonly isColdStart: boolean | undefined;
  /** Each code once. */
  readonly codes: readonly string[];
  /** One text for each outcome. */
  readonly outcomes: readonly string[];
}

/** What failed beside the records: bugs, failure records that could not be stored, events that could not be read. */
export interface ErrorEntry {
  readonly kind: 'error';
  readonly time: number;
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
}

/** The line that SCF writes at the end of each invocation. */
export interface InvocationEntry {
  readonly kind: 'invocation';
  readonly time: number;
  readonly requestId: string;
  /** SCF's status: 200, 430, 433 … */
  readonly status: number;
}

export type LogEntry = RecordEntry | ErrorEntry | InvocationEntry;

/** Why a record is skipped: these codes are no failures. A record, so that the compiler asks for one that is missing. */
const skipCodes: Readonly<Record<SkipCode, true>> = {
  'target-object': true,
  folder: true,
  'empty-object': true,
  'other-event': true,
  excluded: true,
  'not-an-image': true,
  'source-missing': true,
  'up-to-date': true,
  'no-preset': true,
  incomplete: true,
};

export function isSkipCode(code: string): boolean {
  return Object.hasOwn(skipCodes, code);
}

/** @returns undefined for a line that says nothing of how things went: of a step, or of SCF about a beginning. */
export function readLogLine({ time, fields }: LogLine): LogEntry | undefined {
  const requestId = fields['SCF_RequestId'] ?? '';
  if (fields['SCF_Type'] === 'Platform') {
    const isReport = /^Report\b/.test(fields['SCF_Message'] ?? '');
    return isReport
      ? { kind: 'invocation', time, requestId, status: numberOf(fields['SCF_StatusCode']) ?? 0 }
      : undefined;
  }
  const own = ownFields(fields);
  if (own['outcomes'] !== undefined) return readRecord(own, time, requestId);
  return own['level'] === 'error' ? readError(own, time, requestId) : undefined;
}

type Fields = Readonly<Record<string, string>>;

/** Before Node.js 14.18 SCF puts the time and the request's id before a line, and makes no fields of its JSON. */
function ownFields(fields: Fields): Fields {
  if (fields['level'] !== undefined) return fields;
  const message = fields['SCF_Message'] ?? '';
  const json = message.slice(message.indexOf('{"level":'));
  const parsed = parse(json);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const texts = Object.entries(parsed).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts);
}

function readRecord(fields: Fields, time: number, requestId: string): RecordEntry {
  const { msg = '', bucket, key } = fields;
  const outcomes = textsOf(fields['outcomes'] ?? '');
  const coldStart = numberOf(fields['coldStart']);
  return {
    kind: 'record',
    time,
    requestId,
    source: bucket === undefined || key === undefined ? msg : `${bucket}/${key}`,
    message: msg,
    ms: numberOf(fields['ms']) ?? 0,
    stored: numberOf(fields['stored']) ?? 0,
    skipped: numberOf(fields['skipped']) ?? 0,
    removed: numberOf(fields['removed']) ?? 0,
    failed: numberOf(fields['failed']) ?? 0,
    bytesIn: numberOf(fields['bytesIn']),
    bytesOut: numberOf(fields['bytesOut']),
    isColdStart: coldStart === undefined ? undefined : coldStart > 0,
    codes: codesOf(fields['codes'], outcomes),
    outcomes,
  };
}

function readError(fields: Fields, time: number, requestId: string): ErrorEntry {
  const { msg = '', code = 'internal', failure, cause, stack } = fields;
  const details = [failure, cause, stack].filter((one) => one !== undefined);
  return { kind: 'error', time, requestId, code, message: msg, details };
}

/** Older functions write no field `codes`; then the outcomes tell: `small: failed target-conflict: …`. */
function codesOf(field: string | undefined, outcomes: readonly string[]): string[] {
  const codes =
    field?.split(',') ?? outcomes.map((text) => /(?:^|: )(?:failed|skipped) ([\w-]+):/.exec(text)?.[1]);
  return [...new Set(codes)].filter((code): code is string => Boolean(code) && code !== '...');
}

/** The list as JSON, or in a cut line what is there as one text. */
function textsOf(list: string): string[] {
  const parsed = parse(list);
  return Array.isArray(parsed) ? parsed.map(String) : [list].filter(Boolean);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
