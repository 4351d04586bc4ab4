// Keeps what is spent below a cap, while calls are under way whose costs are not known yet.

/** What a call may cost, in yuan. */
export interface CallCost {
  /** What it will probably cost. */
  readonly expected: number;
  /** It cannot cost more: SCF ends it at its timeout. */
  readonly most: number;
}

/**
 * A call is sent only if the cap would hold even though every call under way costs the most that it can, and this one what it
 * probably costs. So whatever they cost, the cap is exceeded by less than one call: by what the last one takes beyond the
 * expectation.
 */
export class BudgetCap {
  private readonly cap: number;
  private reserved = 0;
  private spentYuan: number;

  /**
   * @param cap Infinity: none.
   * @param spent What earlier sessions of the same run have cost.
   */
  constructor(cap: number, spent: number) {
    this.cap = cap;
    this.spentYuan = spent;
  }

  get spent(): number {
    return this.spentYuan;
  }

  /** @returns Whether a call may be sent. Then its `most` is kept until it is settled. */
  reserve({ expected, most }: CallCost): boolean {
    if (this.spentYuan + this.reserved + expected > this.cap) return false;
    this.reserved += most;
    return true;
  }

  /** @param actual What the call has cost. */
  settle({ most }: CallCost, actual: number): void {
    // Sums of fractions drift; nothing is reserved once no call is under way.
    this.reserved = Math.max(0, this.reserved - most);
    this.spentYuan += actual;
  }
}
