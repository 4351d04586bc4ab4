// One record, from object to thumbnails: the sequence that everything else serves.

import { hasFullEngine, likelyQuickFormat, type QuickEngines, quickFormatFor } from './engine/choose.ts';
import { Declined } from './engine/declined.ts';
import type { Engine } from './engine/engine.ts';
import { ThumbnailError } from './errors.ts';
import type { ObjectRecord } from './event/event.ts';
import { type Failed, hasFailed, isFinal, type Result } from './failed.ts';
import type { SourceFormat } from './format/format.ts';
import type { FormerThumbnail } from './manifest/former.ts';
import { storeManifest } from './manifest/manifest.ts';
import { metadataBytes, readMetadata } from './metadata/metadata.ts';
import { planRecord, planRenditions, type Rendition } from './plan.ts';
import { isOurs } from './publish/recipe.ts';
import { type RemovalTools, removeFormer, removeReplaced, removeTraces } from './removal.ts';
import { gather } from './render/gather.ts';
import { claimRendition, prepareTasks } from './render/prepare.ts';
import { type RenderTools, renderTasks } from './render/render.ts';
import type { Task } from './render/task.ts';
import { createFindTrim } from './render/trim.ts';
import type { WatermarkCache } from './render/watermark.ts';
import type { SkipCode, SkippedOutcome } from './report.ts';
import { checkOpening, checkSource, checkSourceBytes, type Limits } from './source/limits.ts';
import { recognise } from './source/recognise.ts';
import { type ReadSource, readSource, sourceState } from './source/source.ts';
import type { ObjectInfo } from './store.ts';
import { splitKey } from './target/object-key.ts';
import { isHashed } from './target/template.ts';

/** An engine, and the limits that follow from what it needs. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly limits: Limits;
}

export interface Tools extends RenderTools {
  readonly limits: Limits;
  /** The engines that are asked before `engine` where they suit. */
  readonly quick: QuickEngines<EngineChoice>;
  readonly watermarkCache: WatermarkCache;
}

/** With what the rounds before have left. */
type RoundTools = Tools & Pick<RemovalTools, 'abandoned'>;

/** What became of one record. */
export interface RecordResult {
  /** The source's, once it was read; undefined before, and if there is no source any more. */
  readonly etag: string | undefined;
  /**
   * In this order: one for each preset, one for each object removed, one for the manifest. A record that is skipped or fails as a
   * whole has one without preset in place of those of presets, and none for the manifest.
   */
  readonly results: readonly Result[];
}

/** A source that changes each time that its thumbnails are made is left to the next delivery. */
const maxRounds = 3;

/**
 * Makes and stores all thumbnails of one object, or removes those of one that is gone. Never rejects.
 *
 * Deliveries may be late, doubled, and at work at the same time. So each looks at the source once more after its last write, and
 * begins again if it is not what was read: then whatever stale thumbnail was written is written anew, and the thumbnails that
 * are there in the end belong to the last upload.
 */
export async function thumbnailRecord(record: ObjectRecord, tools: Tools): Promise<RecordResult> {
  let etag: string | undefined;
  try {
    const { config, engine, limits, quick, deadline, onStep } = tools;
    deadline.check(`begin with ${record.ref.bucket}/${record.ref.key}`);
    const plan = planRecord(record, config);
    if (plan.kind === 'skip') return { etag, results: [skip(plan.code, plan.message)] };
    const { extension } = splitKey(record.ref.key);
    const likely = likelyQuickFormat(extension, plan.presets);
    const serving = (likely && quick[likely]?.engine) ?? engine;
    if (plan.kind === 'render') serving.start?.();

    let abandoned: readonly FormerThumbnail[] = [];
    for (let round = 1; round <= maxRounds; round++) {
      const maxBytes = Math.max(
        limits.sourceBytes,
        ...Object.values(quick).map((one) => one.limits.sourceBytes),
      );
      const source = await readSource(record, { ...tools, maxBytes });
      etag = source?.etag;
      const results = source
        ? await followUpload(record, source, { ...tools, abandoned })
        : await followDeletion(record, { ...tools, abandoned });
      if (!hasWritten(results) || (await isStill(record, source, tools))) return { etag, results };
      onStep('changed', { round });
      abandoned = [...abandoned, ...storedOf(record, results)];
    }
    throw new ThumbnailError(
      'source-changed',
      `the object was overwritten or deleted each of the ${maxRounds} times that its thumbnails were made; ` +
        'the next delivery finds it at rest',
    );
  } catch (error) {
    return { etag, results: [{ error }] };
  }
}

function hasWritten(results: readonly Result[]): boolean {
  return results.some((one) => !hasFailed(one) && one.status !== 'skipped');
}

/** The thumbnails that were stored. Another delivery may have replaced the manifest that listed them. */
function storedOf({ ref }: ObjectRecord, results: readonly Result[]): FormerThumbnail[] {
  const stored: FormerThumbnail[] = [];
  for (const one of results) {
    if (hasFailed(one) || one.status !== 'stored' || one.manifest) continue;
    const { preset, bucket, key } = one;
    stored.push({ preset, target: { bucket, region: ref.region, key } });
  }
  return stored;
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
 * Removes the thumbnails of an object that is gone. An upload's record does so, too: an earlier delivery of it may have stored
 * thumbnails after the record of the deletion had been handled.
 */
async function followDeletion(record: ObjectRecord, tools: RoundTools): Promise<readonly Result[]> {
  const { config } = tools;
  const removed = config.onDelete === 'mirror' ? await removeTraces(record, config, tools) : [];
  return removed.length > 0 ? removed : [skip('source-missing', 'the object is not there any more')];
}

/**
 * Makes the thumbnails of an object that is there. If it can have none, what was made of the content before it goes where deletions
 * are mirrored, as if that had been deleted. It stays after a failure that another delivery may mend.
 */
async function followUpload(
  record: ObjectRecord,
  source: ReadSource,
  tools: RoundTools,
): Promise<readonly Result[]> {
  const { config } = tools;
  try {
    const results = await thumbnailSource(record, source, tools);
    if (!results.every(isSkipOfRecord) || config.onDelete === 'keep') return results;
    return [...results, ...(await removeReplaced(record, undefined, config, tools))];
  } catch (error) {
    if (!isFinal(error) || config.onDelete === 'keep') throw error;
    return [{ error }, ...(await removeReplaced(record, source, config, tools))];
  }
}

function isSkipOfRecord(one: Result): boolean {
  return !hasFailed(one) && one.status === 'skipped' && one.preset === undefined && !one.manifest;
}

async function thumbnailSource(
  record: ObjectRecord,
  source: ReadSource,
  tools: RoundTools,
): Promise<readonly Result[]> {
  const { ref } = record;
  const { config, limits, onStep } = tools;
  onStep('read', { bytes: source.size, etag: source.etag });
  if (source.size === 0) return [skip('empty-object', 'the object has no bytes')];
  if (isOurs(source.headers)) {
    return [skip('target-object', 'the object is a thumbnail, a manifest or a failure record of ours')];
  }
  const { format, notAnImage } = recognise(ref, source);
  if (format === undefined) return [skip('not-an-image', notAnImage)];
  const renditions = planRenditions(record, format, config);
  const quickFormat = quickFormatFor(format, renditions);
  const quick = quickFormat && tools.quick[quickFormat];
  if (source.problem) {
    // By the engine that takes the most, because with less memory than the others it may make what they cannot.
    const takesMore = quick && (!hasFullEngine(quickFormat) || quick.limits.sourceBytes > limits.sourceBytes);
    checkSourceBytes(source.size, takesMore ? quick.limits : limits);
    throw source.problem;
  }

  if (quick) {
    try {
      const quickTools = { ...tools, ...quick, isLastEngine: !hasFullEngine(quickFormat) };
      return await renderSource({ record, source, format, renditions }, quickTools);
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
      onStep('declined', { engine: quick.engine.name, reason: error.message });
    }
  }
  return renderSource({ record, source, format, renditions }, { ...tools, isLastEngine: true });
}

/** A source whose format is known, and what is to be made of it. */
interface Recognised {
  readonly record: ObjectRecord;
  readonly source: ReadSource;
  readonly format: SourceFormat;
  readonly renditions: readonly Rendition[];
}

/**
 * @param tools With whether another engine can be asked.
 * @throws {Declined} before anything is stored, if the engine leaves the source to that.
 */
async function renderSource(
  { record, source, format, renditions }: Recognised,
  tools: RoundTools & { readonly isLastEngine: boolean },
): Promise<readonly Result[]> {
  const { ref } = record;
  const { config, engine, limits, isLastEngine, onStep } = tools;
  checkSourceBytes(source.size, limits);
  checkOpening(format, source.size, limits);
  const { info, claimed, manifest, watermark } = await gather(record, renditions, source, format, tools);
  onStep('inspected', { ...info });
  checkSource(info, source.size, limits);

  const metadata = readMetadata(source.bytes, format, config.metadata);
  const tasks = await prepareTasks(claimed, {
    source,
    info,
    limits,
    engine,
    config,
    watermark: watermark && !hasFailed(watermark) ? watermark.spec : watermark,
    metadataWarning: metadata.warning,
    metadataBytes: (output, maxBytes) => metadataBytes(metadata, output, maxBytes),
    findTrim: createFindTrim(source.bytes, info, tools),
    claim: (rendition) => claimRendition(ref, rendition, tools),
  });
  // Engines need memory for other things: one streams what the other holds.
  if (!isLastEngine && tasks.some(isImpossible)) throw new Declined('a thumbnail for which it has no memory');
  const wantsPreview = manifest !== undefined;
  const photo = { ref, source, bytes: source.bytes, info, metadata, watermark, wantsPreview };
  const { placed, preview } = await renderTasks(tasks, photo, tools);
  const removed =
    config.onDelete === 'mirror' ? await removeFormer(record, source, placed, config, tools) : [];
  const results = [...placed.map((one) => (hasFailed(one) ? one : one.outcome)), ...removed];
  if (!manifest || removed.some((one) => one.manifest)) return results;
  // The manifest of before is the only list of what is still to be removed: it stays for the next delivery.
  if (isHashed(config.targetKey) && removed.some(hasFailed)) return results;
  // Last: its event tells others that everything is in place.
  return [...results, await storeManifest(manifest, { ref, source, info, placed, preview }, tools)];
}

function isImpossible(task: Task | Failed): boolean {
  return (
    hasFailed(task) && task.error instanceof ThumbnailError && task.error.code === 'rendition-impossible'
  );
}

function skip(code: SkipCode, message: string): SkippedOutcome {
  return { status: 'skipped', code, message };
}
