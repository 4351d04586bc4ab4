// One record, from object to thumbnails: the sequence that everything else serves.

import { ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event/event.ts';
import { type ManifestResult, tryToClaimManifest, tryToStoreManifest } from './manifest/manifest.ts';
import { metadataBytes, readMetadata } from './metadata/metadata.ts';
import { planRecord, planRenditions, type Rendition } from './plan.ts';
import { isOurs } from './publish/recipe.ts';
import { type Removal, removeFormer, removeTraces } from './removal.ts';
import { type Made, type RenderingTools, renderAndStore } from './render/render.ts';
import { specify, type TaskContext, tryToClaim } from './render/task.ts';
import { trimmed } from './render/trim.ts';
import type { FetchedWatermark, WatermarkCache } from './render/watermark.ts';
import type { SkipCode } from './report.ts';
import { checkSource, checkSourceBytes, type Limits } from './source/limits.ts';
import { readSource, recognise, sourceState } from './source/source.ts';
import type { ObjectInfo, SourceObject } from './store.ts';

export interface Tools extends RenderingTools {
  readonly limits: Limits;
  readonly watermarkCache: WatermarkCache;
}

/** What became of one record. */
export type Result =
  | { readonly kind: 'skipped'; readonly code: SkipCode; readonly message: string }
  | { readonly kind: 'rendered'; readonly renditions: readonly RenditionResult[] };

export type RenditionResult = Made | Removal | ManifestResult;

/** What is known of a record even if it fails. */
export interface Progress {
  /** The source's, once it was read; undefined if there is none. */
  etag?: string | undefined;
}

/** A source that changes each time that its thumbnails are made is left to the next delivery. */
const maxRounds = 3;

/**
 * Makes and stores all thumbnails of one object, or removes those of one that is gone. Deliveries may be late, doubled,
 * and at work at the same time: each looks at the source once more after its last write, and begins again if it is not what
 * was read. So whoever writes something stale mends it, and what is there in the end belongs to the last upload.
 *
 * @param progress Filled in underway.
 * @throws {ThumbnailError} if the record fails as a whole; a rendition that fails alone is part of the result.
 */
export async function thumbnailRecord(
  record: ObjectRecord,
  tools: Tools,
  progress: Progress = {},
): Promise<Result> {
  const { config, store, limits, deadline, note } = tools;
  const plan = planRecord(record, config);
  if (plan.kind === 'skip') return skip(plan.code, plan.message);
  if (plan.kind === 'render' && record.size !== undefined) checkSourceBytes(record.size, limits);

  for (let round = 1; round <= maxRounds; round++) {
    const source = await readSource(record, { store, maxBytes: limits.sourceBytes, deadline });
    progress.etag = source?.etag;
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
 * An upload that finds its object gone removes its traces, too: an earlier delivery of it may have stored them after the
 * deletion's own event was done with.
 */
async function followDeletion(record: ObjectRecord, { config, store, deadline }: Tools): Promise<Result> {
  const renditions = config.onDelete === 'mirror' ? await removeTraces(record, config, store, deadline) : [];
  if (renditions.length > 0) return { kind: 'rendered', renditions };
  return skip('source-missing', 'the object is not there any more');
}

async function thumbnailSource(record: ObjectRecord, source: SourceObject, tools: Tools): Promise<Result> {
  const { config, store, engine, limits, deadline, note } = tools;
  const { ref } = record;
  note('read', { bytes: source.size, etag: source.etag });
  if (source.size === 0) return skip('empty-object', 'the object has no bytes');
  if (isOurs(source.headers)) {
    return skip('target-object', 'the object is a thumbnail, a manifest or a failure record of ours');
  }
  const format = recognise(ref, source);
  if (!format) return skip('not-an-image', 'neither bytes, name nor Content-Type are those of an image');

  const renditions = planRenditions(record, format, config);
  const preparing = Promise.all([
    Promise.all(renditions.map((rendition) => tryToClaim(ref, rendition, store, deadline))),
    tryToClaimManifest(record, config, store, deadline),
    fetchWatermark(renditions, tools),
  ]);
  const outputs = renditions.map((rendition) => rendition.format);
  const info = await engine.inspect(source.bytes, format, deadline, outputs).finally(() => preparing);
  note('inspected', { ...info });
  checkSource(info, source.size, limits);

  const [claimed, manifest, watermark] = await preparing;
  const metadata = readMetadata(source.bytes, format, config.metadata);
  const circumstances: TaskContext = {
    ...{ source, info, limits, engine, metadata: config.metadata },
    watermark: watermark && 'spec' in watermark ? watermark.spec : watermark,
    overhead: (output, maxBytes) => metadataBytes(metadata, output, maxBytes),
  };
  const specified = claimed.map((one) => specify(one, circumstances));
  const jobs = await trimmed(specified, source.bytes, circumstances, engine, deadline);
  const rendering = { source, info, metadata, jobs, watermark, wantsPreview: manifest !== undefined };
  const { made, preview } = await renderAndStore(record, rendering, tools);
  const inPlace = renditions.filter((_, n) => made[n] && 'status' in made[n]);
  const former =
    config.onDelete === 'mirror' ? await removeFormer(record, inPlace, config, store, deadline) : [];
  if (!manifest) return { kind: 'rendered', renditions: [...made, ...former] };
  // Last: its event tells others that all is done.
  const photo = { ref, source, info, jobs, made, preview };
  return {
    kind: 'rendered',
    renditions: [...made, ...former, await tryToStoreManifest(manifest, photo, tools)],
  };
}

/** undefined where no preset wants one. */
async function fetchWatermark(
  renditions: readonly Rendition[],
  { config, watermarkCache, store, deadline }: Tools,
): Promise<FetchedWatermark | undefined> {
  const wanting = renditions.find(({ preset }) => preset.watermark);
  if (!wanting || !config.watermark) return undefined;
  return watermarkCache.fetch(config.watermark, wanting.target, store, deadline);
}

function skip(code: SkipCode, message: string): Result {
  return { kind: 'skipped', code, message };
}
