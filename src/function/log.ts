// Log lines: one line of JSON each, on stdout, where SCF's log service takes the first level for fields.

import { StoreError, ThumbnailError } from './errors.ts';
import { redactText } from './redact.ts';
import type { Outcome, RecordReport, StepReport, StoredManifest, StoredOutcome } from './report.ts';

export type LogLevel = 'silent' | 'error' | 'info' | 'debug';

/** From the least that is logged to the most. */
export const logLevels: readonly LogLevel[] = ['silent', 'error', 'info', 'debug'];

export interface LogContext {
  /** SCF's id of the invocation. */
  readonly requestId?: string | undefined;
  /** What served, `wasm-vips 0.0.19`; undefined before it is known. */
  readonly engine?: string | undefined;
}

export interface Log {
  /** What became of one record: level `error` when something of it failed, else `info`. */
  record(report: RecordReport, context: LogContext): void;
  /** A bug, with its stack: reports have only its message. */
  error(error: unknown, context: LogContext): void;
  /** A step on the way to a record's outcomes. */
  debug(step: StepReport, context: LogContext): void;
}

/** @param write Takes one line without its end. */
export function createLog(level: LogLevel, write = (line: string) => console.log(line)): Log {
  const log = (lineLevel: LogLevel, msg: string, fields: object) => {
    if (logLevels.indexOf(lineLevel) > logLevels.indexOf(level)) return;
    write(JSON.stringify({ level: lineLevel, msg, ...fields }));
  };
  return {
    record({ bucket, key, etag, ms, outcomes }, context) {
      const count = (status: Outcome['status']) =>
        outcomes.filter((outcome) => outcome.status === status).length;
      const counts = {
        stored: count('stored'),
        skipped: count('skipped'),
        removed: count('removed'),
        failed: count('failed'),
      };
      const lineLevel = counts.failed > 0 ? 'error' : 'info';
      const msg = `${key ?? 'unreadable record'}: ${sentence(counts)}`;
      log(lineLevel, msg, { ...context, bucket, key, etag, ms, ...counts, outcomes: outcomes.map(describe) });
    },
    error(error, context) {
      const msg = error instanceof Error ? error.message : String(error);
      log('error', redactText(msg), { ...context, ...explain(error) });
    },
    debug({ step, key, ...fields }, context) {
      log('debug', `${key}: ${step}`, { ...context, key, ...fields });
    },
  };
}

/** `2 stored, 1 failed`. */
function sentence(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([status, count]) => `${count} ${status}`).join(', ') || 'nothing to do';
}

/** Outcomes as texts: log services search texts, and take only the first level of JSON for fields. */
function describe(outcome: Outcome): string {
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

/** Expected failures by code, bugs by their stack. Causes come from libraries, which may quote a request. */
function explain(error: unknown): object {
  if (!(error instanceof Error)) return { code: 'internal' };
  const cause = error.cause instanceof Error ? redactText(String(error.cause)) : undefined;
  if (error instanceof StoreError) return { code: error.code, failure: error.failure, cause };
  if (error instanceof ThumbnailError) return { code: error.code, cause };
  return { code: 'internal', stack: redactText(error.stack ?? ''), cause };
}
