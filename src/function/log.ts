// Writes log lines: each is one line of JSON on stdout, because SCF's log service turns the first level of it into fields.
// It must write no secret, and formats reports without deciding anything about them.

import type { CheckResult } from './doctor/diagnosis.ts';
import { StoreError, ThumbnailError } from './errors.ts';
import { redactText } from './redact.ts';
import type { Outcome, RecordReport, StepReport, StoredManifest, StoredOutcome } from './report.ts';

export type LogLevel = 'silent' | 'error' | 'info' | 'debug';

/** The levels in order: each one logs what those before it log, and more. */
export const logLevels: readonly LogLevel[] = ['silent', 'error', 'info', 'debug'];

export interface LogContext {
  /** The id that SCF gave the invocation. */
  readonly requestId?: string | undefined;
  /** The engine's name and version, like `wasm-vips 0.0.19`; undefined until it is known. */
  readonly engine?: string | undefined;
}

/** What is known of a record in numbers beside its report. */
export interface RecordFigures {
  /** The bytes of the photo; absent where it was not read. */
  readonly bytesIn?: number;
  /** The photo's width times its height; absent where its header was not read. */
  readonly pixels?: number;
  /** Milliseconds from what the event is about to the beginning of the record; absent where the event has no time. */
  readonly queueMs?: number;
  /** Whether it is the first record of its instance. */
  readonly coldStart?: boolean;
}

export interface Log {
  /**
   * Logs what became of one record: at level `error` when one of its outcomes is a failure, otherwise at `info`. The line has less
   * than 4 KB, whatever the record holds.
   */
  record(report: RecordReport, figures: RecordFigures, context: LogContext): void;
  /** Logs an error at level `error`. A bug is logged with its stack, because reports hold only its message. */
  error(error: unknown, context: LogContext): void;
  /** Logs what a check of the doctor found: at level `error` when something is wrong. */
  check(result: CheckResult, context: LogContext): void;
  /** Logs at level `error` what went wrong beside a record, and is no failure of it. */
  warning(text: string, report: RecordReport, context: LogContext): void;
  /** Logs one step of a record's processing at level `debug`. */
  debug(step: StepReport, context: LogContext): void;
}

/**
 * Creates the log of an instance.
 *
 * @param level The most that is logged; `silent` logs nothing.
 * @param write Writes one line; it is given the line without a line break.
 */
export function createLog(level: LogLevel, write = (line: string) => console.log(line)): Log {
  const log = (lineLevel: LogLevel, msg: string, fields: object) => {
    if (logLevels.indexOf(lineLevel) > logLevels.indexOf(level)) return;
    write(JSON.stringify({ level: lineLevel, msg, ...fields }));
  };
  return {
    record(report, figures, context) {
      const { level: lineLevel, msg, ...fields } = recordLine(report, figures, context);
      log(lineLevel, msg, fields);
    },
    error(error, context) {
      const msg = error instanceof Error ? error.message : String(error);
      log('error', redactText(msg), { ...context, ...errorFields(error) });
    },
    check({ id, ok, en, zh, fix }, context) {
      log(ok ? 'info' : 'error', `doctor: ${id}: ${en}`, { ...context, check: id, ok, zh, fix });
    },
    warning(text, { bucket, key }, context) {
      log('error', redactText(text), { ...context, bucket, key });
    },
    debug({ step, key, ...fields }, context) {
      log('debug', `${key}: ${step}`, { ...context, key, ...fields });
    },
  };
}

/** The line of a record, as it is turned into JSON. */
interface RecordLine {
  readonly level: 'error' | 'info';
  readonly msg: string;
  readonly outcomes: readonly string[];
  /** How many outcomes the line has no room for. */
  readonly outcomesLeftOut?: number;
  readonly [field: string]: unknown;
}

function recordLine(report: RecordReport, figures: RecordFigures, context: LogContext): RecordLine {
  const { bucket, key, etag, ms, outcomes } = report;
  const counts = {
    stored: countOf(outcomes, 'stored'),
    skipped: countOf(outcomes, 'skipped'),
    removed: countOf(outcomes, 'removed'),
    failed: countOf(outcomes, 'failed'),
  };
  const messageOf = (name: string | undefined) => `${name ?? 'unreadable record'}: ${summary(counts)}`;
  const line = {
    level: counts.failed > 0 ? ('error' as const) : ('info' as const),
    msg: messageOf(key),
    ...context,
    ...{ bucket, key, etag, ms, ...counts },
    bytesIn: figures.bytesIn,
    bytesOut: outcomes.reduce((sum, one) => sum + (one.status === 'stored' ? one.bytes : 0), 0),
    pixels: figures.pixels,
    presets: outcomes.filter((one) => 'preset' in one && one.preset !== undefined).length,
    coldStart: figures.coldStart ? 1 : 0,
    queueMs: figures.queueMs,
    codes: codesOf(outcomes),
    outcomes: outcomes.map(toText),
  };
  if (jsonBytes(line) <= maxLineBytes) return line;
  const shortLine = {
    ...line,
    msg: messageOf(key === undefined ? undefined : cut(key, longest.keyInMsg)),
    requestId: context.requestId && cut(context.requestId, longest.name),
    engine: context.engine && cut(context.engine, longest.name),
    bucket: bucket && cut(bucket, longest.name),
    key: key && cut(key, longest.key),
    etag: etag && cut(etag, longest.name),
    codes: cut(line.codes, longest.codes),
    outcomes: [],
  };
  return { ...shortLine, ...fitting(outcomes, maxLineBytes - jsonBytes(shortLine)) };
}

/** In bytes: the most of a record's line. CLS cuts a line after 8 KB, and fields of SCF's own are a part of that. */
const maxLineBytes = 4000;

/** In bytes of JSON: the most of each text in a line that would be too long. No key of COS has more than 850. */
const longest = { name: 150, keyInMsg: 300, key: 900, codes: 300, outcome: 500 };

/** As many outcomes as there is room for, failures first. */
function fitting(
  outcomes: readonly Outcome[],
  room: number,
): Pick<RecordLine, 'outcomes' | 'outcomesLeftOut'> {
  const isFailure = ({ status }: Outcome) => status === 'failed';
  const ordered = [...outcomes.filter(isFailure), ...outcomes.filter((one) => !isFailure(one))];
  const texts: string[] = [];
  let left = room - jsonBytes({ outcomesLeftOut: outcomes.length });
  for (const text of ordered.map((one) => cut(toText(one), longest.outcome))) {
    left -= jsonBytes(text) + 1;
    if (left < 0) break;
    texts.push(text);
  }
  const leftOut = outcomes.length - texts.length;
  return { outcomes: texts, ...(leftOut > 0 && { outcomesLeftOut: leftOut }) };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Cuts a text to so many bytes of JSON, and marks that by `...`. It keeps whole characters. */
function cut(text: string, bytes: number): string {
  if (jsonBytes(text) <= bytes) return text;
  let left = bytes - jsonBytes('...');
  let kept = '';
  for (const character of text) {
    left -= jsonBytes(character) - jsonBytes('');
    if (left < 0) break;
    kept += character;
  }
  return `${kept}...`;
}

function countOf(outcomes: readonly Outcome[], status: Outcome['status']): number {
  return outcomes.filter((outcome) => outcome.status === status).length;
}

/** The codes of what was skipped or failed, each once, like `up-to-date,target-conflict`. */
function codesOf(outcomes: readonly Outcome[]): string {
  const codes = new Set<string>();
  for (const one of outcomes) if ('code' in one) codes.add(one.code);
  return Array.from(codes).join(',');
}

/** Says the counts that are not 0, like `2 stored, 1 failed`. */
function summary(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([status, count]) => `${count} ${status}`).join(', ') || 'nothing to do';
}

/** Writes an outcome as one text: log services search texts, but make fields only of the first level of JSON. */
function toText(outcome: Outcome): string {
  switch (outcome.status) {
    case 'stored':
      return [
        `${label(outcome)}stored ${outcome.bucket}/${outcome.key}${pixels(outcome)} ${outcome.bytes} bytes`,
        ...(('warnings' in outcome && outcome.warnings) || []),
      ].join('; ');
    case 'skipped':
      return `${label(outcome)}skipped ${outcome.code}: ${outcome.message}`;
    case 'removed':
      return `${label(outcome)}removed ${outcome.bucket}/${outcome.key}`;
    case 'failed':
      return `${label(outcome)}failed ${outcome.code}: ${outcome.message}`;
  }
}

function label(outcome: Outcome): string {
  if ('preset' in outcome && outcome.preset) return `${outcome.preset}: `;
  return outcome.manifest ? 'manifest: ' : '';
}

function pixels(outcome: StoredOutcome | StoredManifest): string {
  return outcome.manifest ? '' : ` ${outcome.width}x${outcome.height}`;
}

/**
 * The fields of an error's log line: the code of an expected failure, the stack of a bug. The text of a cause is redacted,
 * because it comes from a library, which may quote a request and its signature.
 */
function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { code: 'internal' };
  const cause = error.cause instanceof Error ? redactText(String(error.cause)) : undefined;
  if (error instanceof StoreError) return { code: error.code, failure: error.failure, cause };
  if (error instanceof ThumbnailError) return { code: error.code, cause };
  return { code: 'internal', stack: redactText(error.stack ?? ''), cause };
}
