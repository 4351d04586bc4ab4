// Repeats the attempts of one call to COS, with pauses between them, until one succeeds or the deadline ends them. Knows nothing
// of what an attempt does.

import type { Deadline } from '../deadline.ts';
import { type StoreError, ThumbnailError } from '../errors.ts';
import type { ObjectRef } from '../store.ts';
import { toCosFailure } from './errors.ts';
import { type CosOperation, isRequestError } from './request-error.ts';

/** The most attempts of one call. */
const maxAttempts = 3;
/** In milliseconds: with less time than this left, no attempt is started. */
const minAttemptTime = 50;
/** In milliseconds: the longest pause before the second attempt; it doubles before the third. */
const firstPause = 200;
/** In milliseconds: the longest time without data after which a connection is given up. */
const maxIdleTimeout = 5000;

/** What a call is about, for its messages, and how long it may take. */
export interface Call {
  readonly operation: CosOperation;
  readonly ref: ObjectRef;
  readonly deadline: Deadline;
}

/** An attempt that is under way. */
export interface Attempt<T> {
  readonly done: Promise<T>;
  /** Stops the request; `done` rejects then, with any error. */
  abort(): void;
}

/**
 * How many milliseconds a connection may stay without data: half of the time left, so that a connection which broke while the
 * instance was frozen costs one attempt and not the whole call. It is at least 1, because 0 means no timeout to Node.js.
 */
export function idleTimeout(deadline: Deadline): number {
  return Math.max(1, Math.min(maxIdleTimeout, Math.floor(deadline.remaining() / 2)));
}

/**
 * Makes attempts until one succeeds. The pause between two of them is random up to a limit that doubles (full jitter), or longer
 * if COS asks for it (Retry-After).
 *
 * @param start Begins an attempt; it is given the attempt's number, from 1.
 * @throws {StoreError} The failure of the last attempt that COS answered, also when it was time that ran out.
 * @throws {ThumbnailError} `deadline` when time ran out before any answer. A ThumbnailError of an attempt is thrown as it is.
 */
export async function tryRepeatedly<T>(call: Call, start: (attempt: number) => Attempt<T>): Promise<T> {
  const { operation, ref, deadline } = call;
  const what = `${operation} ${ref.bucket}/${ref.key}`;
  let lastError: StoreError | undefined;
  for (let attempt = 1; ; attempt++) {
    if (!lastError) deadline.before(minAttemptTime).check(what);
    try {
      const { done, abort } = start(attempt);
      return await deadline.race(done, what, abort);
    } catch (error) {
      if (error instanceof ThumbnailError && error.code === 'deadline') throw lastError ?? error;
      if (error instanceof ThumbnailError || !isRequestError(error)) throw error;
      const failure = toCosFailure(operation, ref, error, attempt);
      lastError = failure.error;
      const pause = Math.max(failure.retryAfter, Math.random() * firstPause * 2 ** (attempt - 1));
      const isTooLate = pause + minAttemptTime > deadline.remaining();
      if (!failure.isTransient || attempt === maxAttempts || isTooLate) throw lastError;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
