// Removes from the target bucket what a source has left there, once it is gone or has another format. Looks at every key that
// the source can have had, and removes an object only if its mark says that it was made from this very source.

import type { Config } from './config/config.ts';
import type { ObjectRecord } from './event/event.ts';
import type { Failed } from './failed.ts';
import { placeFailure } from './failure-record/place.ts';
import { manifestKeyProblem, placeManifest } from './manifest/place.ts';
import { keyProblem, possibleRenditions, type Rendition } from './plan.ts';
import { isFailureRecordOf, isThumbnailOf } from './publish/recipe.ts';
import type { RemovedOutcome } from './report.ts';
import type { Io, ObjectRef } from './store.ts';

/** A key that may hold something that was made from the source. */
interface Trace {
  /** What it is: the thumbnail of a preset, the manifest, or (neither) a failure record. */
  readonly of: Pick<RemovedOutcome, 'preset' | 'manifest'>;
  readonly target: ObjectRef;
  /** Do the marks of the object that is there say that it was made from this source? */
  readonly isIts: typeof isThumbnailOf;
}

/**
 * Removes everything of an object that is gone: its manifest, its thumbnails of whatever format, and its failure record. Costs one
 * HEAD for each key that these can have by the present settings, and one DELETE for each that is there and marked as made from
 * this very object. Resolves once no request is under way any more.
 *
 * @returns What was removed, and what could not be.
 */
export async function removeTraces(
  record: ObjectRecord,
  config: Config,
  io: Io,
): Promise<(RemovedOutcome | Failed)[]> {
  const traces = possible(record, config).map(toTrace);
  const manifest = placeManifest(record, config);
  if (manifest && !manifestKeyProblem(manifest)) {
    traces.push({ of: { manifest: true }, target: manifest, isIts: isThumbnailOf });
  }
  const failure = placeFailure(record, undefined, config);
  if (failure) traces.push({ of: {}, target: failure, isIts: isFailureRecordOf });
  return removeAll(record.ref, traces, io);
}

/**
 * Removes the thumbnails that an object had before it was overwritten by one of another format, which are at other keys. Costs a
 * HEAD for each other key that a preset can give by the source's format, all at once; none if the preset's format is fixed. Where
 * deletions are not mirrored this is not called: they stay, as those of deleted photos do.
 *
 * @param present Its present renditions, those whose thumbnails are in place.
 */
export async function removeFormer(
  record: ObjectRecord,
  present: readonly Rendition[],
  config: Config,
  io: Io,
): Promise<(RemovedOutcome | Failed)[]> {
  const former = possible(record, config).filter(({ preset, target }) => {
    const successor = present.find((one) => one.preset.name === preset.name);
    return successor !== undefined && successor.target.key !== target.key;
  });
  return removeAll(record.ref, former.map(toTrace), io);
}

function possible(record: ObjectRecord, config: Config): Rendition[] {
  return possibleRenditions(record, config).filter((rendition) => !keyProblem(rendition));
}

function toTrace({ preset, target }: Rendition): Trace {
  return { of: { preset: preset.name }, target, isIts: isThumbnailOf };
}

async function removeAll(
  source: ObjectRef,
  traces: readonly Trace[],
  { store, deadline }: Io,
): Promise<(RemovedOutcome | Failed)[]> {
  const removals = traces.map(async ({ of, target, isIts }): Promise<RemovedOutcome | Failed | undefined> => {
    try {
      const existing = await store.head(target, { deadline });
      if (!existing || !isIts(source, existing.headers)) return undefined;
      await store.delete(target, { deadline });
      return { ...of, status: 'removed', bucket: target.bucket, key: target.key };
    } catch (error) {
      return { ...of, error };
    }
  });
  return (await Promise.all(removals)).filter(isDefined);
}

function isDefined<T>(one: T | undefined): one is T {
  return one !== undefined;
}
