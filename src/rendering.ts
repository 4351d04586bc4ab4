// The thumbnails of one source: made by one call of the engine, each stored as soon as it is ready.

import type { Deadline } from './deadline.ts';
import type { Deliver, Encoded, Engine, Rendered, SourceInfo } from './engine.ts';
import type { ObjectRecord } from './event.ts';
import { isDue, type Job } from './job.ts';
import { Promised } from './promised.ts';
import { publish, upToDate } from './publish.ts';
import type { SkippedOutcome, StoredOutcome } from './report.ts';
import type { ObjectStore, SourceObject } from './store.ts';

export interface RenderingTools {
  readonly store: ObjectStore;
  readonly engine: Engine;
  readonly deadline: Deadline;
  /** Tells of a step that is done, and what it dealt with. */
  readonly note: (step: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** What became of one rendition. */
export type Made = StoredOutcome | SkippedOutcome | { readonly preset: string; readonly error: unknown };

/**
 * One decode for all renditions that are due, none if there are none. Each is stored as soon as it is encoded.
 *
 * @throws {ThumbnailError} if the decode fails before anything was stored, and once nothing is under way any more. After
 * that what fails is each rendition's own.
 */
export async function renderAndStore(
  { ref }: ObjectRecord,
  source: SourceObject,
  info: SourceInfo,
  jobs: readonly Job[],
  { store, engine, deadline, note }: RenderingTools,
): Promise<Made[]> {
  const due = jobs.filter(isDue);
  const specs = due.map(({ spec }) => spec);
  const thumbnails = specs.map(() => new Promised<Encoded>());
  const nothing: Rendered = { thumbnails: [] };
  const deliver: Deliver = (n, encoded) => thumbnails[n]?.resolve(encoded);
  const rendering =
    specs.length === 0
      ? Promise.resolve(nothing)
      : engine.render({ bytes: source.bytes, source: info, specs }, deadline, deliver);
  rendering.then(
    ({ thumbnails: all }) => {
      note('rendered', { thumbnails: all.map(describe) });
      for (const [n, one] of thumbnails.entries()) settle(one, all[n]);
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
