// Stores one thumbnail in the target bucket, with its headers and marks, if its key may be written.

import type { Config } from '../config/config.ts';
import type { SourceInfo } from '../engine/engine.ts';
import { sourceFormats } from '../format/format.ts';
import type { Finished } from '../metadata/finish.ts';
import type { Rendition } from '../plan.ts';
import type { Task } from '../render/task.ts';
import type { StoredOutcome, UpToDateOutcome } from '../report.ts';
import type { Io, ObjectHeaders, ObjectInfo, ObjectRef } from '../store.ts';
import { type Claimant, ownedBy, storeClaimed } from './claim.ts';
import { isOfRecipe, marks, marksOf } from './recipe.ts';
import { type Shape, writeShape } from './shape.ts';
import { thumbnailHeaders } from './thumbnail-headers.ts';

/** The photo that a thumbnail was made from. */
export interface PublishedPhoto {
  readonly ref: ObjectRef;
  readonly source: ObjectInfo;
  readonly info: Pick<SourceInfo, 'format'>;
}

export interface PublishTools extends Io {
  readonly config: Pick<Config, 'keeping' | 'cacheControl'>;
}

/** The key of a thumbnail may be written if the object that is there was made from this very source. */
export function thumbnailOf(source: ObjectRef, target: ObjectRef): Claimant {
  return ownedBy(source, target, {
    foreign:
      'is there already and was not made by this function. ' +
      'Move it away, or let THUMB_TARGET_KEY name other keys.',
    others: (owner) =>
      `is the thumbnail of ${owner}. ` +
      'Let THUMB_TARGET_KEY keep the two apart, give the presets no fixed format, or rename one photo.',
  });
}

/**
 * Stores a thumbnail, unless another delivery stored the same one meanwhile.
 *
 * @param task By which it was made: format, recipe and spec are those of this thumbnail.
 * @throws {ThumbnailError} `target-conflict`, or what the store throws.
 */
export async function publish(
  task: Task,
  finished: Finished,
  photo: PublishedPhoto,
  { config, ...io }: PublishTools,
): Promise<Omit<StoredOutcome, 'engine'> | UpToDateOutcome> {
  const { preset, target, format, recipe, warnings } = task;
  const { bytes, kept } = finished;
  const shape = shapeOf(task, finished);
  const headers = headersOf(task, shape, photo, config);
  const isSame = (existing: ObjectHeaders) => isOfRecipe(recipe, existing);
  const stored = await storeClaimed(task.claim, { bytes, headers, isSame }, io);
  if (!stored) return upToDate(task);
  return {
    preset: preset.name,
    status: 'stored',
    bucket: target.bucket,
    key: target.key,
    format,
    ...shape,
    bytes: bytes.length,
    contentType: headers.contentType,
    etag: stored.etag,
    ...(kept && { kept }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The outcome of a rendition whose target holds what would be made. */
export function upToDate({ preset, target }: Rendition): UpToDateOutcome {
  const message = `${target.bucket}/${target.key} was made of the same source in the same way`;
  return { preset: preset.name, status: 'skipped', code: 'up-to-date', message };
}

function shapeOf({ spec: { pages = 1 } }: Task, { width, height, crop }: Finished): Shape {
  return { width, height, ...(pages > 1 && { pages }), ...(crop && { crop }) };
}

function headersOf(
  { format, recipe }: Task,
  shape: Shape,
  { ref, source }: PublishedPhoto,
  { keeping, cacheControl }: PublishTools['config'],
) {
  const ownMarks = { ...marksOf(ref, source, recipe), [marks.shape]: writeShape(shape) };
  return { ...thumbnailHeaders(source.headers, sourceFormats[format], ownMarks, cacheControl), ...keeping };
}
