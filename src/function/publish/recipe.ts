// What our objects are marked with, so that it can be told what they were made from, how, and by whom.

import { createHash } from 'crypto';
import type { RenderSpec } from '../engine/engine.ts';
import type { SourceFormat } from '../format/format.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import { sourceState } from '../source/source.ts';
import type { ObjectHeaders, ObjectInfo, ObjectRef } from '../store.ts';

/** Metadata names, without `x-cos-meta-`. */
export const marks = {
  /** The source's address; see `sourceMark`. */
  source: 'thumbnail-source',
  /** The source's ETag, without quotes. */
  sourceEtag: 'thumbnail-source-etag',
  /** Digest of all that decides the thumbnail. */
  recipe: 'thumbnail-recipe',
  /** See `hopsOf`. */
  hops: 'thumbnail-hops',
  /** Of thumbnails: pixels and crop, see shape.ts. */
  shape: 'thumbnail-shape',
  /** Of a failure record instead of the others: the address of the source that failed. */
  failure: 'thumbnail-failure',
} as const;

/** To be raised when this code makes another thumbnail of the same source by the same spec and engine. */
const edition = 1;

/** COS lets all metadata of an object be 2 KB. */
const longestMark = 1024;

/**
 * `bucket/key`, percent-encoded to be a header's value; the digest of it where that would be too long.
 */
export function sourceMark({ bucket, key }: ObjectRef): string {
  const address = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return address.length <= longestMark ? address : `sha256:${digest(address)}`;
}

/** How a thumbnail is made, from a source of its format to the file that is stored. */
export interface RecipeInput {
  readonly format: SourceFormat;
  readonly spec: RenderSpec;
  /** `Engine.version` */
  readonly engine: string;
  readonly metadata: MetadataPolicy;
}

/** Same source bytes and headers, same way of making it: same recipe. 32 hexadecimal digits. */
export function recipeOf(source: ObjectInfo, { format, spec, engine, metadata }: RecipeInput): string {
  return digest(JSON.stringify([edition, sourceState(source), format, spec, engine, metadata])).slice(0, 32);
}

/** To be raised when this code says another thing of the same photo and thumbnails. */
const manifestEdition = 1;

/**
 * Of a manifest: same source, same thumbnails, same engine for the preview.
 *
 * @param thumbnails All that is said of them, ETags among it.
 */
export function manifestRecipe(source: ObjectInfo, thumbnails: readonly unknown[], engine: string): string {
  return digest(JSON.stringify([manifestEdition, sourceState(source), thumbnails, engine])).slice(0, 32);
}

/** The metadata of a thumbnail, or of a manifest. */
export function marksOf(ref: ObjectRef, source: ObjectInfo, madeBy: string): Record<string, string> {
  return {
    [marks.source]: sourceMark(ref),
    [marks.sourceEtag]: source.etag.replace(/"/g, ''),
    [marks.recipe]: madeBy,
    [marks.hops]: String(hopsOf(source.headers) + 1),
  };
}

/**
 * How many functions like this one an object has been through. Who makes something of our thumbnails and takes over their
 * metadata may well drop the recipe, which is not that of the new bytes; the count stays true, and cuts the chain alone.
 *
 * @returns 0 for a photo; what cannot be read counts as 1.
 */
function hopsOf({ metadata }: ObjectHeaders): number {
  const mark = metadata[marks.hops];
  return mark === undefined ? 0 : Math.max(1, Number.parseInt(mark, 10) || 1);
}

/**
 * Is this one of our thumbnails, something that was made of one, or a failure record, wherever it has been copied to? Such are
 * never sources.
 */
export function isOurs(headers: ObjectHeaders): boolean {
  const { metadata } = headers;
  return [marks.recipe, marks.failure].some((mark) => metadata[mark] !== undefined) || hopsOf(headers) > 0;
}

/** Was the object made by this recipe? Then it is whole, too: COS stores all of an object, checked, or nothing. */
export function isOfRecipe(recipe: string, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.recipe] === recipe;
}

/** Is this a thumbnail of this very source? */
export function isThumbnailOf(ref: ObjectRef, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.recipe] !== undefined && metadata[marks.source] === sourceMark(ref);
}

/** Is this a failure record of this very source? */
export function isFailureRecordOf(ref: ObjectRef, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.failure] === sourceMark(ref);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
