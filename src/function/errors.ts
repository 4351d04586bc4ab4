// The errors that the function expects, each with a code. The code says whose fault it was, and only that decides whether SCF
// is asked to deliver again: if the object is at fault, the failure is reported and final; otherwise it is thrown.

import { redactText } from './redact.ts';

/**
 * Code -> what is at fault: the object itself, so that no redelivery can help, or something elsewhere that may be fixed before
 * the next delivery.
 */
const faults = {
  /** One record of an event cannot be read; the event's other records are processed. */
  'record-malformed': 'object',
  /** The source exceeds a limit in bytes, pixels or pages. This is found before anything is decoded. */
  'source-too-big': 'object',
  /** The format is known, the data is damaged or cut short. */
  'source-corrupt': 'object',
  /** The source has a format, or a variant of one, that this build does not read. */
  'source-unsupported': 'object',
  /** The source is in a storage class that must be restored before it can be read. Its restoration is an event of its own. */
  'source-archived': 'object',
  /** The source is encrypted with a customer's key, which COS does not keep. */
  'source-encrypted': 'object',
  /** COS has blocked the source for legal reasons. */
  'source-blocked': 'object',
  /** The preset asks for a size that the target format cannot hold. */
  'rendition-impossible': 'object',
  /** The target key is taken, by the thumbnail of another source or by an object that is not of this function. */
  'target-conflict': 'object',
  /** The event as a whole is not a COS event: a trigger is configured wrongly. */
  'event-malformed': 'elsewhere',
  /** One or more settings are wrong; the message lists every problem. */
  'config-invalid': 'elsewhere',
  /** COS did not answer, or not in full, or with other bytes than were stored. */
  'store-unavailable': 'elsewhere',
  /** COS refused, because of credentials, permissions, or a bucket that does not exist. */
  'store-denied': 'elsewhere',
  /** COS could not use the key with which the bucket is encrypted, because the key management service refused it. */
  'store-kms-denied': 'elsewhere',
  /** COS does not allow this kind of request for this bucket or object. */
  'store-method-refused': 'elsewhere',
  /** The source was overwritten repeatedly while its thumbnails were made. */
  'source-changed': 'elsewhere',
  /** The object (not the bucket) does not exist. A source that was deleted meanwhile is skipped instead. */
  'object-missing': 'elsewhere',
  /** The engine trapped or ran out of memory, or its thread ended. */
  'engine-crashed': 'elsewhere',
  /** The engine did not start. */
  'engine-unavailable': 'elsewhere',
  /** Too little of the function's time is left. */
  deadline: 'elsewhere',
} as const;

export type ErrorCode = keyof typeof faults;

/** Whether the same event may succeed when it is delivered again. `internal` stands for a bug in this function. */
export function isRetryable(code: ErrorCode | 'internal'): boolean {
  return code === 'internal' || faults[code] === 'elsewhere';
}

/**
 * An expected failure: bad input, wrong settings, or a fault of the store or the engine. A bug is never wrapped in one, so that
 * it is logged with its stack.
 *
 * @example throw new ThumbnailError('source-corrupt', 'the photo ends in the middle of its data. Upload it again.', { cause })
 */
export class ThumbnailError extends Error {
  override readonly name: string = 'ThumbnailError';
  readonly code: ErrorCode;

  /**
   * @param message What was wrong, what was expected and how to fix it. It may name what came from outside: secrets in it are
   * hidden, because it is reported, logged and stored.
   * @param options.cause The error of a library that led to this one; it is logged redacted.
   */
  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(redactText(message));
    this.code = code;
    // Node.js before 16.9 ignores the second argument of Error.
    if (options.cause !== undefined) this.cause = options.cause;
  }

  /** Whether the same event may succeed when it is delivered again. */
  get retryable(): boolean {
    return isRetryable(this.code);
  }
}

/** The settings are wrong. It is thrown once, with all problems of all settings. */
export class ConfigError extends ThumbnailError {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  /** @param problems One sentence each, without a full stop, that begins with the setting. At least one. */
  constructor(problems: readonly string[]) {
    super(
      'config-invalid',
      `${problems.length} wrong setting${problems.length > 1 ? 's' : ''}:\n  ${problems.join('\n  ')}`,
    );
    this.problems = problems.map(redactText);
  }
}

/** How COS answered a request that it did not fulfil. */
export interface StoreFailure {
  /** The operation: `get`, `head`, `put` or `delete`. */
  readonly operation: string;
  /** The HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** COS' own error code, like `NoSuchKey`, or a network code of Node.js, like `ECONNRESET`. */
  readonly reason?: string | undefined;
  /** The answer's `x-cos-request-id`, which Tencent Cloud's support asks for. */
  readonly requestId?: string | undefined;
  /** How many attempts were made. */
  readonly attempts: number;
}

/** COS failed, or refused a request. */
export class StoreError extends ThumbnailError {
  override readonly name = 'StoreError';
  readonly failure: StoreFailure;

  constructor(code: ErrorCode, message: string, failure: StoreFailure, cause?: unknown) {
    super(code, message, { cause });
    this.failure = failure;
  }
}
