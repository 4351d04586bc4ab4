// What is in the target bucket of one source, thumbnail by thumbnail: told by what was just stored, or by the objects' headers.

import type { Deadline } from '../deadline.ts';
import type { Region } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { type OutputFormat, outputFormats, sourceFormats } from '../format/format.ts';
import { marks } from '../publish/recipe.ts';
import { readShape } from '../publish/shape.ts';
import type { Task } from '../render/task.ts';
import type { SkippedOutcome, StoredOutcome } from '../report.ts';
import type { ObjectInfo, ObjectStore } from '../store.ts';

/**
 * A thumbnail that is in place. One HEAD if another delivery has stored it since its key was claimed, none otherwise.
 *
 * @param outcome That it was stored, or that it is up to date.
 * @throws {ThumbnailError} `object-missing`: who removed it leaves another delivery to make it again.
 */
export async function describeStored(
  task: Task,
  outcome: StoredOutcome | SkippedOutcome,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Listed> {
  if (outcome.status === 'stored') return toListed(outcome);
  const { target } = task.rendition;
  const object = task.claim.existing ?? (await store.head(target, { deadline }));
  if (object) return fromObject(task, object);
  throw new ThumbnailError(
    'object-missing',
    `${target.bucket}/${target.key} was there and is gone, so that no manifest can list it`,
  );
}

/** By its own headers: it may have been made as less than its task asks for, when there was no time for more. */
function fromObject({ rendition, spec }: Task, { etag, size, headers }: ObjectInfo): Listed {
  const format = formatOf(headers.contentType) ?? rendition.format;
  const { contentType } = sourceFormats[format];
  // Somebody who edits metadata may drop the mark.
  const shape = readShape(headers.metadata[marks.shape]) ?? { width: spec.width, height: spec.height };
  const { preset, target } = rendition;
  return toListed({ preset: preset.name, ...target, format, contentType, bytes: size, etag, ...shape });
}

/** In one order, whatever it comes from: the same thumbnails are the same text. */
function toListed(known: Listed): Listed {
  const { preset, bucket, key, format, contentType, width, height, bytes, etag, crop, pages } = known;
  return {
    ...{ preset, bucket, key, format, contentType, width, height, bytes, etag },
    ...(crop && { crop }),
    ...(pages !== undefined && { pages }),
  };
}

function formatOf(contentType: string | undefined): OutputFormat | undefined {
  const formats = Object.keys(outputFormats) as OutputFormat[];
  return formats.find((format) => sourceFormats[format].contentType === contentType);
}
/** A thumbnail as it lies in the target bucket. */
export interface Listed {
  /** Empty for the one unnamed preset. */
  readonly preset: string;
  readonly bucket: string;
  readonly key: string;
  readonly format: OutputFormat;
  readonly contentType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** With its quotes, as the source's. */
  readonly etag: string;
  /** What a crop kept, of the photo at its full size; absent: all of it. */
  readonly crop?: Region;
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
}
