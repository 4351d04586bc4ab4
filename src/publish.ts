// One thumbnail into the target bucket: whose the key is, what it is marked with, and that it overwrites nobody else's.

import type { Deadline } from './deadline.ts';
import type { Encoded, RenderSpec, SourceInfo } from './engine.ts';
import { ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event.ts';
import { sourceFormats } from './format.ts';
import { thumbnailHeaders } from './headers.ts';
import type { Rendition } from './plan.ts';
import { marks, recipe, sourceMark } from './recipe.ts';
import type { StoredOutcome } from './report.ts';
import type { ObjectRef, ObjectStore, SourceObject } from './store.ts';

/** Everything that a thumbnail in the target bucket comes from. */
export interface Publication {
  readonly record: ObjectRecord;
  readonly source: SourceObject;
  readonly info: SourceInfo;
  readonly rendition: Rendition;
  readonly spec: RenderSpec;
  readonly encoded: Encoded;
  /** `Engine.version` */
  readonly engine: string;
}

/**
 * May the target's key be taken? It may if it is free, or holds what was made from this very source.
 *
 * @returns Is the key free?
 * @throws {ThumbnailError} `target-conflict` if the object there is of another source, or not ours at all.
 */
export async function claim(
  source: ObjectRef,
  target: ObjectRef,
  store: ObjectStore,
  deadline: Deadline,
): Promise<boolean> {
  const existing = await store.head(target, { deadline });
  if (!existing) return true;
  const owner = existing.headers.metadata[marks.source];
  if (owner === sourceMark(source)) return false;
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
 * @param free What `claim` said. If another delivery was faster meanwhile, the key is claimed anew.
 * @throws {ThumbnailError} `target-conflict`, or as the store throws.
 */
export async function publish(
  publication: Publication,
  free: boolean,
  store: ObjectStore,
  deadline: Deadline,
): Promise<StoredOutcome> {
  const { record, rendition, encoded } = publication;
  const { target, format } = rendition;
  const headers = headersOf(publication);
  const put = (ifAbsent: boolean) => store.put(target, encoded.bytes, { headers, ifAbsent, deadline });
  try {
    await put(free);
  } catch (error) {
    if (!free || !(error instanceof ThumbnailError) || error.code !== 'target-conflict') throw error;
    await put(await claim(record.ref, target, store, deadline));
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

function headersOf({ record, source, info, rendition, spec, engine }: Publication) {
  const { contentType } = sourceFormats[rendition.format];
  return thumbnailHeaders(
    source.headers,
    { contentType, sameFormat: rendition.format === info.format },
    {
      [marks.source]: sourceMark(record.ref),
      [marks.sourceEtag]: source.etag.replace(/"/g, ''),
      [marks.recipe]: recipe({ etag: source.etag, info }, spec, engine),
    },
  );
}
