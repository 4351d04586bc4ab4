// The store in memory behind a window: what it was asked, what is under way, and a hook to come between.

import type { ObjectHeaders, ObjectRef, ObjectStore } from '../../src/function/store.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { SOURCE_BUCKET, TARGET_BUCKET } from './records.ts';

export interface WatchedStore extends MemoryStore {
  /** `get photos/cat.jpg`, in the order they were begun. */
  readonly calls: readonly string[];
  /** Begun and not yet settled. */
  underWay(): number;
}

/** Called before each operation with what `calls` shows; may throw in its place, or change `objects`. */
type Hook = (call: string) => unknown;

export function createWatchedStore(before: Hook = () => undefined): WatchedStore {
  const memory = createMemoryStore([SOURCE_BUCKET, TARGET_BUCKET]);
  const calls: string[] = [];
  let underWay = 0;

  async function watch<T>(operation: keyof ObjectStore, { key }: ObjectRef, work: () => Promise<T>) {
    calls.push(`${operation} ${key}`);
    underWay++;
    try {
      await before(`${operation} ${key}`);
      return await work();
    } finally {
      underWay--;
    }
  }

  return {
    objects: memory.objects,
    keys: memory.keys,
    calls,
    underWay: () => underWay,
    get: (ref, options) => watch('get', ref, () => memory.get(ref, options)),
    head: (ref, options) => watch('head', ref, () => memory.head(ref, options)),
    put: (ref, bytes, options) => watch('put', ref, () => memory.put(ref, bytes, options)),
    delete: (ref, options) => watch('delete', ref, () => memory.delete(ref, options)),
  };
}

/** Lays an object down without asking the store. */
export function lay(
  store: MemoryStore,
  { bucket, key }: ObjectRef,
  bytes: Uint8Array,
  headers: Partial<ObjectHeaders> = {},
): void {
  store.objects.set(`${bucket}/${key}`, { bytes, headers: { metadata: {}, ...headers } });
}
