// Reads the source of a record, and sums up its state so that it can be compared later. Knows nothing of thumbnails.

import type { Deadline } from '../deadline.ts';
import { ThumbnailError } from '../errors.ts';
import type { ObjectRecord } from '../event/event.ts';
import {
  type Io,
  type ObjectInfo,
  type ObjectRef,
  type ObjectStore,
  type SourceObject,
  UnreadableError,
} from '../store.ts';

/** How a source is read. */
export interface ReadOptions {
  readonly store: ObjectStore;
  readonly maxBytes: number;
  readonly deadline: Deadline;
}

/** A source as far as it was read. */
export interface ReadSource extends SourceObject {
  /** Set if its bytes cannot be had. Then `bytes` are the first few, by which it can be recognised. */
  readonly problem?: UnreadableError;
}

/**
 * Decides between the two keys of a record whose fields disagree, by the first of them where the bucket is as the event says: with
 * an object after an upload, without one after a removal. Costs nothing for any other record, and one or two HEADs for this. Never
 * rejects.
 *
 * @returns The record to work on; `otherKey` is the key that was not chosen. The same record if no key fits the event.
 */
export async function settleKey(record: ObjectRecord, { store, deadline }: Io): Promise<ObjectRecord> {
  const { ref, otherKey, eventName } = record;
  if (otherKey === undefined) return record;
  const isRemoval = eventName.startsWith('cos:ObjectRemove:');
  // Without permission to list, HEAD may be refused where there is no object. Why it fails otherwise, reading the object tells.
  const fits = (one: ObjectRef) =>
    store.head(one, { deadline }).then(
      (info) => (info === undefined) === isRemoval,
      () => false,
    );
  const other = { ...ref, key: otherKey };
  if ((await fits(ref)) || !(await fits(other))) return record;
  return { ...record, ref: other, otherKey: ref.key };
}

/**
 * Reads the object of a record as it is now, which may differ from what it was at the time of the event.
 *
 * @returns undefined if the object does not exist any more.
 * @throws {ThumbnailError} as `ObjectStore.get` does, for any other failure.
 */
export async function readSource(
  { ref, size }: ObjectRecord,
  { store, maxBytes, deadline }: ReadOptions,
): Promise<ReadSource | undefined> {
  try {
    return await store.get(ref, { maxBytes, sizeHint: size, deadline });
  } catch (error) {
    if (error instanceof UnreadableError) return { ...error.object, problem: error };
    if (error instanceof ThumbnailError && error.code === 'object-missing') return undefined;
    throw error;
  }
}

/**
 * Sums up everything of an object on which its thumbnails depend, as a text to compare and to digest: its bytes, by their ETag,
 * and the headers that thumbnails copy, because copying an object onto itself may change those while the ETag stays.
 */
export function sourceState({ etag, headers }: ObjectInfo): string {
  const { cacheControl, contentDisposition, expires, metadata } = headers;
  const names = Object.keys(metadata).sort();
  const entries = names.map((name) => [name, metadata[name]]);
  return JSON.stringify([etag, cacheControl, contentDisposition, expires, entries]);
}
