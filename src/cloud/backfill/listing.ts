// What a backfill asks of a bucket, and the order in which COS lists keys.

import type { BucketClient } from '../cos/bucket-client.ts';

/** A page is asked for when it is needed, and not before: that keeps memory flat however many keys there are. */
export type BucketListing = Pick<BucketClient, 'pages' | 'head'>;

/** COS sorts keys by their UTF-8 bytes; JavaScript compares texts by UTF-16 code units. */
export function compareListed(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
