// Pure: the headers of a thumbnail, from those of its source.

import type { ObjectHeaders } from '../store.ts';

/** Bytes. COS refuses more for all metadata of an object, names included. */
const metadataLimit = 2048;

/**
 * Cache-Control, Expires and the uploader's metadata go over as they are; Content-Disposition without a file name that
 * would promise the source's format; Content-Type says what was made.
 *
 * @param marks Our own metadata. It comes first: should all together be too much, the uploader's last names stay behind.
 */
export function thumbnailHeaders(
  source: ObjectHeaders,
  made: { readonly contentType: string; readonly sameFormat: boolean },
  marks: Readonly<Record<string, string>>,
): ObjectHeaders & { readonly contentType: string } {
  const disposition = made.sameFormat
    ? source.contentDisposition
    : withoutFileName(source.contentDisposition);
  return {
    contentType: made.contentType,
    ...(source.cacheControl && { cacheControl: source.cacheControl }),
    ...(disposition && { contentDisposition: disposition }),
    ...(source.expires && { expires: source.expires }),
    metadata: fitting([...Object.entries(marks), ...foreign(source.metadata, marks)]),
  };
}

/** `attachment; filename="a.tif"; filename*=UTF-8''a.tif` -> `attachment` (RFC 6266). */
function withoutFileName(disposition: string | undefined): string | undefined {
  return disposition?.replace(/;\s*filename\*?\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/gi, '').trim();
}

type Entry = readonly [name: string, value: string];

function foreign(
  metadata: Readonly<Record<string, string>>,
  marks: Readonly<Record<string, string>>,
): Entry[] {
  const ours = Object.keys(marks);
  return Object.entries(metadata).filter(([name]) => !ours.includes(name));
}

/** As many of the first entries as COS allows. Entries, because an object would put names like `1` before all others. */
function fitting(entries: readonly Entry[]): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [name, value] of entries) {
    bytes += `x-cos-meta-${name}`.length + value.length;
    if (bytes <= metadataLimit) metadata[name] = value;
  }
  return metadata;
}
