// The source of a record: read, recognised by its bytes, and compared with what it is later. Knows no thumbnails.

import type { Deadline } from '../deadline.ts';
import { ThumbnailError } from '../errors.ts';
import type { ObjectRecord } from '../event/event.ts';
import { refusedExtensions } from '../format/extensions.ts';
import type { SourceFormat } from '../format/format.ts';
import { sourceFormats } from '../format/format.ts';
import { sniff } from '../format/sniff.ts';
import type { ObjectInfo, ObjectRef, ObjectStore, SourceObject } from '../store.ts';
import { splitKey } from '../target/object-key.ts';

export interface ReadOptions {
  readonly store: ObjectStore;
  readonly maxBytes: number;
  readonly deadline: Deadline;
}

/** @returns The object as it is now, whatever it was at the time of the event; undefined if there is none any more. */
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
 * @returns undefined for what nobody called an image.
 * @throws {ThumbnailError} `source-unsupported` for formats that are not read, and for what only calls itself an image.
 */
export function recognise(ref: ObjectRef, { bytes, headers }: SourceObject): SourceFormat | undefined {
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'source') return sniffed.format;
  if (sniffed.kind === 'refused') {
    throw new ThumbnailError(
      'source-unsupported',
      `this is ${sniffed.name}, which is not read. ${sniffed.advice}`,
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
 * All of an object that its thumbnails depend on, to be compared and digested: the bytes, by their ETag, and the headers
 * that thumbnails take over, which a copy onto itself changes while the ETag stays.
 */
export function sourceState({ etag, headers }: ObjectInfo): string {
  const { cacheControl, contentDisposition, expires, metadata } = headers;
  const names = Object.keys(metadata).sort();
  const entries = names.map((name) => [name, metadata[name]]);
  return JSON.stringify([etag, cacheControl, contentDisposition, expires, entries]);
}
/** Does its uploader call it an image, by its name or by its Content-Type? */
export function claimsImage(key: string, contentType: string | undefined): boolean {
  const extension = splitKey(key).extension.toLowerCase();
  const read = Object.values(sourceFormats).some(({ extensions }) => extensions.includes(extension));
  return (
    read ||
    refusedExtensions.includes(extension) ||
    (contentType?.toLowerCase().startsWith('image/') ?? false)
  );
}
