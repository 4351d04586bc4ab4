// The manifest of a source: one JSON object, stored once all thumbnails are in place. Knows when; what it says is manifest/'s.

import type { Config } from '../config/config.ts';
import type { Deadline } from '../deadline.ts';
import type { Engine, Preview, SourceInfo } from '../engine/engine.ts';
import type { ObjectRecord } from '../event/event.ts';
import { type Claim, claim, storeClaimed } from '../publish/claim.ts';
import { isOfRecipe } from '../publish/publish.ts';
import { manifestRecipe, marks, marksOf } from '../publish/recipe.ts';
import type { Made } from '../render/render.ts';
import { holds, type Job, type Task } from '../render/task.ts';
import type { SkippedOutcome, StoredManifest, StoredOutcome } from '../report.ts';
import type { ObjectHeaders, ObjectRef, ObjectStore, SourceObject } from '../store.ts';
import { describeAll } from './content.ts';
import { describeStored, type Listed } from './listing.ts';
import { manifestKeyProblem, manifestOf, placeManifest } from './place.ts';

/** What became of the manifest. */
export type ManifestResult =
  | StoredManifest
  | SkippedOutcome
  | { readonly manifest: true; readonly error: unknown };

/** Its key: claimed, or why it cannot be. */
export interface ManifestKey {
  readonly target: ObjectRef;
  readonly claim: Claim | { readonly problem: unknown };
}

/**
 * Claims the manifest's key; one HEAD. Never rejects: what went wrong is the manifest's own problem.
 *
 * @returns undefined where no manifest is wanted.
 */
export async function tryToClaimManifest(
  record: ObjectRecord,
  config: Config,
  store: ObjectStore,
  deadline: Deadline,
): Promise<ManifestKey | undefined> {
  const target = placeManifest(record, config);
  if (!target) return undefined;
  const problem = manifestKeyProblem(target);
  if (problem) return { target, claim: { problem } };
  try {
    return { target, claim: await claim(manifestOf(record.ref, target), store, deadline) };
  } catch (error) {
    return { target, claim: { problem: error } };
  }
}

/** All that a manifest comes from. */
export interface ManifestInput {
  readonly ref: ObjectRef;
  readonly source: SourceObject;
  readonly info: SourceInfo;
  readonly jobs: readonly Job[];
  /** Of the jobs, in their order. */
  readonly made: readonly Made[];
  /** undefined if nothing had to be decoded. */
  readonly preview: Preview | undefined;
}

export interface ManifestTools {
  readonly store: ObjectStore;
  readonly engine: Engine;
  readonly deadline: Deadline;
}

/**
 * Stores the manifest if all thumbnails are in place and what is there says anything else. One that cannot be made leaves the
 * one before as it is. Never rejects.
 */
export async function tryToStoreManifest(
  { target, claim: claimed }: ManifestKey,
  photo: ManifestInput,
  { store, engine, deadline }: ManifestTools,
): Promise<ManifestResult> {
  try {
    if ('problem' in claimed) throw claimed.problem;
    const { ref, source, info, jobs, made } = photo;
    if (!made.every(isInPlace)) return incomplete(target, claimed);
    const tasks = jobs as readonly Task[];
    const listed = await Promise.all(
      tasks.map((task, n) => describeStored(task, made[n] as InPlace, store, deadline)),
    );
    const recipe = manifestRecipe(source, listed, engine.version);
    if (holds(claimed, recipe)) return upToDate(target);
    const preview = photo.preview ?? (await decodePreview(photo, engine, deadline));
    const entries = tasks.map(({ rendition }, n) => ({
      preset: rendition.preset,
      listed: listed[n] as Listed,
    }));
    const text = JSON.stringify(describeAll(ref, source, info, entries, preview), null, 2);
    const headers = {
      contentType: 'application/json',
      // The next upload of the photo changes it under the same key.
      cacheControl: 'no-cache',
      metadata: marksOf(ref, source, recipe),
    };
    const isSame = (existing: ObjectHeaders) => isOfRecipe(recipe, existing);
    const content = { bytes: Buffer.from(text), headers, isSame };
    const stored = await storeClaimed(manifestOf(ref, target), claimed, content, store, deadline);
    if (!stored) return upToDate(target);
    const { bucket, key } = target;
    const { contentType } = headers;
    return {
      manifest: true,
      status: 'stored',
      bucket,
      key,
      bytes: content.bytes.length,
      contentType,
      etag: stored.etag,
    };
  } catch (error) {
    return { manifest: true, error };
  }
}

type InPlace = StoredOutcome | SkippedOutcome;

function isInPlace(made: Made): made is InPlace {
  return 'status' in made;
}

async function decodePreview(
  { source, info }: ManifestInput,
  engine: Engine,
  deadline: Deadline,
): Promise<Preview> {
  const { preview } = await engine.render(
    { bytes: source.bytes, source: info, specs: [], preview: true },
    deadline,
  );
  if (!preview) throw new Error('the engine gave no preview, which it was asked for');
  return preview;
}

function upToDate({ bucket, key }: ObjectRef): SkippedOutcome {
  const message = `${bucket}/${key} lists what is there`;
  return { manifest: true, status: 'skipped', code: 'up-to-date', message };
}

function incomplete({ bucket, key }: ObjectRef, { existing }: Claim): SkippedOutcome {
  const etag = existing?.headers.metadata[marks.sourceEtag];
  const message = existing
    ? `not all thumbnails are in place: ${bucket}/${key} stays as it was made, of the photo with the ETag "${etag}"`
    : `not all thumbnails are in place: ${bucket}/${key} is not written`;
  return { manifest: true, status: 'skipped', code: 'incomplete', message };
}
