// Listings of buckets that are not there.

import type { ListedObject } from '../../src/cloud/cos/bucket-client.ts';
import { compareKeys } from '../../src/cloud/cos/key-order.ts';

/** An object as a listing shows it. */
export function listed(key: string, changes: Partial<ListedObject> = {}): ListedObject {
  return {
    key,
    size: 1000,
    etag: '"0"',
    storageClass: 'STANDARD',
    lastModified: '2026-11-27T12:00:00.000Z',
    ...changes,
  };
}

/** The keys in the order of COS. */
export async function* listing(keys: readonly string[]): AsyncGenerator<ListedObject> {
  for (const key of [...keys].sort(compareKeys)) yield listed(key);
}
