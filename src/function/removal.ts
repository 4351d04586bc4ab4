// What a source has left behind in the target bucket, once it is gone or has another format: looked for at every key that it
// can have, and removed if it is the source's own.

import type { Config } from './config/config.ts';
import type { Deadline } from './deadline.ts';
import type { ObjectRecord } from './event/event.ts';
import { placeFailure } from './failure-record/place.ts';
import { manifestKeyProblem, placeManifest } from './manifest/place.ts';
import { keyProblem, possibleRenditions, type Rendition } from './plan.ts';
import { isFailureRecordOf, isThumbnailOf } from './publish/recipe.ts';
import type { RemovedOutcome } from './report.ts';
import type { ObjectRef, ObjectStore } from './store.ts';

/** Whose trace it is; neither of both: a failure record. */
type Of = Pick<RemovedOutcome, 'preset' | 'manifest'>;

export type Removal = RemovedOutcome | (Of & { readonly error: unknown });

/** A key that may hold something of the source's. */
interface Trace {
  readonly of: Of;
  readonly target: ObjectRef;
  readonly isIts: typeof isThumbnailOf;
}

/**
 * All that is there of an object that is gone: its manifest, its thumbnails of whatever format, and its failure record. One HEAD for each key
 * that one can have by the present settings, and one DELETE for each that is there and marked as made from this very object.
 * Resolves once nothing is under way any more.
 *
 * @returns What was removed, and what could not be.
 */
export async function removeTraces(
  record: ObjectRecord,
  config: Config,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Removal[]> {
  const traces = possible(record, config).map(toTrace);
  const manifest = placeManifest(record, config);
  if (manifest && !manifestKeyProblem(manifest)) {
    traces.push({ of: { manifest: true }, target: manifest, isIts: isThumbnailOf });
  }
  const failure = placeFailure(record, undefined, config);
  if (failure) traces.push({ of: {}, target: failure, isIts: isFailureRecordOf });
  return removeAll(record.ref, traces, store, deadline);
}

/**
 * The thumbnails that an object had before it was overwritten by one of another format, which are at other keys. The cost is a
 * HEAD for each other key that a preset can give by the source's format, all at once; none if its format is fixed. Where
 * deletions are not mirrored nobody looks: they stay, as those of deleted photos do.
 *
 * @param present Its present renditions, whose thumbnails are in place.
 */
export async function removeFormer(
  record: ObjectRecord,
  present: readonly Rendition[],
  config: Config,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Removal[]> {
  const former = possible(record, config).filter(({ preset, target }) => {
    const successor = present.find((one) => one.preset.name === preset.name);
    return successor !== undefined && successor.target.key !== target.key;
  });
  return removeAll(record.ref, former.map(toTrace), store, deadline);
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
  store: ObjectStore,
  deadline: Deadline,
): Promise<Removal[]> {
  const removals = traces.map(async ({ of, target, isIts }): Promise<Removal | undefined> => {
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

function isDefined(removal: Removal | undefined): removal is Removal {
  return removal !== undefined;
}
