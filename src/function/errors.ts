// The one error of this project. Its code says whose fault it was, and that decides what SCF is told:
// an object at fault is reported and never delivered again, anything else is thrown, so that it is.

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
