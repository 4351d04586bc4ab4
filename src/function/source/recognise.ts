// Recognises the format of a source by its bytes. What its uploader says of it, by name and Content-Type, only decides how an
// object is answered that is no photo.

import { ThumbnailError } from '../errors.ts';
import { refusedExtensions } from '../format/extensions.ts';
import { type SourceFormat, sourceFormats } from '../format/format.ts';
import { sniff } from '../format/sniff.ts';
import type { ObjectRef, SourceObject } from '../store.ts';
import { splitKey } from '../target/object-key.ts';

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
