// What a backfill asks of a bucket.

import type { BucketClient } from '../cos/bucket-client.ts';

/** A page is asked for when it is needed, and not before: that keeps memory flat however many keys there are. */
export type BucketListing = Pick<BucketClient, 'pages' | 'head'>;
