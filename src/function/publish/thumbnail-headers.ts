// Pure: makes the headers of a thumbnail from those of its source.

import type { ObjectHeaders } from '../store.ts';
import { dispositionOf } from './content-disposition.ts';

/** Bytes. COS refuses an object whose metadata is larger than this in all, names included. */
const metadataLimit = 2048;

/**
 * Takes over Cache-Control, Expires and the uploader's metadata as they are, and Content-Disposition without a file name whose
 * extension is not one of the thumbnail's format. Content-Type is that of the thumbnail.
 *
 * @param cacheControl Takes the place of the source's Cache-Control and Expires; undefined: they stay.
 *
 * @param marks This function's own metadata. It comes first: if there is too much in all, the uploader's last names are left out.
 */
export function thumbnailHeaders(
  source: ObjectHeaders,
  made: { readonly contentType: string; readonly extensions: readonly string[] },
  marks: Readonly<Record<string, string>>,
  cacheControl?: string,
): ObjectHeaders & { readonly contentType: string } {
  const { contentDisposition = '' } = source;
  const lasting = cacheControl === undefined ? source : { cacheControl };
  const disposition = dispositionOf(contentDisposition, made.extensions);
  return {
    contentType: made.contentType,
    ...(lasting.cacheControl && { cacheControl: lasting.cacheControl }),
    ...(disposition && { contentDisposition: disposition }),
    ...('expires' in lasting && lasting.expires && { expires: lasting.expires }),
    metadata: fitting([...Object.entries(marks), ...foreign(source.metadata, marks)]),
  };
}

type Entry = readonly [name: string, value: string];

function foreign(
  metadata: Readonly<Record<string, string>>,
  marks: Readonly<Record<string, string>>,
): Entry[] {
  const ours = Object.keys(marks);
  return Object.entries(metadata).filter(([name]) => !ours.includes(name));
}

/** Keeps as many of the first entries as COS allows. Entries, because an object would put names like `1` before all others. */
function fitting(entries: readonly Entry[]): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of entries) {
    bytes += `x-cos-meta-${name}`.length + value.length;
    if (bytes <= metadataLimit) metadata[name] = value;
  }
  return metadata;
}
