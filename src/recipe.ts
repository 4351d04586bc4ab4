// What a thumbnail is marked with, so that it can be told what it was made from, how, and by whom.

import { createHash } from 'crypto';
import type { RenderSpec, SourceInfo } from './engine.ts';
import type { ObjectHeaders, ObjectRef } from './store.ts';

/** Metadata names, without `x-cos-meta-`. */
export const marks = {
  /** The source's address; see `sourceMark`. */
  source: 'thumbnail-source',
  /** The source's ETag, without quotes. */
  sourceEtag: 'thumbnail-source-etag',
  /** Digest of all that decides the thumbnail's bytes. */
  recipe: 'thumbnail-recipe',
} as const;

/** COS lets all metadata of an object be 2 KB. */
const longestMark = 1024;

/**
 * `bucket/key`, percent-encoded to be a header's value; the digest of it where that would be too long.
 */
export function sourceMark({ bucket, key }: ObjectRef): string {
  const address = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return address.length <= longestMark ? address : `sha256:${digest(address)}`;
}

/** Same source bytes, same way of making it, same engine: same recipe. 32 hexadecimal digits. */
export function recipe(source: { etag: string; info: SourceInfo }, spec: RenderSpec, engine: string): string {
  return digest(JSON.stringify([source.etag, source.info.format, spec, engine])).slice(0, 32);
}

/** Is this one of our thumbnails, wherever it has been copied to? */
export function isThumbnail(headers: ObjectHeaders): boolean {
  return headers.metadata[marks.recipe] !== undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
