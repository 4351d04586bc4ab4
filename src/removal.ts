// The thumbnails of an object that is gone: looked for at every key that they can have, and removed if they are its own.

import type { Config } from './config.ts';
import type { Deadline } from './deadline.ts';
import type { ObjectRecord } from './event.ts';
import { keyProblem, possibleRenditions } from './plan.ts';
import { isThumbnailOf } from './recipe.ts';
import type { RemovedOutcome } from './report.ts';
import type { ObjectStore } from './store.ts';

export type Removal = RemovedOutcome | { readonly preset: string; readonly error: unknown };

/**
 * One HEAD for each key that a thumbnail of the object can have by the present settings, and one DELETE for each that is there
 * and marked as made from this very object. Resolves once nothing is under way any more.
 *
 * @returns What was removed, and what could not be.
 */
export async function removeThumbnails(
  record: ObjectRecord,
  config: Config,
  store: ObjectStore,
  deadline: Deadline,
): Promise<Removal[]> {
  const possible = possibleRenditions(record, config).filter((rendition) => !keyProblem(rendition));
  const removals = possible.map(async ({ preset, target }): Promise<Removal | undefined> => {
    try {
      const existing = await store.head(target, { deadline });
      if (!existing || !isThumbnailOf(record.ref, existing.headers)) return undefined;
      await store.delete(target, { deadline });
      return { preset: preset.name, status: 'removed', bucket: target.bucket, key: target.key };
    } catch (error) {
      return { preset: preset.name, error };
    }
  });
  return (await Promise.all(removals)).filter(isDefined);
}

function isDefined(removal: Removal | undefined): removal is Removal {
  return removal !== undefined;
}
