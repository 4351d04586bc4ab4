// The objects of one call, and how many they are, by how long the last ones took.

import type { ListedObject } from '../cos/bucket-client.ts';
import type { KeyRange } from './covered-keys.ts';
import { quantile } from './estimate.ts';

/** What goes into one call. Once it is settled, so are all keys after `after` and up to its last object's. */
export interface Batch {
  readonly after: string;
  /** At least one. */
  readonly objects: readonly ListedObject[];
  /** So many calls with this object alone have failed. */
  readonly attempts: number;
}

export function rangeOf({ after, objects }: Batch): KeyRange {
  return { after, last: objects.at(-1)?.key ?? after };
}

/** Two halves, so that a photo that makes a call fail is soon alone. */
export function halve({ after, objects, attempts }: Batch): Batch[] {
  const middle = Math.ceil(objects.length / 2);
  const first = objects.slice(0, middle);
  return [
    { after, objects: first, attempts },
    { after: first.at(-1)?.key ?? after, objects: objects.slice(middle), attempts },
  ];
}

/** Cuts pages of objects into batches, and takes no page before it is needed. */
export class BatchSource {
  private readonly pages: AsyncIterator<readonly ListedObject[]>;
  private after: string;
  private waiting: readonly ListedObject[] = [];

  /** @param after Every object up to that key is settled. */
  constructor(pages: AsyncIterable<readonly ListedObject[]>, after: string) {
    this.pages = pages[Symbol.asyncIterator]();
    this.after = after;
  }

  /** @returns undefined at the end. */
  async next(size: number): Promise<Batch | undefined> {
    while (this.waiting.length < size) {
      const page = await this.pages.next();
      if (page.done) break;
      this.waiting = this.waiting.concat(page.value);
    }
    const objects = this.waiting.slice(0, size);
    const last = objects.at(-1);
    if (last === undefined) return undefined;
    const batch = { after: this.after, objects, attempts: 0 };
    this.waiting = this.waiting.slice(size);
    this.after = last.key;
    return batch;
  }
}

/**
 * Enough to share the cost of a call. More would only make a call that fails dearer; and even with the longest keys so many
 * records are far below the 6 MB that an event may have.
 */
export const mostRecords = 50;

/** A call should be over in that time, so that Ctrl-C and the budget take effect soon. */
const longestCallMs = 60_000;

/** So many records are sent in a call while nothing is known yet. */
const firstRecords = 5;

/** So many of the last records count. */
const remembered = 200;

/**
 * @param p95Ms 95 of 100 records take at most that long; undefined: not known.
 * @param timeoutMs The function's.
 * @returns So many records that they take less than a third of the function's time, and less than a minute. At least one.
 */
export function recordsPerCall(p95Ms: number | undefined, timeoutMs: number): number {
  if (p95Ms === undefined) return firstRecords;
  const available = Math.min(timeoutMs / 3, longestCallMs);
  const records = Math.ceil(available / Math.max(1, p95Ms)) - 1;
  return Math.max(1, Math.min(mostRecords, records));
}

/** How long the last records took. */
export class RecordTimes {
  private readonly times: number[] = [];
  private next = 0;

  add(ms: number): void {
    this.times[this.next] = ms;
    this.next = (this.next + 1) % remembered;
  }

  /** undefined before the first record. */
  get p95Ms(): number | undefined {
    if (this.times.length === 0) return undefined;
    return quantile(
      [...this.times].sort((one, other) => one - other),
      0.95,
    );
  }
}
