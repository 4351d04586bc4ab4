// Removes from the target bucket what a source has left there, once it is gone, has another format, or can have no thumbnails. Looks
// at every key that the source can have had, or that its manifest lists where keys have a digest, and removes an object only if its mark says that it was made from this very source.

import type { Config } from './config/config.ts';
import type { ObjectRecord } from './event/event.ts';
import { type Failed, hasFailed, isFinal } from './failed.ts';
import { placeFailure } from './failure-record/place.ts';
import { type FormerThumbnail, readFormer } from './manifest/former.ts';
import { manifestKeyProblem, placeManifest } from './manifest/place.ts';
import { keyProblem, possibleRenditions, type Rendition } from './plan.ts';
import { isFailureRecordOf, isOfContent, isThumbnailOf } from './publish/recipe.ts';
import type { RemovedOutcome } from './report.ts';
import type { Io, ObjectInfo, ObjectRef } from './store.ts';
import { isHashed } from './target/template.ts';

/** The store, and what no manifest may list any more. */
export interface RemovalTools extends Io {
  /** The thumbnails that this very delivery stored before it found that the source had changed. */
  readonly abandoned: readonly FormerThumbnail[];
}

/** What has been placed, or failed, of each preset. */
type PresetResult = Pick<Rendition, 'preset' | 'target'> | Failed;

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
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  const failure = placeFailure(record, undefined, config);
  const ofFailure: Trace[] = failure ? [{ of: {}, target: failure, isIts: isFailureRecordOf }] : [];
  return removeWithManifest(record, (one) => one, ofFailure, config, tools);
}

/**
 * Removes what an object had before it was overwritten by one that can have no thumbnails: manifest, and thumbnails of whatever
 * format. Costs the HEADs of `removeTraces`. Its failure record stays: the next one takes its place.
 *
 * @param present The object as it is now. What was made of the same content stays: it was possible then, say with more memory.
 * undefined: whatever it was made of.
 */
export async function removeReplaced(
  record: ObjectRecord,
  present: ObjectInfo | undefined,
  config: Config,
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  const narrow = present ? ofOtherContent(present) : (one: Trace) => one;
  return removeWithManifest(record, narrow, [], config, tools);
}

/**
 * Removes what an object had before it was overwritten by one that has thumbnails at other keys, because of its format, or has not
 * all of them: where one failed for good, the one before it and the manifest go. Costs a HEAD for each such key, all at once; none
 * where all are in place and their formats are fixed. Where deletions are not mirrored this is not called: they stay, as those of
 * deleted photos do.
 *
 * @param source The object as it is now.
 * @param results Of each preset, whether its thumbnail is in place.
 */
export async function removeFormer(
  record: ObjectRecord,
  source: ObjectInfo,
  results: readonly PresetResult[],
  config: Config,
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  if (isHashed(config.targetKey)) return removeFormerHashed(record, source, results, config, tools);
  const ofOther = ofOtherContent(source);
  const lost = results.filter((one) => hasFailed(one) && isFinal(one.error));
  const traces = possible(record, config).map((rendition): Trace | undefined => {
    const { preset, target } = rendition;
    if (lost.some((one) => one.preset === preset.name)) return ofOther(toTrace(rendition));
    const isElsewhere = results.some(
      (one) => !hasFailed(one) && one.preset.name === preset.name && one.target.key !== target.key,
    );
    return isElsewhere ? toTrace(rendition) : undefined;
  });
  const manifest = lost.length > 0 ? manifestOf(record, config).map(ofOther) : [];
  return removeAll(record.ref, [...traces.filter((trace) => trace !== undefined), ...manifest], tools);
}

/**
 * The same where keys have a digest: what the manifest of before lists and is not in place now goes. It stays while something failed
 * that another delivery may mend: then the manifest stays, too, and lists it. Where some presets failed for good, the next manifest
 * lists the others alone, so all else goes. Where all did there is none: then what was made of the same content stays, and so does
 * the manifest that lists it.
 */
async function removeFormerHashed(
  record: ObjectRecord,
  source: ObjectInfo,
  results: readonly PresetResult[],
  config: Config,
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  const lost = results.filter(hasFailed);
  if (lost.some(({ error }) => !isFinal(error))) return [];
  if (lost.length === results.length) {
    return removeWithManifest(record, ofOtherContent(source), [], config, tools);
  }
  const placed = results.map((one) => (hasFailed(one) ? undefined : one.target.key));
  const choose = (traces: readonly Trace[]) => traces.filter(({ target }) => !placed.includes(target.key));
  return removeInOrder(record, choose, [], config, tools);
}

/** Restricts a trace to objects that were made of other content than the source has now. */
function ofOtherContent(source: ObjectInfo): (trace: Trace) => Trace {
  return ({ of, target, isIts }) => ({
    of,
    target,
    isIts: (ref, headers) => isIts(ref, headers) && !isOfContent(source, headers),
  });
}

/** Removes all thumbnails of a source, its manifest, and others. */
async function removeWithManifest(
  record: ObjectRecord,
  narrow: (trace: Trace) => Trace,
  others: readonly Trace[],
  config: Config,
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  const rest = [...manifestOf(record, config).map(narrow), ...others];
  if (isHashed(config.targetKey)) {
    return removeInOrder(record, (traces) => traces.map(narrow), rest, config, tools);
  }
  const thumbnails = possible(record, config).map(toTrace).map(narrow);
  return removeAll(record.ref, [...thumbnails, ...rest], tools);
}

/**
 * Removes first what the manifest lists, and the rest once that is gone: without the manifest nobody could find it any more.
 *
 * @param choose From the thumbnails that are listed.
 */
async function removeInOrder(
  record: ObjectRecord,
  choose: (traces: readonly Trace[]) => readonly Trace[],
  rest: readonly Trace[],
  config: Config,
  tools: RemovalTools,
): Promise<(RemovedOutcome | Failed)[]> {
  try {
    const listed = await readFormer(record, config, tools);
    const keys = listed.map(({ target }) => target.key);
    const former = [...listed, ...tools.abandoned.filter(({ target }) => !keys.includes(target.key))];
    const traces = former.map(({ preset, target }) => ({ of: { preset }, target, isIts: isThumbnailOf }));
    const removed = await removeAll(record.ref, choose(traces), tools);
    return removed.some(hasFailed) ? removed : [...removed, ...(await removeAll(record.ref, rest, tools))];
  } catch (error) {
    return [{ manifest: true, error }];
  }
}

function manifestOf(record: ObjectRecord, config: Config): Trace[] {
  const target = placeManifest(record, config);
  const isPossible = target && !manifestKeyProblem(target, config);
  return isPossible ? [{ of: { manifest: true }, target, isIts: isThumbnailOf }] : [];
}

function possible(record: ObjectRecord, config: Config): Rendition[] {
  return possibleRenditions(record, config).filter((rendition) => !keyProblem(rendition, config));
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
  return (await Promise.all(removals)).filter((one) => one !== undefined);
}
