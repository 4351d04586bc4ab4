// May a key of the target bucket be written? Nobody else's object is overwritten there. Knows neither thumbnails nor failure
// records: each kind of object says by its claimant what it may replace.

import { StoreError, ThumbnailError } from '../errors.ts';
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
  /** Why it is not known whether the key is free: COS answered HEAD with 403. Then it counts as free. */
  readonly hidden?: StoreError;
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
 * Claims a key: it must be free, or hold what the claimant may overwrite. Costs one HEAD. Without permission to list the bucket,
 * COS may answer 403 where there is no object, so a key with that answer counts as free; `storeClaimed` overwrites nothing there.
 *
 * @throws {ThumbnailError} `target-conflict`
 */
export async function claim(claimant: Claimant, { store, deadline }: Io): Promise<Claim> {
  const { target, conflict } = claimant;
  let hidden: StoreError | undefined;
  const existing = await store.head(target, { deadline }).catch((error: unknown) => {
    if (!isHidden(error)) throw error;
    hidden = error;
    return undefined;
  });
  const message = existing && conflict(existing.headers);
  if (message !== undefined) {
    throw new ThumbnailError('target-conflict', `${target.bucket}/${target.key} ${message}`);
  }
  return { claimant, existing, ...(hidden && { hidden }) };
}

function isHidden(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'store-denied' && error.failure.status === 403;
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
 * @throws {ThumbnailError} `target-conflict`, or what the store throws; `store-denied` where an object that cannot be seen has the
 * key.
 */
export async function storeClaimed(
  { claimant, existing, hidden }: Claim,
  { bytes, headers, isSame }: Content,
  io: Io,
): Promise<StoredObject | undefined> {
  const { store, deadline } = io;
  const put = (ifAbsent: boolean) => store.put(claimant.target, bytes, { headers, ifAbsent, deadline });
  try {
    return await put(existing === undefined);
  } catch (error) {
    if (hidden) throw withHead(error, hidden);
    const wasFaster = error instanceof ThumbnailError && error.code === 'target-conflict';
    if (existing || !wasFaster) throw error;
    const again = await claim(claimant, io);
    if (again.existing && isSame?.(again.existing.headers)) return undefined;
    return await put(again.existing === undefined);
  }
}

/** Adds to the failure of an upload that HEAD was refused before it. A key that is taken is not known to be another's then. */
function withHead(error: unknown, hidden: StoreError): unknown {
  if (!(error instanceof StoreError)) return error;
  const code = error.code === 'target-conflict' ? 'store-denied' : error.code;
  const why =
    'Before that, COS answered HEAD with 403: there was no object and the execution role may not list the bucket ' +
    '(name/cos:GetBucket), or it may not look at the object (name/cos:HeadObject). Allow both';
  return new StoreError(code, `${error.message}. ${why}.`, error.failure, hidden);
}
