// One absolute point in time by which an invocation must have answered.

import { ThumbnailError } from './errors.ts';

/** A point in time. Everything that waits takes one, and no wait outlives it. */
export class Deadline {
  /** Milliseconds since 1970. */
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }

  static in(ms: number): Deadline {
    return new Deadline(Date.now() + ms);
  }

  /** The same point `ms` milliseconds earlier: leaves time for what must follow. */
  before(ms: number): Deadline {
    return new Deadline(this.at - ms);
  }

  /** Milliseconds left; 0 once it has passed, never negative. */
  remaining(): number {
    return Math.max(0, this.at - Date.now());
  }

  /** @throws {ThumbnailError} `deadline` if it has passed. */
  check(what: string): void {
    if (this.remaining() === 0) throw this.error(what);
  }

  /**
   * Settles as `work` does, or rejects with `deadline`, whichever is first. `work` itself goes on: cancel it in `onExpired`.
   * No timer is left behind.
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
