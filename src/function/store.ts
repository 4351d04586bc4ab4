// The port to object storage. cos/cos.ts implements it for COS, test/support/memory-store.ts in memory. It must not know which
// storage is behind it.

import type { Deadline } from './deadline.ts';
import { ThumbnailError } from './errors.ts';

/** The address of an object. */
export interface ObjectRef {
  /** The bucket's name with its appid, like `example-1250000000`. */
  readonly bucket: string;
  /** The region's long name, like `ap-guangzhou`. */
  readonly region: string;
  /** The key as COS stores it, never percent-encoded. It may begin with `/` or contain `//`. */
  readonly key: string;
}

/** The headers of an object that its thumbnails copy or add to. Bytes that are not printable ASCII are percent-encoded. */
export interface ObjectHeaders {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly expires?: string;
  /** The `x-cos-meta-*` headers: names in lower case without that prefix, values as the header has them. */
  readonly metadata: Readonly<Record<string, string>>;
}

export type StorageClass =
  | 'STANDARD'
  | 'STANDARD_IA'
  | 'INTELLIGENT_TIERING'
  | 'MAZ_STANDARD'
  | 'MAZ_STANDARD_IA'
  | 'MAZ_INTELLIGENT_TIERING';

/** How the store keeps an object that is put there. What is absent is up to the bucket. */
export interface Keeping {
  /** Who may read it. */
  readonly acl?: 'private' | 'public-read' | undefined;
  readonly storageClass?: StorageClass | undefined;
  /** Tags like `team=web&kind=thumbnail`, percent-encoded. */
  readonly tagging?: string | undefined;
}

/** What a HEAD request says of an object. */
export interface ObjectInfo {
  /** The ETag with its quotes. It is not always an MD5. */
  readonly etag: string;
  /** The object's size in bytes. */
  readonly size: number;
  readonly headers: ObjectHeaders;
}

/** An object with its bytes. */
export interface SourceObject extends ObjectInfo {
  /**
   * The whole object, verified against its length and checksum. It belongs to the caller, and is shared memory, so that the
   * engine's thread reads it without a copy. A Content-Encoding that compresses is undone: then `size` is theirs, too, and not
   * that of what is stored.
   */
  readonly bytes: Uint8Array;
}

/** The object is there, but its bytes cannot be had: there are too many, or their Content-Encoding cannot be undone. */
export class UnreadableError extends ThumbnailError {
  override readonly name = 'UnreadableError';
  /** What is known of the object. Its bytes are only the first few, by which it can be recognised. */
  readonly object: SourceObject;

  constructor(
    code: 'source-too-big' | 'source-corrupt' | 'source-unsupported',
    message: string,
    object: SourceObject,
    cause?: unknown,
  ) {
    super(code, message, { cause });
    this.object = object;
  }
}

/** What is given to every function that talks to the store: the store, and the time by which the function must have ended. */
export interface Io {
  readonly store: ObjectStore;
  readonly deadline: Deadline;
}

export interface GetOptions {
  /** The most bytes that are read; `get` fails with `source-too-big` for a larger object. */
  readonly maxBytes: number;
  /** The size in bytes that the event announced: how much memory to allocate at first. The object may have changed since. */
  readonly sizeHint?: number | undefined;
  readonly deadline: Deadline;
}

export interface PutOptions {
  readonly headers: ObjectHeaders & Keeping & { readonly contentType: string };
  /** Fail with `target-conflict` when the key is taken, instead of overwriting it. */
  readonly ifAbsent?: boolean;
  readonly deadline: Deadline;
}

/** What COS answers when an object was stored. */
export interface StoredObject {
  /** The new object's ETag, with its quotes. */
  readonly etag: string;
}

/**
 * Reads and writes objects. Each call repeats its requests by itself where another attempt may help, until its deadline. It
 * rejects with a `StoreError` of code `object-missing` or one that begins with `store-`, `get` also with one that says why the
 * object cannot be read (`source-archived`, `source-encrypted`, `source-blocked`); or with a `ThumbnailError` of code `deadline`.
 */
export interface ObjectStore {
  /**
   * Reads an object with its bytes.
   *
   * @throws {UnreadableError} `source-too-big` if it has more than `maxBytes`; `source-corrupt` or `source-unsupported` if its
   * Content-Encoding cannot be undone.
   */
  get(ref: ObjectRef, options: GetOptions): Promise<SourceObject>;
  /** Reads an object's headers; resolves with undefined if the object or its bucket does not exist (HEAD cannot tell which). */
  head(ref: ObjectRef, options: { readonly deadline: Deadline }): Promise<ObjectInfo | undefined>;
  /**
   * Stores an object, and resolves once COS has confirmed that it holds exactly these bytes.
   *
   * @param bytes The content; it is read only, and must not change before the call has ended.
   * @throws {StoreError} `target-conflict` if `ifAbsent` is set and the key is taken.
   */
  put(ref: ObjectRef, bytes: Uint8Array, options: PutOptions): Promise<StoredObject>;
  /**
   * Removes an object; resolves also when there is none. In a bucket with versioning the former versions stay, behind a delete
   * marker.
   */
  delete(ref: ObjectRef, options: { readonly deadline: Deadline }): Promise<void>;
}
