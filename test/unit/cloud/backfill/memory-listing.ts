// A bucket in memory, with the port of a real one. Counts what is asked of it.

import type { BucketListing } from '../../../../src/cloud/backfill/listing.ts';
import type { ListedObject } from '../../../../src/cloud/cos/bucket-client.ts';
import { compareKeys } from '../../../../src/cloud/cos/key-order.ts';
import { listed } from '../../../support/listing.ts';

export interface MemoryListing extends BucketListing {
  readonly asked: { pages: number; keys: number };
}

export function memoryListing(keys: Iterable<string | ListedObject>, pageKeys = 1000): MemoryListing {
  const objects = [...keys]
    .map((one) => (typeof one === 'string' ? listed(one) : one))
    .sort((one, other) => compareKeys(one.key, other.key));
  const asked = { pages: 0, keys: 0 };
  return {
    asked,
    async *pages({ prefix = '', after = '' } = {}) {
      const found = objects.filter(({ key }) => key.startsWith(prefix) && compareKeys(key, after) > 0);
      for (let at = 0; at === 0 || at < found.length; at += pageKeys) {
        asked.pages += 1;
        const page = found.slice(at, at + pageKeys);
        yield { objects: page, marker: at + pageKeys < found.length ? page.at(-1)?.key : undefined };
      }
    },
    async head(key) {
      asked.keys += 1;
      const found = objects.find((object) => object.key === key);
      return found && { size: found.size, etag: found.etag, headers: {} };
    },
  };
}
