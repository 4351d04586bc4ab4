// One thumbnail into the target bucket: whose its key is, and what it is marked with.

import type { Deadline } from '../deadline.ts';
import type { Encoded } from '../engine/engine.ts';
import { type SourceFormat, sourceFormats } from '../format/format.ts';
import type { Rendition } from '../plan.ts';
import type { SkippedOutcome, StoredOutcome } from '../report.ts';
import type { ObjectHeaders, ObjectInfo, ObjectRef, ObjectStore } from '../store.ts';
import { type Claim, type Claimant, storeClaimed } from './claim.ts';
import { ownedBy } from './ownership.ts';
import { marks, marksOf } from './recipe.ts';
import { type Shape, writeShape } from './shape.ts';
import { thumbnailHeaders } from './thumbnail-headers.ts';

/** Everything that a thumbnail in the target bucket comes from. */
export interface Publication {
  /** Where the source is. */
  readonly ref: ObjectRef;
  readonly source: ObjectInfo;
  readonly sourceFormat: SourceFormat;
  readonly rendition: Rendition;
  readonly recipe: string;
  readonly encoded: Encoded;
  /** Said of the source's own picture. */
  readonly kept?: 'source';
  /** Frames of an animation; absent for a still. */
  readonly pages?: number;
  /** What its uploader or operator should know. */
  readonly warnings?: readonly string[];
}

/** A target's key may be taken if what it holds was made from this very source. */
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

/** Does it hold what would be made? It is whole then: COS stores all of an object, checked, or nothing. */
export function isOfRecipe(recipe: string, { metadata }: ObjectHeaders): boolean {
  return metadata[marks.recipe] === recipe;
}

/**
 * Stores a thumbnail, unless another delivery stored the same one meanwhile.
 *
 * @param claimed What `claim` said of `thumbnailOf` its source and target.
 * @throws {ThumbnailError} `target-conflict`, or as the store throws.
 */
export async function publish(
  publication: Publication,
  claimed: Claim,
  store: ObjectStore,
  deadline: Deadline,
): Promise<StoredOutcome | SkippedOutcome> {
  const { ref, rendition, recipe, encoded, kept, warnings } = publication;
  const { target, format } = rendition;
  const { bytes } = encoded;
  const headers = headersOf(publication);
  const isSame = (existing: ObjectHeaders) => isOfRecipe(recipe, existing);
  const content = { bytes, headers, isSame };
  const stored = await storeClaimed(thumbnailOf(ref, target), claimed, content, store, deadline);
  if (!stored) return upToDate(rendition);
  return {
    preset: rendition.preset.name,
    status: 'stored',
    bucket: target.bucket,
    key: target.key,
    format,
    ...shapeOf(publication),
    bytes: bytes.length,
    contentType: headers.contentType,
    etag: stored.etag,
    ...(kept && { kept }),
    ...(warnings && { warnings }),
  };
}

/** For a rendition whose target holds what would be made. */
export function upToDate({ preset, target }: Rendition): SkippedOutcome {
  const message = `${target.bucket}/${target.key} was made of the same source in the same way`;
  return { preset: preset.name, status: 'skipped', code: 'up-to-date', message };
}

function shapeOf({ encoded: { width, height, crop }, pages }: Publication): Shape {
  return { width, height, ...(pages !== undefined && { pages }), ...(crop && { crop }) };
}

function headersOf(publication: Publication) {
  const { ref, source, sourceFormat, rendition, recipe } = publication;
  const { contentType } = sourceFormats[rendition.format];
  const made = { contentType, sameFormat: rendition.format === sourceFormat };
  const shape = { [marks.shape]: writeShape(shapeOf(publication)) };
  return thumbnailHeaders(source.headers, made, { ...marksOf(ref, source, recipe), ...shape });
}
