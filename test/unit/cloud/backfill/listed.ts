// What the tests of a backfill have in common: listed objects, and chance that is the same each time.

import type { Random } from '../../../../src/cloud/backfill/sampling.ts';
import type { ListedObject } from '../../../../src/cloud/cos/bucket-client.ts';

export function listed(key: string, size = 1000, storageClass = 'STANDARD'): ListedObject {
  return { key, size, storageClass, etag: '"e"', lastModified: '2026-11-27T12:00:00.000Z' };
}

/** mulberry32: good enough for draws, and the same on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
