// Pure: where the manifest of a source goes, and whose it is.

import type { Config } from '../config/config.ts';
import type { ThumbnailError } from '../errors.ts';
import type { ObjectRecord } from '../event/event.ts';
import { targetProblem } from '../plan.ts';
import type { Claimant } from '../publish/claim.ts';
import { ownedBy } from '../publish/ownership.ts';
import type { ObjectRef } from '../store.ts';
import { fillManifestKey, fillTargetBucket } from '../target/target.ts';

/** @returns undefined where none is wanted. */
export function placeManifest(
  { ref, appid }: Pick<ObjectRecord, 'ref' | 'appid'>,
  { manifest, targetBucket }: Pick<Config, 'manifest' | 'targetBucket'>,
): ObjectRef | undefined {
  if (manifest === undefined) return undefined;
  const bucket = fillTargetBucket(targetBucket, ref.bucket, appid);
  return { bucket, region: ref.region, key: fillManifestKey(manifest, ref.key) };
}

/** @returns `rendition-impossible`, as for a thumbnail's key. */
export function manifestKeyProblem({ key }: ObjectRef): ThumbnailError | undefined {
  return targetProblem(key, 'the manifest', 'THUMB_MANIFEST');
}

/** Its key may be taken if what it holds speaks of this very source. */
export function manifestOf(source: ObjectRef, target: ObjectRef): Claimant {
  return ownedBy(source, target, {
    foreign:
      'is there already and is no manifest of this function. ' +
      'Move it away, or let THUMB_MANIFEST name other keys.',
    others: (owner) =>
      `is the manifest of ${owner}. ` +
      'Let THUMB_MANIFEST keep the two apart by {dir}, {name} and {ext}, or rename one photo.',
  });
}
