// The thumbnails of one source: made by one call of the engine, each stored as soon as it is ready.

import type { Config } from '../config/config.ts';
import type { Encoded, Engine, Preview, RenderSpec } from '../engine/engine.ts';
import { type Failed, hasFailed } from '../failed.ts';
import { finish, type SourcePhoto } from '../metadata/finish.ts';
import { publish, upToDate } from '../publish/publish.ts';
import { recipeOf } from '../publish/recipe.ts';
import type { StoredOutcome, UpToDateOutcome } from '../report.ts';
import type { Io, ObjectRef, SourceObject } from '../store.ts';
import { Deferred } from './deferred.ts';
import { type DeliverMade, describeCheaper, type Pace, renderWithFallback } from './fallback.ts';
import { failed, isDue, type Placed, type Task } from './task.ts';
import { type FetchedWatermark, nameWatermark } from './watermark.ts';

export interface RenderTools extends Io {
  readonly config: Config;
  readonly engine: Engine;
  readonly pace: Pace;
  /** Logs a step that is done, and what it dealt with. */
  readonly onStep: (step: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What thumbnails are made of. */
export interface Photo extends SourcePhoto {
  readonly ref: ObjectRef;
  readonly source: SourceObject;
  /** undefined where no task carries it. */
  readonly watermark: FetchedWatermark | Failed | undefined;
  /** Is a preview to be made, too, if anything is? */
  readonly wantsPreview: boolean;
}

/** What the engine made. */
interface Made {
  /** The task that asked for it, or the cheaper one that took its place. */
  readonly task: Task;
  readonly encoded: Encoded;
}

/**
 * Decodes the source once for all tasks that are due, and not at all if none is.
 *
 * @returns In the order of the tasks; the preview if one was wanted and something was decoded.
 * @throws {ThumbnailError} if the engine fails before anything was stored, and once no request is under way any more. After
 * that a failure is that of the single task.
 */
export async function renderTasks(
  tasks: readonly (Task | Failed)[],
  photo: Photo,
  tools: RenderTools,
): Promise<{ readonly placed: readonly (Placed | Failed)[]; readonly preview: Preview | undefined }> {
  const { made, rendering } = startRendering(tasks.filter(isToBeMade), photo, tools);
  const storing = tasks.map(async (task): Promise<Placed | Failed> => {
    if (hasFailed(task)) return task;
    try {
      const thumbnail = await made.get(task)?.value;
      if (!thumbnail) return { ...task, outcome: upToDate(task) };
      const { task: by, encoded } = thumbnail;
      return { ...by, outcome: await store(by, encoded, photo, tools) };
    } catch (error) {
      return failed(task, error);
    }
  });
  const placed = await Promise.all(storing);
  const hasStored = placed.some((one) => !hasFailed(one) && one.outcome.status === 'stored');
  return { placed, preview: await (hasStored ? rendering.catch(() => undefined) : rendering) };
}

function isToBeMade(task: Task | Failed): task is Task {
  return !hasFailed(task) && isDue(task);
}

/** Asks the engine for all thumbnails at once; each task's promise settles as soon as its own is ready. */
function startRendering(
  due: readonly Task[],
  photo: Photo,
  tools: RenderTools,
): { readonly made: ReadonlyMap<Task, Deferred<Made>>; readonly rendering: Promise<Preview | undefined> } {
  const made = new Map(due.map((task) => [task, new Deferred<Made>()]));
  const { config, engine, deadline, pace, onStep } = tools;
  if (due.length === 0) {
    onStep('rendered', { thumbnails: [] });
    return { made, rendering: Promise.resolve(undefined) };
  }
  const { source, info, watermark, wantsPreview } = photo;
  const job = {
    bytes: source.bytes,
    info,
    specs: due.map(({ spec }) => spec),
    preview: wantsPreview,
    watermark: watermark && !hasFailed(watermark) ? watermark.bytes : undefined,
  };
  const ready = new Map<number, string>();
  const deliver: DeliverMade = (index, encoded, spec) => {
    const task = due[index];
    if (!task) return;
    const by = spec === task.spec ? task : cheaperTask(task, spec, photo, tools);
    made.get(task)?.resolve({ task: by, encoded });
    ready.set(index, describe(encoded));
  };
  const how = { fallback: config.fallback, pace, deliver };
  const rendering = renderWithFallback(engine, job, deadline, how).catch((error) => {
    throw nameWatermark(error, watermark);
  });
  const rejectAll = (error: unknown) => {
    for (const one of made.values()) one.reject(error);
  };
  rendering.then(() => {
    onStep('rendered', { thumbnails: due.map((_, index) => ready.get(index)) });
    rejectAll(new Error('the engine answered with fewer thumbnails than it was asked for'));
  }, rejectAll);
  return { made, rendering };
}

/** Stores one thumbnail, unless its key holds what was made in the same way. */
async function store(
  task: Task,
  encoded: Encoded,
  photo: Photo,
  tools: RenderTools,
): Promise<StoredOutcome | UpToDateOutcome> {
  if (!isDue(task)) return upToDate(task);
  const warnings = [...task.warnings, ...(encoded.warnings ?? [])];
  const finished = finish(encoded, task.spec, photo, task.preset.maxBytes);
  const outcome = await publish({ ...task, warnings }, finished, photo, tools);
  return outcome.status === 'stored' ? { ...outcome, engine: tools.engine.name } : outcome;
}

/** The task of a thumbnail that was made in a cheaper way: it keeps its key, which others may know, and has its true format. */
function cheaperTask(asked: Task, spec: RenderSpec, { source, info }: Photo, tools: RenderTools): Task {
  const { metadata, keeping, cacheControl } = tools.config;
  const how = { format: info.format, spec, engine: tools.engine.version, metadata, keeping, cacheControl };
  return {
    ...asked,
    format: spec.format,
    spec,
    recipe: recipeOf(source, how),
    warnings: [...asked.warnings, describeCheaper(asked.spec, spec)],
  };
}

function describe({ width, height, bytes }: Encoded): string {
  return `${width}x${height} ${bytes.length} bytes`;
}
