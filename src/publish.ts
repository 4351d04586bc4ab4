// One thumbnail into the target bucket: whose the key is, what it is marked with, and that it overwrites nobody else's.

import type { Deadline } from './deadline.ts';
import type { Encoded } from './engine.ts';
import { ThumbnailError } from './errors.ts';
import { type SourceFormat, sourceFormats } from './format.ts';
import { thumbnailHeaders } from './headers.ts';
import type { Rendition } from './plan.ts';
import { marks, marksOf, sourceMark } from './recipe.ts';
import type { SkippedOutcome, StoredOutcome } from './report.ts';
import type { ObjectInfo, ObjectRef, ObjectStore } from './store.ts';

/** A target key that may be taken. */
export interface Claim {
  /** Nothing is there. */
  readonly free: boolean;
  /** Of the thumbnail that is there. It is whole: COS stores all of an object, checked, or nothing. */
  readonly recipe: string | undefined;
}

/** Everything that a thumbnail in the target bucket comes from. */
export interface Publication {
  /** Where the source is. */
  readonly ref: ObjectRef;
  readonly source: ObjectInfo;
  readonly sourceFormat: SourceFormat;
  readonly rendition: Rendition;
  readonly recipe: string;
  readonly encoded: Encoded;
}

/**
 * May the target's key be taken? It may if it is free, or holds what was made from this very source. One HEAD.
 *
 * @throws {ThumbnailError} `target-conflict` if the object there is of another source, or not ours at all.
 */
export async function claim(
  source: ObjectRef,
  target: ObjectRef,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Claim> {
  const existing = await store.head(target, { deadline });
  if (!existing) return { free: true, recipe: undefined };
  const { metadata } = existing.headers;
  const owner = metadata[marks.source];
  if (owner === sourceMark(source)) return { free: false, recipe: metadata[marks.recipe] };
  throw new ThumbnailError(
    'target-conflict',
    owner === undefined
      ? `${target.bucket}/${target.key} is there already and was not made by this function. ` +
          'Move it away, or let THUMB_TARGET_KEY name other keys.'
      : `${target.bucket}/${target.key} is the thumbnail of ${owner}. ` +
          'Let THUMB_TARGET_KEY keep the two apart, give the presets no fixed format, or rename one photo.',
  );
}

/**
 * Stores a thumbnail.
 *
 * @param claimed What `claim` said. If another delivery was faster meanwhile, the key is claimed anew; if that one stored the
 * same thumbnail, this one does not.
 * @throws {ThumbnailError} `target-conflict`, or as the store throws.
 */
export async function publish(
  publication: Publication,
  claimed: Claim,
  store: ObjectStore,
  deadline: Deadline,
): Promise<StoredOutcome | SkippedOutcome> {
  const { ref, rendition, encoded } = publication;
  const { target, format } = rendition;
  const headers = headersOf(publication);
  const put = ({ free }: Claim) => store.put(target, encoded.bytes, { headers, ifAbsent: free, deadline });
  try {
    await put(claimed);
  } catch (error) {
    if (!claimed.free || !(error instanceof ThumbnailError) || error.code !== 'target-conflict') throw error;
    const again = await claim(ref, target, store, deadline);
    if (again.recipe === publication.recipe) return upToDate(rendition);
    await put(again);
  }
  return {
    preset: rendition.preset.name,
    status: 'stored',
    bucket: target.bucket,
    key: target.key,
    format,
    width: encoded.width,
    height: encoded.height,
    bytes: encoded.bytes.length,
    contentType: headers.contentType,
  };
}

/** For a rendition whose target holds what would be made. */
export function upToDate({ preset, target }: Rendition): SkippedOutcome {
  const message = `${target.bucket}/${target.key} was made of the same source in the same way`;
  return { preset: preset.name, status: 'skipped', code: 'up-to-date', message };
}

function headersOf({ ref, source, sourceFormat, rendition, recipe }: Publication) {
  const { contentType } = sourceFormats[rendition.format];
  const made = { contentType, sameFormat: rendition.format === sourceFormat };
  return thumbnailHeaders(source.headers, made, marksOf(ref, source, recipe));
}
