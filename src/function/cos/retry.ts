// One call to COS: attempts, pauses between them, and the deadline that ends them all. Knows no operation.

import type { Deadline } from '../deadline.ts';
import { type StoreError, ThumbnailError } from '../errors.ts';
import type { ObjectRef } from '../store.ts';
import { type CosOperation, explain, isSdkError } from './errors.ts';

/** Of an operation; the SDK makes up to 4 requests of each attempt at `head` and `delete`. */
const MAX_ATTEMPTS = 3;
/** Milliseconds. With less than this left an attempt is not worth starting. */
const SHORTEST_ATTEMPT = 50;
/** Milliseconds: the longest pause before the second attempt, twice as long before the third. */
const FIRST_PAUSE = 200;
/** Milliseconds of silence after which a connection is given up. */
const LONGEST_SILENCE = 5000;

export interface Call {
  readonly operation: CosOperation;
  readonly ref: ObjectRef;
  readonly deadline: Deadline;
}

export interface Attempt<T> {
  readonly done: Promise<T>;
  /** Ends what is on its way; `done` rejects, with whatever. */
  abort(): void;
}

/**
 * Milliseconds of silence to bear: half of the time left, so that a connection that died while the instance was
 * frozen costs one attempt and not the whole call. At least 1: for the SDK 0 means for ever.
 */
export function silence(deadline: Deadline): number {
  return Math.max(1, Math.min(LONGEST_SILENCE, Math.floor(deadline.remaining() / 2)));
}

/**
 * Tries until it works, with full jitter between the attempts or as long as COS asks (Retry-After).
 *
 * @param start Begins attempt number 1, 2, 3.
 * @throws {StoreError} what COS said last, even when it was time that ran out.
 * @throws {ThumbnailError} `deadline` when it said nothing; as it is what an attempt rejects with.
 */
export async function tryRepeatedly<T>(call: Call, start: (attempt: number) => Attempt<T>): Promise<T> {
  const { operation, ref, deadline } = call;
  const what = `${operation} ${ref.bucket}/${ref.key}`;
  let last: StoreError | undefined;
  for (let attempt = 1; ; attempt++) {
    if (!last) deadline.before(SHORTEST_ATTEMPT).check(what);
    const { done, abort } = start(attempt);
    try {
      return await deadline.race(done, what, abort);
    } catch (error) {
      if (error instanceof ThumbnailError && error.code === 'deadline') throw last ?? error;
      if (error instanceof ThumbnailError || !isSdkError(error)) throw error;
      const failure = explain(operation, ref, error, attempt);
      last = failure.error;
      const pause = Math.max(failure.retryAfter, Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
      const tooLate = pause + SHORTEST_ATTEMPT > deadline.remaining();
      if (!failure.again || attempt === MAX_ATTEMPTS || tooLate) throw last;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
