// Reads the source of a record, recognises its format, and sums up its state so that it can be compared later. Knows nothing of
// thumbnails.

import type { Deadline } from '../deadline.ts';
import { ThumbnailError } from '../errors.ts';
import type { ObjectRecord } from '../event/event.ts';
import { refusedExtensions } from '../format/extensions.ts';
import type { SourceFormat } from '../format/format.ts';
import { sourceFormats } from '../format/format.ts';
import { sniff } from '../format/sniff.ts';
import type { ObjectInfo, ObjectRef, ObjectStore, SourceObject } from '../store.ts';
import { splitKey } from '../target/object-key.ts';

/** How a source is read. */
export interface ReadOptions {
  readonly store: ObjectStore;
  readonly maxBytes: number;
  readonly deadline: Deadline;
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
): Promise<SourceObject | undefined> {
  try {
    return await store.get(ref, { maxBytes, sizeHint: size, deadline });
  } catch (error) {
    if (error instanceof ThumbnailError && error.code === 'object-missing') return undefined;
    throw error;
  }
}

/**
 * Recognises the format of a source by its bytes.
 *
 * @returns undefined if neither its bytes, nor its name, nor its Content-Type say that it is an image.
 * @throws {ThumbnailError} `source-unsupported` for a known format that is not read, and for an object that is an image only by
 * its name or Content-Type.
 */
export function recognise(ref: ObjectRef, { bytes, headers }: SourceObject): SourceFormat | undefined {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'source') return sniffed.format;
  if (sniffed.kind === 'refused') {
    throw new ThumbnailError(
      'source-unsupported',
      `this is ${sniffed.name}, which is not supported. ${sniffed.advice}`,
    );
  }
  if (!claimsImage(ref.key, headers.contentType)) return undefined;
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new ThumbnailError(
    'source-unsupported',
    `named like an image, but begins with the bytes ${start}: expected JPEG, PNG, WebP, GIF, TIFF, AVIF or JPEG XL. ` +
      'Was the file damaged, or given a wrong extension?',
  );
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

/** Whether an object's name or its Content-Type says that it is an image; the bytes may be anything. */
export function claimsImage(key: string, contentType: string | undefined): boolean {
  const extension = splitKey(key).extension.toLowerCase();
  const isSource = Object.values(sourceFormats).some(({ extensions }) => extensions.includes(extension));
  return (
    isSource ||
    refusedExtensions.includes(extension) ||
    (contentType?.toLowerCase().startsWith('image/') ?? false)
  );
}
