// What a manifest says of each thumbnail in the target bucket: from what was just stored, or from the object's headers.

import type { Region } from '../engine/engine.ts';
import { ThumbnailError } from '../errors.ts';
import { type OutputFormat, outputFormats, sourceFormats } from '../format/format.ts';
import { marks } from '../publish/recipe.ts';
import { readShape } from '../publish/shape.ts';
import type { Placed } from '../render/task.ts';
import type { Io, ObjectInfo } from '../store.ts';

/**
 * Describes a thumbnail that is in place. Costs one HEAD if another delivery has stored it since its key was claimed, and nothing
 * otherwise.
 *
 * @throws {ThumbnailError} `object-missing` if it was removed meanwhile: another delivery makes it again.
 */
export async function describeStored(placed: Placed, { store, deadline }: Io): Promise<Listed> {
  const { outcome, claim, target } = placed;
  if (outcome.status === 'stored') return toListed(outcome);
  const object = claim.existing ?? (await store.head(target, { deadline }));
  if (object) return fromObject(placed, object);
  throw new ThumbnailError(
    'object-missing',
    `${target.bucket}/${target.key} was there and is gone, so that no manifest can list it`,
  );
}

/** By its own headers: when time was short it may have been made in a cheaper way than its task asks for. */
function fromObject({ preset, target, spec, ...task }: Placed, { etag, size, headers }: ObjectInfo): Listed {
  const format = formatOf(headers.contentType) ?? task.format;
  const { contentType } = sourceFormats[format];
  // A tool that edits metadata may have dropped the mark.
  const shape = readShape(headers.metadata[marks.shape]) ?? { width: spec.width, height: spec.height };
  return toListed({ preset: preset.name, ...target, format, contentType, bytes: size, etag, ...shape });
}

/** With its fields in one order, so that the same thumbnails give the same text. */
function toListed(known: Listed): Listed {
  const { preset, bucket, key, format, contentType, width, height, bytes, etag, crop, pages } = known;
  return {
    preset,
    bucket,
    key,
    format,
    contentType,
    width,
    height,
    bytes,
    etag,
    ...(crop && { crop }),
    ...(pages !== undefined && { pages }),
  };
}

function formatOf(contentType: string | undefined): OutputFormat | undefined {
  const formats = Object.keys(outputFormats) as OutputFormat[];
  return formats.find((format) => sourceFormats[format].contentType === contentType);
}
/** A thumbnail in the target bucket. */
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
  /** With its quotes. */
  readonly etag: string;
  /** What a crop kept, of the photo at its full size; absent: all of it. */
  readonly crop?: Region;
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
}
