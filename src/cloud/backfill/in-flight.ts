// How many calls are under way at once: more by one with each success, half as many when SCF refuses.

/** Where it begins: SCF starts an instance for each call at once, and each costs a cold start. */
const start = 2;

export class InFlight {
  private readonly most: number;
  private now: number;
  private halvings = 0;

  /** @param most Never more than so many. */
  constructor(most: number) {
    this.most = most;
    this.now = Math.min(start, most);
  }

  /** So many may be under way at once. At least one. */
  get limit(): number {
    return this.now;
  }

  /** To be taken when a call is sent, and given back to `refused`. */
  get generation(): number {
    return this.halvings;
  }

  succeeded(): void {
    this.now = Math.min(this.most, this.now + 1);
  }

  /**
   * To be called when SCF took no more calls. Of the calls that were sent before the last halving none halves again: they all
   * report the same shortage.
   *
   * @returns Whether it halved: whether this is news.
   */
  refused(generation: number): boolean {
    if (generation < this.halvings) return false;
    this.halvings += 1;
    this.now = Math.max(1, Math.floor(this.now / 2));
    return true;
  }
}
