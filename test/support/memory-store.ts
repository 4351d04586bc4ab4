// An object store in memory for tests that need no HTTP. Held to the same contract as COS by test/store/contract.test.ts.

import { createHash } from 'node:crypto';
import { type ErrorCode, StoreError } from '../../src/function/errors.ts';
import {
  type ObjectHeaders,
  type ObjectInfo,
  type ObjectRef,
  type ObjectStore,
  UnreadableError,
} from '../../src/function/store.ts';

export interface MemoryObject {
  readonly bytes: Uint8Array;
  readonly headers: ObjectHeaders;
}

export interface MemoryStore extends ObjectStore {
  /** By `bucket/key`, for set-up and assertions: `objects.get('example-1250000000/cat.jpg')`. */
  readonly objects: Map<string, MemoryObject>;
  /** Of one bucket. */
  keys(bucket: string): string[];
}

/** @param buckets Names with their appid; `get`, `put` and `delete` refuse any other with `store-denied`. */
export function createMemoryStore(buckets: readonly string[]): MemoryStore {
  const objects = new Map<string, MemoryObject>();

  function find(operation: string, { bucket, key }: ObjectRef): MemoryObject | undefined {
    if (!buckets.includes(bucket)) throw failure('store-denied', operation, 'NoSuchBucket', bucket);
    return objects.get(`${bucket}/${key}`);
  }

  return {
    objects,
    keys: (bucket) => {
      const all = [...objects.keys()].filter((name) => name.startsWith(`${bucket}/`));
      return all.map((name) => name.slice(bucket.length + 1));
    },
    async get(ref, { maxBytes, deadline }) {
      deadline.check(`read ${ref.key}`);
      const object = find('get', ref);
      if (!object) throw failure('object-missing', 'get', 'NoSuchKey', ref.key);
      const size = object.bytes.length;
      if (size > maxBytes) {
        const head = object.bytes.subarray(0, 4096);
        throw new UnreadableError('source-too-big', `${size} bytes, expected ≤ ${maxBytes}`, {
          ...describe(object),
          bytes: head,
        });
      }
      const bytes = new Uint8Array(new SharedArrayBuffer(size));
      bytes.set(object.bytes);
      return { ...describe(object), bytes };
    },
    async head(ref, { deadline }) {
      deadline.check(`look at ${ref.key}`);
      // Like HEAD at COS, this cannot tell a missing bucket from a missing object.
      const object = objects.get(`${ref.bucket}/${ref.key}`);
      return object && describe(object);
    },
    async put(ref, bytes, { headers, ifAbsent, deadline }) {
      deadline.check(`store ${ref.key}`);
      if (find('put', ref) && ifAbsent) throw failure('target-conflict', 'put', 'FileAlreadyExists', ref.key);
      const object = { bytes: Uint8Array.from(bytes), headers };
      objects.set(`${ref.bucket}/${ref.key}`, object);
      return { etag: describe(object).etag };
    },
    async delete(ref, { deadline }) {
      deadline.check(`delete ${ref.key}`);
      find('delete', ref);
      objects.delete(`${ref.bucket}/${ref.key}`);
    },
  };
}

function describe({ bytes, headers }: MemoryObject): ObjectInfo {
  return { etag: `"${createHash('md5').update(bytes).digest('hex')}"`, size: bytes.length, headers };
}

function failure(code: ErrorCode, operation: string, reason: string, what: string): StoreError {
  return new StoreError(code, `${reason}: ${what}`, { operation, reason, attempts: 1 });
}
