// The key of an object of ours in the target bucket, and that nobody else's object is overwritten there. Knows no thumbnails
// and no failure records: whose an object is, its kind says.

import type { Deadline } from '../deadline.ts';
import { ThumbnailError } from '../errors.ts';
import type {
  ObjectHeaders,
  ObjectInfo,
  ObjectRef,
  ObjectStore,
  PutOptions,
  StoredObject,
} from '../store.ts';

/** A key that may be taken. */
export interface Claim {
  /** The object of ours that is there, and may be overwritten; undefined: nothing is. */
  readonly existing: ObjectInfo | undefined;
}

/** One kind of our objects, as far as the key of one goes. */
export interface Claimant {
  readonly target: ObjectRef;
  /** @returns Why the object that is there may not be overwritten, to be read after its address; undefined if it may. */
  readonly conflict: (existing: ObjectHeaders) => string | undefined;
}

/**
 * May the key be taken? It may if it is free, or holds what the claimant may overwrite. One HEAD.
 *
 * @throws {ThumbnailError} `target-conflict`
 */
export async function claim(
  { target, conflict }: Claimant,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Claim> {
  const existing = await store.head(target, { deadline });
  const message = existing && conflict(existing.headers);
  if (message !== undefined) {
    throw new ThumbnailError('target-conflict', `${target.bucket}/${target.key} ${message}`);
  }
  return { existing };
}

/** What is to be stored at a claimed key. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly headers: PutOptions['headers'];
  /** Is what another delivery stored meanwhile as good? Then it stays. Default: it is overwritten. */
  readonly isSame?: (existing: ObjectHeaders) => boolean;
}

/**
 * Stores an object at a key that was claimed. If another delivery was faster meanwhile, the key is claimed anew.
 *
 * @param claimed What `claim` said.
 * @returns undefined if what is there is as good.
 * @throws {ThumbnailError} `target-conflict`, or as the store throws.
 */
export async function storeClaimed(
  claimant: Claimant,
  claimed: Claim,
  { bytes, headers, isSame }: Content,
  store: ObjectStore,
  deadline: Deadline,
): Promise<StoredObject | undefined> {
  const put = ({ existing }: Claim) =>
    store.put(claimant.target, bytes, { headers, ifAbsent: existing === undefined, deadline });
  try {
    return await put(claimed);
  } catch (error) {
    const wasFaster = error instanceof ThumbnailError && error.code === 'target-conflict';
    if (claimed.existing || !wasFaster) throw error;
    const again = await claim(claimant, store, deadline);
    return again.existing && isSame?.(again.existing.headers) ? undefined : await put(again);
  }
}
