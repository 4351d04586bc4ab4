// May a key of the target bucket be written? Nobody else's object is overwritten there. Knows neither thumbnails nor failure
// records: each kind of object says by its claimant what it may replace.

import { ThumbnailError } from '../errors.ts';
import type { Io, ObjectHeaders, ObjectInfo, ObjectRef, PutOptions, StoredObject } from '../store.ts';
import { marks, sourceMark } from './recipe.ts';

/** An object that this function wants to store, as far as its key goes. */
export interface Claimant {
  readonly target: ObjectRef;
  /** @returns Why the object that is there may not be overwritten, as the end of a sentence that begins with its address; undefined if it may. */
  readonly conflict: (existing: ObjectHeaders) => string | undefined;
}

/** A key that may be written. */
export interface Claim {
  readonly claimant: Claimant;
  /** The object that is there and may be overwritten; undefined if the key is free. */
  readonly existing: ObjectInfo | undefined;
}

/** The ends of two sentences that begin with the address of an object that may not be overwritten, each with the cure. */
interface Conflicts {
  /** This function did not make it. */
  readonly foreign: string;
  /** It was made from another source. */
  readonly others: (owner: string) => string;
}

/** A key that may be written if the object that is there was made from this very source: its mark says so. */
export function ownedBy(source: ObjectRef, target: ObjectRef, { foreign, others }: Conflicts): Claimant {
  return {
    target,
    conflict({ metadata }) {
      const owner = metadata[marks.source];
      if (owner === sourceMark(source)) return undefined;
      return owner === undefined ? foreign : others(owner);
    },
  };
}

/**
 * Claims a key: it must be free, or hold what the claimant may overwrite. Costs one HEAD.
 *
 * @throws {ThumbnailError} `target-conflict`
 */
export async function claim(claimant: Claimant, { store, deadline }: Io): Promise<Claim> {
  const { target, conflict } = claimant;
  const existing = await store.head(target, { deadline });
  const message = existing && conflict(existing.headers);
  if (message !== undefined) {
    throw new ThumbnailError('target-conflict', `${target.bucket}/${target.key} ${message}`);
  }
  return { claimant, existing };
}

/** What is to be stored at a claimed key. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly headers: PutOptions['headers'];
  /** Is the object that another delivery stored meanwhile as good? Then it stays. Without this it is overwritten. */
  readonly isSame?: (existing: ObjectHeaders) => boolean;
}

/**
 * Stores an object at a claimed key. If another delivery was faster meanwhile, the key is claimed anew.
 *
 * @returns undefined if the object that is there is as good.
 * @throws {ThumbnailError} `target-conflict`, or what the store throws.
 */
export async function storeClaimed(
  { claimant, existing }: Claim,
  { bytes, headers, isSame }: Content,
  io: Io,
): Promise<StoredObject | undefined> {
  const { store, deadline } = io;
  const put = (ifAbsent: boolean) => store.put(claimant.target, bytes, { headers, ifAbsent, deadline });
  try {
    return await put(existing === undefined);
  } catch (error) {
    const wasFaster = error instanceof ThumbnailError && error.code === 'target-conflict';
    if (existing || !wasFaster) throw error;
    const again = await claim(claimant, io);
    if (again.existing && isSame?.(again.existing.headers)) return undefined;
    return await put(again.existing === undefined);
  }
}
