// One record, from object to thumbnails: the sequence that everything else serves.

import type { Config } from './config.ts';
import type { Deadline } from './deadline.ts';
import type { Encoded, Engine, SourceInfo } from './engine.ts';
import { ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event.ts';
import { isDue, type Job, specify, tryToClaim } from './job.ts';
import { checkSource, checkSourceBytes, type Limits } from './limits.ts';
import { planRecord, planRenditions } from './plan.ts';
import { Promised } from './promised.ts';
import { publish, upToDate } from './publish.ts';
import { isOurs } from './recipe.ts';
import { removeThumbnails } from './removal.ts';
import type { RemovedOutcome, SkipCode, SkippedOutcome, StoredOutcome } from './report.ts';
import { readSource, recognise, sourceState } from './source.ts';
import type { ObjectInfo, ObjectStore, SourceObject } from './store.ts';

export interface Tools {
  readonly config: Config;
  readonly store: ObjectStore;
  readonly engine: Engine;
  readonly limits: Limits;
  readonly deadline: Deadline;
  /** Tells of a step that is done, and what it dealt with. */
  readonly note: (step: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What became of one record. */
export type Result =
  | { readonly kind: 'skipped'; readonly code: SkipCode; readonly message: string; readonly etag?: string }
  | { readonly kind: 'rendered'; readonly etag?: string; readonly renditions: readonly RenditionResult[] };

export type RenditionResult =
  | StoredOutcome
  | SkippedOutcome
  | RemovedOutcome
  | { readonly preset: string; readonly error: unknown };

/** A source that changes each time that its thumbnails are made is left to the next delivery. */
const maxRounds = 3;

/**
 * Makes and stores all thumbnails of one object, or removes those of one that is gone. Deliveries may be late, doubled,
 * and at work at the same time: each looks at the source once more after its last write, and begins again if it is not what
 * was read. So whoever writes something stale mends it, and what is there in the end belongs to the last upload.
 *
 * @throws {ThumbnailError} if the record fails as a whole; a rendition that fails alone is part of the result.
 */
export async function thumbnailRecord(record: ObjectRecord, tools: Tools): Promise<Result> {
  const { config, store, limits, deadline, note } = tools;
  const plan = planRecord(record, config);
  if (plan.kind === 'skip') return skip(plan.code, plan.message);
  if (plan.kind === 'render' && record.size !== undefined) checkSourceBytes(record.size, limits);

  for (let round = 1; round <= maxRounds; round++) {
    const source = await readSource(record, { store, maxBytes: limits.sourceBytes, deadline });
    const result = source
      ? await thumbnailSource(record, source, tools)
      : await followDeletion(record, tools);
    if (!hasWritten(result) || (await isStill(record, source, tools))) return result;
    note('changed', { round });
  }
  throw new ThumbnailError(
    'source-changed',
    `the object was overwritten or deleted each of the ${maxRounds} times that its thumbnails were made; ` +
      'the next delivery finds it at rest',
  );
}

function hasWritten(result: Result): boolean {
  if (result.kind === 'skipped') return false;
  return result.renditions.some((one) => 'status' in one && one.status !== 'skipped');
}

/** Is the source, one HEAD later, what was read? Where deletions are not mirrored it may also be gone: thumbnails stay. */
async function isStill(
  { ref }: ObjectRecord,
  source: ObjectInfo | undefined,
  { config, store, deadline }: Tools,
): Promise<boolean> {
  const now = await store.head(ref, { deadline });
  if (!now) return !source || config.onDelete === 'keep';
  return source !== undefined && sourceState(now) === sourceState(source);
}

/**
 * An upload that finds its object gone removes thumbnails, too: an earlier delivery of it may have stored them after the
 * deletion's own event was done with.
 */
async function followDeletion(record: ObjectRecord, { config, store, deadline }: Tools): Promise<Result> {
  const renditions =
    config.onDelete === 'mirror' ? await removeThumbnails(record, config, store, deadline) : [];
  if (renditions.length > 0) return { kind: 'rendered', renditions };
  return skip('source-missing', 'the object is not there any more');
}

async function thumbnailSource(record: ObjectRecord, source: SourceObject, tools: Tools): Promise<Result> {
  const { config, store, engine, limits, deadline, note } = tools;
  const { ref } = record;
  note('read', { bytes: source.size, etag: source.etag });
  if (source.size === 0) return skip('empty-object', 'the object has no bytes', source);
  if (isOurs(source.headers)) {
    return skip('target-object', 'the object is a thumbnail or a failure record of ours', source);
  }
  const format = recognise(ref, source);
  if (!format)
    return skip('not-an-image', 'neither bytes, name nor Content-Type are those of an image', source);

  const renditions = planRenditions(record, format, config);
  const claiming = Promise.all(renditions.map((rendition) => tryToClaim(ref, rendition, store, deadline)));
  const info = await engine.inspect(source.bytes, format, deadline).finally(() => claiming);
  note('inspected', { ...info });
  checkSource(info, source.size, limits);

  const claimed = await claiming;
  const jobs = claimed.map((one) => specify(one, source, info, limits, engine.version));
  const results = await renderAndStore(record, source, info, jobs, tools);
  return { kind: 'rendered', etag: source.etag, renditions: results };
}

function skip(code: SkipCode, message: string, source?: SourceObject): Result {
  return { kind: 'skipped', code, message, ...(source && { etag: source.etag }) };
}

/**
 * One decode for all renditions that are due, none if there are none. Each is stored as soon as it is encoded.
 *
 * @throws {ThumbnailError} if the decode fails before anything was stored, and once nothing is under way any more. After
 * that what fails is each rendition's own.
 */
async function renderAndStore(
  { ref }: ObjectRecord,
  source: SourceObject,
  info: SourceInfo,
  jobs: readonly Job[],
  { store, engine, deadline, note }: Tools,
): Promise<RenditionResult[]> {
  const due = jobs.filter(isDue);
  const specs = due.map(({ spec }) => spec);
  const thumbnails = specs.map(() => new Promised<Encoded>());
  const rendering =
    specs.length === 0
      ? Promise.resolve([])
      : engine.render(source.bytes, info, specs, deadline, (n, encoded) => thumbnails[n]?.resolve(encoded));
  rendering.then(
    (all) => {
      note('rendered', { thumbnails: all.map(describe) });
      for (const [n, one] of thumbnails.entries()) settle(one, all[n]);
    },
    (error) => {
      for (const one of thumbnails) one.reject(error);
    },
  );
  const storing = jobs.map(async (job): Promise<RenditionResult> => {
    const { rendition } = job;
    try {
      if ('problem' in job) throw job.problem;
      if (!isDue(job)) return upToDate(rendition);
      const encoded = await (thumbnails[due.indexOf(job)] as Promised<Encoded>).value;
      const publication = { ref, source, sourceFormat: info.format, rendition, recipe: job.recipe, encoded };
      return await publish(publication, job.claim, store, deadline);
    } catch (error) {
      return { preset: rendition.preset.name, error };
    }
  });
  const results = await Promise.all(storing);
  if (!results.some((one) => 'status' in one && one.status === 'stored')) await rendering;
  return results;
}

function settle(thumbnail: Promised<Encoded>, encoded: Encoded | undefined): void {
  if (encoded) thumbnail.resolve(encoded);
  else thumbnail.reject(new Error('the engine answered with fewer thumbnails than it was asked for'));
}

function describe({ width, height, bytes }: Encoded): string {
  return `${width}x${height} ${bytes.length} bytes`;
}
