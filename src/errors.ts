// The one error of this project. Its code says whose fault it was, and that decides what SCF is told:
// an object at fault is reported and never delivered again, anything else is thrown, so that it is.

import type { Report } from './report.ts';

/** Code -> is the object itself at fault (no redelivery can help), or something that may be mended meanwhile? */
const faults = {
  /** One record of an event cannot be read; its siblings go on. */
  'record-malformed': 'object',
  /** Larger than a limit in bytes, pixels or pages. Found before anything is decoded. */
  'source-too-big': 'object',
  /** The format is known, the data is damaged or cut short. */
  'source-corrupt': 'object',
  /** Not a format, or not a flavour of one, that this build reads. */
  'source-unsupported': 'object',
  /** The preset asks for a size that the target format cannot hold. */
  'rendition-impossible': 'object',
  /** Another source already owns this target key. */
  'target-conflict': 'object',
  /** The event as a whole is not a COS event: a trigger is wired wrongly. */
  'event-malformed': 'elsewhere',
  /** A setting is wrong; lists every problem. */
  'config-invalid': 'elsewhere',
  /** COS did not answer, or not in full, or not what was stored. */
  'store-unavailable': 'elsewhere',
  /** COS refused: credentials, permissions, or a bucket that is not there. */
  'store-denied': 'elsewhere',
  /** The source was overwritten again and again while its thumbnails were made. */
  'source-changed': 'elsewhere',
  /** The object (not the bucket) is not there; a source deleted meanwhile is skipped, not failed. */
  'object-missing': 'elsewhere',
  /** The engine trapped, ran out of memory, or its thread died. */
  'engine-crashed': 'elsewhere',
  /** The engine would not start. */
  'engine-unavailable': 'elsewhere',
  /** Too little of the function's time is left. */
  deadline: 'elsewhere',
} as const;

export type ErrorCode = keyof typeof faults;

/** Could the same event succeed when it is delivered again? `internal` is a bug of ours. */
export function isRetryable(code: ErrorCode | 'internal'): boolean {
  return code === 'internal' || faults[code] === 'elsewhere';
}

/** An expected failure: bad input, bad settings, or a store or engine that let us down. Bugs are never wrapped in it. */
export class ThumbnailError extends Error {
  override readonly name: string = 'ThumbnailError';
  readonly code: ErrorCode;

  /** @param message What was wrong, what was expected and how to mend it; never a secret, it is logged as it is. */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message);
    this.code = code;
    // Node.js before 16.9 ignores the second argument of Error.
    if (options.cause !== undefined) this.cause = options.cause;
  }

  /** Could the same event succeed when it is delivered again? */
  get retryable(): boolean {
    return isRetryable(this.code);
  }
}

/** Wrong settings. Thrown once, with all of them. */
export class ConfigError extends ThumbnailError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      'config-invalid',
      `${problems.length} wrong setting${problems.length > 1 ? 's' : ''}:\n  ${problems.join('\n  ')}`,
    );
    this.problems = problems;
  }
}

/** What COS answered when it did not do what it was asked. */
export interface StoreFailure {
  /** The operation: `get`, `head`, `put` or `delete`. */
  readonly operation: string;
  /** HTTP status, absent when there was no answer. */
  readonly status?: number | undefined;
  /** COS' own error code, such as `NoSuchKey`, or Node.js' network code. */
  readonly reason?: string | undefined;
  /** `x-cos-request-id`: what Tencent Cloud's support asks for. */
  readonly requestId?: string | undefined;
  /** How often it was tried. */
  readonly attempts: number;
}

/** COS failed or refused. */
export class StoreError extends ThumbnailError {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;

  constructor(code: ErrorCode, message: string, failure: StoreFailure, cause?: unknown) {
    super(code, message, { cause });
    this.failure = failure;
  }
}

/** Something that failed and may succeed in another delivery. */
export interface Reason {
  /** `bucket/key`. */
  readonly object: string;
  /** Absent when all presets failed together, or the only one has no name. */
  readonly preset?: string;
  readonly manifest?: true;
  /** What is no ThumbnailError is a bug. Holds no secret: SCF shows it. */
  readonly error: Error;
}

/** Characters. A key is at most 850 bytes; what else a message says fits beside it. */
const longestReason = 1500;
/** Characters of all reasons that are listed, so that SCF shows the message whole. */
const longestList = 8000;

/**
 * Thrown at the end of an invocation in which something failed that another delivery may mend: SCF delivers the event
 * again. The message lists what, by object and preset. Its stack ends with those of the bugs among its reasons.
 */
export class RedeliveryError extends Error {
  override readonly name = 'RedeliveryError';
  readonly report: Report;

  /** @param reasons At least one. */
  constructor(report: Report, reasons: readonly Reason[]) {
    super(
      `to be delivered again, ${reasons.length} failure${reasons.length > 1 ? 's' : ''}:\n  ` +
        listed(reasons.map(line)).join('\n  '),
    );
    this.report = report;
    this.cause = reasons[0]?.error;
    const bugs = reasons.map(({ error }) => error).filter((error) => !(error instanceof ThumbnailError));
    if (bugs.length > 0) this.stack = [String(this), ...bugs.map((bug) => bug.stack)].join('\n');
  }
}

/** One line, whatever a key holds. */
function line({ object, preset, manifest, error }: Reason): string {
  const why = error instanceof ThumbnailError ? `${error.code}: ${error.message}` : `internal: ${error}`;
  const whole = manifest ? `the manifest of ${object}` : object;
  const what = preset ? `${object} as "${preset}"` : whole;
  const text = `${what}: ${why}`.replace(/\p{Cc}+/gu, ' ');
  return text.length > longestReason ? `${text.slice(0, longestReason)}...` : text;
}

/** The first lines, as many as fit, and how many do not. */
function listed(lines: readonly string[]): string[] {
  let length = 0;
  const fitting = lines.filter((text) => {
    length += text.length;
    return length <= longestList;
  });
  const left = lines.length - fitting.length;
  return left === 0 ? fitting : [...fitting, `and ${left} more: the log has a line for each object`];
}
