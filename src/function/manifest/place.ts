// Pure: the key of a source's manifest, and which objects it may replace there.

import type { Config } from '../config/config.ts';
import type { ThumbnailError } from '../errors.ts';
import type { ObjectRecord } from '../event/event.ts';
import { type JsonKeys, targetProblem } from '../plan.ts';
import { type Claimant, ownedBy } from '../publish/claim.ts';
import type { ObjectRef } from '../store.ts';
import { fillManifestKey, fillTargetBucket } from '../target/target.ts';

/** @returns undefined where THUMB_MANIFEST asks for none. */
export function placeManifest(
  { ref, appid }: Pick<ObjectRecord, 'ref' | 'appid'>,
  { manifest, targetBucket }: Pick<Config, 'manifest' | 'targetBucket'>,
): ObjectRef | undefined {
  if (manifest === undefined) return undefined;
  const bucket = fillTargetBucket(targetBucket, ref.bucket, appid);
  return { bucket, region: ref.region, key: fillManifestKey(manifest, ref.key) };
}

/**
 * @returns `rendition-impossible` for a key that COS does not allow, that would lead out of its folder, or that may be a failure
 * record's.
 */
export function manifestKeyProblem({ key }: ObjectRef, config: JsonKeys): ThumbnailError | undefined {
  return targetProblem(key, { of: 'the manifest', setting: 'THUMB_MANIFEST' }, config);
}

/** The key of a manifest may be written if the object that is there is about this very source. */
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
