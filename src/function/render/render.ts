// The thumbnails of one source: made by one call of the engine, each stored as soon as it is ready.

import type { Config } from '../config/config.ts';
import type { Deadline } from '../deadline.ts';
import type { Encoded, Engine, Preview, Rendered, RenderJob, RenderSpec } from '../engine/engine.ts';
import type { ObjectRecord } from '../event/event.ts';
import { finish, type SourcePhoto } from '../metadata/finish.ts';
import { type Publication, publish, upToDate } from '../publish/publish.ts';
import { recipeOf } from '../publish/recipe.ts';
import type { SkippedOutcome, StoredOutcome } from '../report.ts';
import type { ObjectStore, SourceObject } from '../store.ts';
import { Deferred } from './deferred.ts';
import { type DeliverMade, describeCheaper, renderWithFallback } from './fallback.ts';
import type { Pace } from './pace.ts';
import { holds, isDue, type Job, type Task } from './task.ts';
import { type FetchedWatermark, nameWatermark } from './watermark.ts';

export interface RenderingTools {
  readonly config: Config;
  readonly store: ObjectStore;
  readonly engine: Engine;
  readonly deadline: Deadline;
  readonly pace: Pace;
  /** Tells of a step that is done, and what it dealt with. */
  readonly note: (step: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What the engine made, and of which spec. */
interface Thumbnail {
  readonly encoded: Encoded;
  readonly spec: RenderSpec;
}

const nothing: Rendered = { thumbnails: [] };

/** What became of one rendition. */
export type Made = StoredOutcome | SkippedOutcome | { readonly preset: string; readonly error: unknown };

/** What is to be made, and of what. */
export interface Rendering extends Pick<SourcePhoto, 'info' | 'metadata'> {
  readonly source: SourceObject;
  readonly jobs: readonly Job[];
  /** undefined where no job carries it. */
  readonly watermark: FetchedWatermark | undefined;
  /** Is a preview to be made, too, if anything is? */
  readonly wantsPreview: boolean;
}

export interface Renditions {
  /** In the order of the jobs. */
  readonly made: readonly Made[];
  readonly preview: Preview | undefined;
}

/**
 * One decode for all renditions that are due, none if there are none. Each is stored as soon as it is encoded.
 *
 * @throws {ThumbnailError} if the decode fails before anything was stored, and once nothing is under way any more. After
 * that what fails is each rendition's own.
 */
export async function renderAndStore(
  { ref }: ObjectRecord,
  { source, info, metadata, jobs, watermark, wantsPreview }: Rendering,
  { config, store, engine, deadline, pace, note }: RenderingTools,
): Promise<Renditions> {
  const ways = { engine: engine.version, metadata: config.metadata };
  const due = jobs.filter(isDue);
  const specs = due.map(({ spec }) => spec);
  const thumbnails = specs.map(() => new Deferred<Thumbnail>());
  const deliver: DeliverMade = (n, encoded, spec) => thumbnails[n]?.resolve({ encoded, spec });
  const { fallback } = config;
  const renderJob: RenderJob = {
    ...{ bytes: source.bytes, source: info, specs, preview: wantsPreview },
    watermark: watermark && 'bytes' in watermark ? watermark.bytes : undefined,
  };
  const rendering =
    specs.length === 0
      ? Promise.resolve(nothing)
      : renderWithFallback(engine, renderJob, deadline, { fallback, pace, deliver }).catch((error) => {
          throw nameWatermark(error, watermark);
        });
  rendering.then(
    ({ thumbnails: all }) => {
      note('rendered', { thumbnails: all.map(describe) });
      for (const [n, spec] of specs.entries()) settle(thumbnails[n] as Deferred<Thumbnail>, all[n], spec);
    },
    (error) => {
      for (const one of thumbnails) one.reject(error);
    },
  );
  const storing = jobs.map(async (job): Promise<Made> => {
    const { rendition } = job;
    try {
      if ('problem' in job) throw job.problem;
      if (!isDue(job)) return upToDate(rendition);
      const thumbnail = await (thumbnails[due.indexOf(job)] as Deferred<Thumbnail>).value;
      const { encoded, spec } = thumbnail;
      const photo = { bytes: source.bytes, info, metadata };
      const publication = {
        ...{ ref, source, sourceFormat: info.format },
        ...describeMade(job, spec, (made) => recipeOf(source, { format: info.format, spec: made, ...ways })),
        ...finish(encoded, spec, photo, rendition.preset.maxBytes),
      };
      if (holds(job.claim, publication.recipe)) return upToDate(rendition);
      return await publish(publication, job.claim, store, deadline);
    } catch (error) {
      return { preset: rendition.preset.name, error };
    }
  });
  const made = await Promise.all(storing);
  const hasStored = made.some((one) => 'status' in one && one.status === 'stored');
  const { preview } = await (hasStored ? rendering.catch(() => nothing) : rendering);
  return { made, preview };
}

/** A thumbnail that was made as less keeps its key, which others may know, under its true type. */
function describeMade(
  { rendition, spec: asked, recipe, warnings }: Task,
  spec: RenderSpec,
  recipeOf: (spec: RenderSpec) => string,
): Pick<Publication, 'rendition' | 'recipe' | 'pages' | 'warnings'> {
  const { pages = 1 } = spec;
  const told = spec === asked ? warnings : [...warnings, describeCheaper(asked, spec)];
  const is = { ...(pages > 1 && { pages }), ...(told.length > 0 && { warnings: told }) };
  if (spec === asked) return { rendition, recipe, ...is };
  return { rendition: { ...rendition, format: spec.format }, recipe: recipeOf(spec), ...is };
}

function settle(thumbnail: Deferred<Thumbnail>, encoded: Encoded | undefined, spec: RenderSpec): void {
  if (encoded) thumbnail.resolve({ encoded, spec });
  else thumbnail.reject(new Error('the engine answered with fewer thumbnails than it was asked for'));
}

function describe({ width, height, bytes }: Encoded): string {
  return `${width}x${height} ${bytes.length} bytes`;
}
