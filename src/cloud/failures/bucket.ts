// Reads the failure records in a bucket.

import type { BucketClient } from '../cos/bucket-client.ts';
import type { Found } from './failures.ts';

/** @param prefix The folder of the records, such as `failed/`. */
export async function readBucket(bucket: BucketClient, prefix: string): Promise<Found[]> {
  const found: Found[] = [];
  for await (const { key } of bucket.list({ prefix })) {
    if (!key.endsWith('.json')) continue;
    const body = await bucket.get(key);
    // Somebody may have deleted it since it was listed.
    if (body !== undefined) found.push({ name: key, text: body.toString('utf8') });
  }
  return found;
}
