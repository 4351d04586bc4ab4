// Lets one caller at a time do what others must not do meanwhile.

import type { Deadline } from './deadline.ts';

/** A lock that callers take in the order of their arrival. */
export class Mutex {
  /** Resolves once every caller so far has left. */
  private left: Promise<unknown> = Promise.resolve();

  /**
   * Waits until every earlier caller has left.
   *
   * @param what What the caller waits to do, as a verb for the message: `no time left to <what>`.
   * @returns The function that leaves again. It must be called.
   * @throws {ThumbnailError} `deadline` if it is not the caller's turn by then. Those behind it do not wait for it.
   */
  async enter(what: string, deadline: Deadline): Promise<() => void> {
    let leave: () => void = () => undefined;
    const own = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const earlier = this.left;
    this.left = earlier.then(() => own);
    try {
      await deadline.race(earlier, what);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }
}
