// The manifest of a source: one JSON object, stored once all thumbnails are in place. Knows when it is written; its content is
// that of the other files in this folder.

import type { Config } from '../config/config.ts';
import type { Deadline } from '../deadline.ts';
import type { Engine, Preview, SourceInfo } from '../engine/engine.ts';
import type { ObjectRecord } from '../event/event.ts';
import { type Failed, hasFailed, isFinal } from '../failed.ts';
import { type Claim, claim, storeClaimed } from '../publish/claim.ts';
import { isOfRecipe, manifestRecipe, marks, marksOf } from '../publish/recipe.ts';
import { holds, type Placed } from '../render/task.ts';
import type { SkippedOutcome, StoredManifest } from '../report.ts';
import type { Io, ObjectHeaders, ObjectRef, SourceObject } from '../store.ts';
import { isHashed } from '../target/template.ts';
import { describeAll } from './content.ts';
import { describeStored } from './listing.ts';
import { manifestKeyProblem, manifestOf, placeManifest } from './place.ts';

/**
 * Claims the manifest's key with one HEAD. Never rejects.
 *
 * @returns undefined where no manifest is wanted.
 */
export async function claimManifest(
  record: ObjectRecord,
  config: Config,
  io: Io,
): Promise<Claim | Failed | undefined> {
  const target = placeManifest(record, config);
  if (!target) return undefined;
  const problem = manifestKeyProblem(target, config);
  if (problem) return failed(problem);
  try {
    return await claim(manifestOf(record.ref, target), io);
  } catch (error) {
    return failed(error);
  }
}

/** Everything that a manifest is made from. */
export interface ManifestInput {
  readonly ref: ObjectRef;
  readonly source: SourceObject;
  readonly info: SourceInfo;
  /** One for each preset, in the order of the presets. */
  readonly placed: readonly (Placed | Failed)[];
  /** undefined if nothing had to be decoded. */
  readonly preview: Preview | undefined;
}

export interface ManifestTools extends Io {
  readonly config: Pick<Config, 'keeping' | 'targetKey'>;
  readonly engine: Engine;
}

/**
 * Stores the manifest if all thumbnails are in place that it must list, and the one that is there differs. If that is not possible,
 * the manifest before stays as it is. Never rejects.
 */
export async function storeManifest(
  claimed: Claim | Failed,
  input: ManifestInput,
  tools: ManifestTools,
): Promise<StoredManifest | SkippedOutcome | Failed> {
  if (hasFailed(claimed)) return claimed;
  try {
    const placed = input.placed.filter(isPlaced);
    return isEnough(input.placed, tools)
      ? await storeComplete(claimed, { ...input, placed }, tools)
      : incomplete(claimed);
  } catch (error) {
    return failed(error);
  }
}

/**
 * All thumbnails must be in place. Where keys have a digest, those that failed for good need not be, if there are others: nobody
 * could find these without a manifest, and nobody could remove them.
 */
function isEnough(all: readonly (Placed | Failed)[], { config }: ManifestTools): boolean {
  const lost = all.filter(hasFailed);
  if (lost.length === 0) return true;
  const isListOfRest = isHashed(config.targetKey) && lost.length < all.length;
  return isListOfRest && lost.every(({ error }) => isFinal(error));
}

interface CompleteInput extends ManifestInput {
  readonly placed: readonly Placed[];
}

async function storeComplete(
  claimed: Claim,
  input: CompleteInput,
  tools: ManifestTools,
): Promise<StoredManifest | SkippedOutcome> {
  const { ref, source, info, placed } = input;
  const entries = await Promise.all(
    placed.map(async (one) => ({ preset: one.preset, listed: await describeStored(one, tools) })),
  );
  const listed = entries.map((entry) => entry.listed);
  const recipe = manifestRecipe(source, listed, tools.engine.version, tools.config.keeping);
  const { target } = claimed.claimant;
  if (holds(claimed, recipe)) return upToDate(target);
  const preview = input.preview ?? (await decodePreview(input, tools.engine, tools.deadline));
  const bytes = Buffer.from(JSON.stringify(describeAll(ref, source, info, entries, preview), null, 2));
  const headers = {
    contentType: 'application/json',
    // The next upload of the photo changes it under the same key.
    cacheControl: 'no-cache',
    metadata: marksOf(ref, source, recipe),
    ...tools.config.keeping,
  };
  const isSame = (existing: ObjectHeaders) => isOfRecipe(recipe, existing);
  const stored = await storeClaimed(claimed, { bytes, headers, isSame }, tools);
  if (!stored) return upToDate(target);
  return {
    manifest: true,
    status: 'stored',
    bucket: target.bucket,
    key: target.key,
    bytes: bytes.length,
    contentType: headers.contentType,
    etag: stored.etag,
  };
}

function isPlaced(one: Placed | Failed): one is Placed {
  return !hasFailed(one);
}

function failed(error: unknown): Failed {
  return { manifest: true, error };
}

async function decodePreview(
  { source, info }: ManifestInput,
  engine: Engine,
  deadline: Deadline,
): Promise<Preview> {
  const job = { bytes: source.bytes, info, specs: [], preview: true };
  const { preview } = await engine.render(job, deadline);
  if (!preview) throw new Error('the engine gave no preview, which it was asked for');
  return preview;
}

function upToDate({ bucket, key }: ObjectRef): SkippedOutcome {
  const message = `${bucket}/${key} lists what is there`;
  return { manifest: true, status: 'skipped', code: 'up-to-date', message };
}

function incomplete({ claimant, existing }: Claim): SkippedOutcome {
  const { bucket, key } = claimant.target;
  const etag = existing?.headers.metadata[marks.sourceEtag];
  const message = existing
    ? `not all thumbnails are in place: ${bucket}/${key} stays as it was made, of the photo with the ETag "${etag}"`
    : `not all thumbnails are in place: ${bucket}/${key} is not written`;
  return { manifest: true, status: 'skipped', code: 'incomplete', message };
}
