// Which keys of a listing are settled, whatever the order in which the calls ended. Memory stays flat: neighbours become one.

import { compareKeys } from '../cos/key-order.ts';

/** All keys after the one and up to the other, in the order of COS. */
export interface KeyRange {
  /** Empty: from the first key. */
  readonly after: string;
  readonly last: string;
}

export class CoveredKeys {
  private end = '';
  /** Those that begin behind `end`: in order, with gaps between them. */
  private ranges: readonly KeyRange[] = [];

  /** Every key up to this one is settled; empty: none is known to be. A listing goes on from here. */
  get cursor(): string {
    return this.end;
  }

  add(range: KeyRange): void {
    const sorted = [...this.ranges, range].sort((one, other) => compareKeys(one.after, other.after));
    const apart: KeyRange[] = [];
    for (const { after, last } of sorted) {
      const before = apart.at(-1);
      if (before === undefined && compareKeys(after, this.end) <= 0) this.end = later(this.end, last);
      else if (before !== undefined && compareKeys(after, before.last) <= 0) {
        apart[apart.length - 1] = { after: before.after, last: later(before.last, last) };
      } else apart.push({ after, last });
    }
    this.ranges = apart;
  }

  has(key: string): boolean {
    if (compareKeys(key, this.end) <= 0) return true;
    return this.ranges.some(({ after, last }) => compareKeys(key, after) > 0 && compareKeys(key, last) <= 0);
  }
}

function later(one: string, other: string): string {
  return compareKeys(one, other) > 0 ? one : other;
}
