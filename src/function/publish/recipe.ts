// The marks of this function's objects: metadata that says from which source an object was made, and by which recipe.

import { createHash } from 'crypto';
import type { RenderSpec } from '../engine/engine.ts';
import type { SourceFormat } from '../format/format.ts';
import type { MetadataPolicy } from '../metadata/policy.ts';
import { sourceState } from '../source/source.ts';
import type { Keeping, ObjectHeaders, ObjectInfo, ObjectRef } from '../store.ts';

/** Metadata names, without `x-cos-meta-`. */
export const marks = {
  /** The address of the source, see `sourceMark`. */
  source: 'thumbnail-source',
  /** The source's ETag, without quotes. */
  sourceEtag: 'thumbnail-source-etag',
  /** A digest of everything that decides how the thumbnail looks, see `recipeOf`. */
  recipe: 'thumbnail-recipe',
  /** The number of such functions that the object has been through, see `hopsOf`. */
  hops: 'thumbnail-hops',
  /** Only on thumbnails: size and crop, see shape.ts. */
  shape: 'thumbnail-shape',
  /** Only on failure records, instead of the others: the address of the source that failed. */
  failure: 'thumbnail-failure',
} as const;

/** Raise it when this code makes a different thumbnail of the same source by the same spec and engine. */
const edition = 2;

/** Bytes. COS allows 2 KB for all metadata of an object. */
const longestMark = 1024;

/** Writes the address of a source as `bucket/key`, percent-encoded for a header; a digest of it where that would be too long. */
export function sourceMark({ bucket, key }: ObjectRef): string {
  const address = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return address.length <= longestMark ? address : `sha256:${digest(address)}`;
}

/** Everything that decides how a thumbnail is made from a source. */
export interface RecipeInput {
  readonly format: SourceFormat;
  readonly spec: RenderSpec;
  /** `Engine.version` */
  readonly engine: string;
  readonly metadata: MetadataPolicy;
  readonly keeping: Keeping;
  /** What is set in place of the source's own. */
  readonly cacheControl: string | undefined;
}

/**
 * Two thumbnails have the same recipe if they are made from the same source bytes and headers in the same way: then the second
 * need not be made.
 *
 * @returns 32 hexadecimal digits.
 */
export function recipeOf(source: ObjectInfo, input: RecipeInput): string {
  const { format, spec, engine, metadata, keeping, cacheControl } = input;
  const stored = [
    ...described(keeping),
    ...(cacheControl === undefined ? [] : ['cache-control', cacheControl]),
  ];
  const parts = [edition, sourceState(source), format, spec, engine, metadata, ...stored];
  return digest(JSON.stringify(parts)).slice(0, 32);
}

/** As parts of a digest: nothing at all where nothing is set, so that recipes are then what they were before there were settings for it. */
function described({ acl, storageClass, tagging }: Keeping): readonly string[] {
  const isSet = [acl, storageClass, tagging].some((one) => one !== undefined);
  return isSet ? ['keeping', acl ?? '', storageClass ?? '', tagging ?? ''] : [];
}

/** Raise it when this code writes a different manifest for the same photo and thumbnails. */
const manifestEdition = 1;

/**
 * The recipe of a manifest: the same for the same source, the same thumbnails, and the same engine, which makes the preview.
 *
 * @param thumbnails Everything that the manifest lists of them, with their ETags.
 */
export function manifestRecipe(
  source: ObjectInfo,
  thumbnails: readonly unknown[],
  engine: string,
  keeping: Keeping,
): string {
  const parts = [manifestEdition, sourceState(source), thumbnails, engine, ...described(keeping)];
  return digest(JSON.stringify(parts)).slice(0, 32);
}

/** @returns The metadata of a thumbnail or a manifest. */
export function marksOf(ref: ObjectRef, source: ObjectInfo, madeBy: string): Record<string, string> {
  return {
    [marks.source]: sourceMark(ref),
    [marks.sourceEtag]: etagMark(source.etag),
    [marks.recipe]: madeBy,
    [marks.hops]: String(hopsOf(source.headers) + 1),
  };
}

function etagMark(etag: string): string {
  return etag.replace(/"/g, '');
}

/**
 * Counts the functions like this one that an object has been through. Another tool that processes our thumbnails and takes over
 * their metadata may drop the recipe, because it is not that of the new bytes; the count alone is then enough to end a loop.
 *
 * @returns 0 for a photo; a value that cannot be read counts as 1.
 */
function hopsOf({ metadata }: ObjectHeaders): number {
  const mark = metadata[marks.hops];
  return mark === undefined ? 0 : Math.max(1, Number.parseInt(mark, 10) || 1);
}

/**
 * Is this a thumbnail, a manifest or a failure record of this function, or made from one, even if it was copied elsewhere? Such
 * objects are never sources.
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

/** Was the object made of the bytes that the source has now? */
export function isOfContent({ etag }: ObjectInfo, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.sourceEtag] === etagMark(etag);
}

/** Is this a failure record of this very source? */
export function isFailureRecordOf(ref: ObjectRef, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.failure] === sourceMark(ref);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
