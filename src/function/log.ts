// Writes log lines: each is one line of JSON on stdout, because SCF's log service turns the first level of it into fields.
// It must write no secret, and formats reports without deciding anything about them.

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

export interface Log {
  /** Logs what became of one record: at level `error` when one of its outcomes is a failure, otherwise at `info`. */
  record(report: RecordReport, context: LogContext): void;
  /** Logs an error at level `error`. A bug is logged with its stack, because reports hold only its message. */
  error(error: unknown, context: LogContext): void;
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
      const msg = `${key ?? 'unreadable record'}: ${summary(counts)}`;
      log(lineLevel, msg, { ...context, bucket, key, etag, ms, ...counts, outcomes: outcomes.map(toText) });
    },
    error(error, context) {
      const msg = error instanceof Error ? error.message : String(error);
      log('error', redactText(msg), { ...context, ...errorFields(error) });
    },
    debug({ step, key, ...fields }, context) {
      log('debug', `${key}: ${step}`, { ...context, key, ...fields });
    },
  };
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
