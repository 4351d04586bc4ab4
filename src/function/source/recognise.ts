// Recognises the format of a source by its bytes. What its uploader says of it, by name and Content-Type, only decides how an
// object is answered that is no photo.

import { ThumbnailError } from '../errors.ts';
import { isNamedOtherwise, isNamedRefused } from '../format/extensions.ts';
import { formatOfExtension, type SourceFormat } from '../format/format.ts';
import { sniff } from '../format/sniff.ts';
import { findMangled, findWrapping, type Wrapping } from '../format/wrapping.ts';
import type { ObjectRef } from '../store.ts';
import { splitKey } from '../target/object-key.ts';
import type { ReadSource } from './source.ts';

/** What a source is by its bytes: of a format that is read, or no image, with a sentence that says what else. */
export type Recognised =
  | { readonly format: SourceFormat; readonly notAnImage?: never }
  | { readonly format?: never; readonly notAnImage: string };

/**
 * Recognises the format of a source by its bytes. An object that is no image is nothing to act on, unless its name or its
 * Content-Type says that it is one: then somebody expects a thumbnail, and is told why there is none.
 *
 * @param source Of the bytes, the first few KB are enough for all but raw photos.
 * @throws {ThumbnailError} `source-unsupported` for a known image format that is not read, and for an object that is an image only
 * by its name or Content-Type; the source's own problem if that is why it cannot be recognised.
 */
export function recognise(
  ref: ObjectRef,
  { bytes, headers, problem }: Pick<ReadSource, 'bytes' | 'headers' | 'problem'>,
): Recognised {
  const isClaimed = claimsImage(ref.key, headers.contentType);
  // Of what is too big, the first bytes are those of the object; of what cannot be unpacked, they say nothing.
  if (problem && problem.code !== 'source-too-big') {
    if (isClaimed) throw problem;
    return { notAnImage: `${problem.message} Its name does not say that it is an image.` };
  }
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'source') {
    const mangled = findMangled(bytes);
    if (mangled) throw misnamed(mangled);
    return { format: sniffed.format };
  }
  if (sniffed.kind === 'refused') {
    throw new ThumbnailError(
      'source-unsupported',
      `this is ${sniffed.name}, which is not supported. ${sniffed.advice}`,
    );
  }
  const { name, advice } = sniffed.kind === 'other' ? sniffed : (findWrapping(bytes) ?? unknown(bytes));
  if (isClaimed) throw misnamed({ name, advice });
  return { notAnImage: `this is ${name}, and its name does not say that it is an image` };
}

function misnamed({ name, advice }: Wrapping): ThumbnailError {
  return new ThumbnailError('source-unsupported', `named like an image, but this is ${name}. ${advice}`);
}

function unknown(bytes: Uint8Array): Wrapping {
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return {
    name: `a file that begins with the bytes ${start}`,
    advice:
      'Expected JPEG, PNG, WebP, GIF, TIFF, AVIF, HEIC or JPEG XL. Was the file damaged, encrypted, or given a wrong extension?',
  };
}

/**
 * Whether an object's name or its Content-Type says that it is an image; the bytes may be anything. The name counts first: a
 * program that uploads often gives everything the same Content-Type.
 */
export function claimsImage(key: string, contentType: string | undefined): boolean {
  const named = splitKey(key);
  if (isNamedOtherwise(named)) return false;
  return (
    formatOfExtension(named.extension) !== undefined ||
    isNamedRefused(named) ||
    (contentType?.toLowerCase().startsWith('image/') ?? false)
  );
}
