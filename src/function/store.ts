// The port to object storage. cos.ts is COS behind it; test/support has one in memory.

import type { Deadline } from './deadline.ts';

/** Where an object is. */
export interface ObjectRef {
  /** Bucket with its appid: `example-1250000000`. */
  readonly bucket: string;
  /** Long form: `ap-guangzhou`. */
  readonly region: string;
  /** Object key as COS stores it, never percent-encoded; may begin with `/` or hold `//`. */
  readonly key: string;
}

/** The headers of an object that thumbnails take over or add to; what is not printable ASCII is percent-encoded. */
export interface ObjectHeaders {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly expires?: string;
  /** `x-cos-meta-*` without that prefix, lower case; values as they stand in the header (percent-encoded where they must be). */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ObjectInfo {
  /** With its quotes. Not always an MD5. */
  readonly etag: string;
  readonly size: number;
  readonly headers: ObjectHeaders;
}

export interface SourceObject extends ObjectInfo {
  /** The whole object, verified against its length and checksum. Shared memory, so that the engine's thread reads it without a copy. */
  readonly bytes: Uint8Array;
}

/** What every function that talks to the store is given: the store, and the time by which it must be done. */
export interface Io {
  readonly store: ObjectStore;
  readonly deadline: Deadline;
}

export interface GetOptions {
  /** More bytes than this are not read: `source-too-big`. */
  readonly maxBytes: number;
  /** The size that the event announced: how much memory to take at first. The object may be larger or smaller by now. */
  readonly sizeHint?: number | undefined;
  readonly deadline: Deadline;
}

export interface PutOptions {
  readonly headers: ObjectHeaders & { readonly contentType: string };
  /** Fail with `target-conflict` when the key is taken, instead of overwriting it. */
  readonly ifAbsent?: boolean;
  readonly deadline: Deadline;
}

export interface StoredObject {
  /** As COS answered it: with its quotes. */
  readonly etag: string;
}

/**
 * Objects by bucket and key. Every failure is a `StoreError` (or `deadline`, or `source-too-big` from `get`):
 * `object-missing`, `store-denied` or `store-unavailable`. Each call retries by itself what is worth retrying.
 */
export interface ObjectStore {
  get(ref: ObjectRef, options: GetOptions): Promise<SourceObject>;
  /** The object's headers, or undefined when there is no such object (or bucket: HEAD cannot tell them apart). */
  head(ref: ObjectRef, options: { readonly deadline: Deadline }): Promise<ObjectInfo | undefined>;
  /** Resolves once COS has confirmed that it holds exactly these bytes. */
  put(ref: ObjectRef, bytes: Uint8Array, options: PutOptions): Promise<StoredObject>;
  /**
   * Removes the object; one that is not there is as good as removed. Where the bucket keeps versions, they stay, behind a
   * delete marker.
   */
  delete(ref: ObjectRef, options: { readonly deadline: Deadline }): Promise<void>;
}
