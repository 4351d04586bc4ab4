// The point in time by which an invocation, or a part of it, must have ended. Knows nothing of what is waited for.

import { ThumbnailError } from './errors.ts';

/**
 * A point in time. Every function that waits takes one, and does not wait longer.
 *
 * @example
 * const deadline = Deadline.in(3000);
 * const answer = await deadline.race(request, 'read a.jpg', () => request.abort());
 */
export class Deadline {
  /** The point in time, in milliseconds since 1970 (UTC). */
  readonly at: number;

  /** @param at Milliseconds since 1970, as `Date.now()` gives them. */
  constructor(at: number) {
    this.at = at;
  }

  /** The point in time `ms` milliseconds from now. */
  static in(ms: number): Deadline {
    return new Deadline(Date.now() + ms);
  }

  /** The point in time `ms` milliseconds before this one, which leaves time for what must follow. */
  before(ms: number): Deadline {
    return new Deadline(this.at - ms);
  }

  /** How many milliseconds are left; 0 once the deadline has passed, never negative. */
  remaining(): number {
    return Math.max(0, this.at - Date.now());
  }

  /**
   * Does nothing while there is time left.
   *
   * @param what What is about to begin, as a verb for the message: `no time left to <what>`.
   * @throws {ThumbnailError} `deadline` if the deadline has passed.
   */
  check(what: string): void {
    if (this.remaining() === 0) throw this.error(what);
  }

  /**
   * Settles as `work` does, or rejects with `deadline`, whichever comes first. `work` itself is not stopped by this: `onExpired`
   * should cancel it. No timer is left behind.
   *
   * @param what What is being done, as a verb for the message.
   */
  race<T>(work: Promise<T>, what: string, onExpired?: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(this.error(what));
        onExpired?.();
      }, this.remaining());
      work.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  private error(what: string): ThumbnailError {
    return new ThumbnailError(
      'deadline',
      `no time left to ${what}. Give the function a longer timeout, or more memory (SCF gives CPU in proportion to it).`,
    );
  }
}
