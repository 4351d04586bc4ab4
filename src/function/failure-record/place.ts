// Where a failure record is stored: stable, so that another delivery overwrites it, and never outside of its folder.

import { createHash } from 'crypto';
import type { Config } from '../config/config.ts';
import type { ObjectRecord, ParsedRecord } from '../event/event.ts';
import type { ObjectRef } from '../store.ts';
import { hasDotSegments, maxKeyBytes } from '../target/object-key.ts';
import { fillTargetBucket } from '../target/target.ts';

/**
 * `failed/example-1250000000/photos/cat.jpg.json`, or a digest's name in `failed/sha256/` where that would be no plain path
 * or too long a key. No bucket is called `sha256`, and no two sources share a failure record.
 */
export function failureKey(prefix: string, { bucket, key }: Pick<ObjectRef, 'bucket' | 'key'>): string {
  const literal = `${prefix}${bucket}/${key}.json`;
  const isPlain = !/^\/|\/\/|[\\\p{Cc}]/u.test(key) && !hasDotSegments(key);
  if (isPlain && Buffer.byteLength(literal) <= maxKeyBytes) return literal;
  return digestKey(prefix, `${bucket}/${key}`);
}

function digestKey(prefix: string, text: string): string {
  return `${prefix}sha256/${createHash('sha256').update(text).digest('hex')}.json`;
}

/**
 * @param neighbour A readable record of the same event: all are of one bucket, and one that cannot be read may not tell it.
 * @returns undefined without failure records, or when no record of the event tells the bucket.
 */
export function placeFailure(
  record: ParsedRecord,
  neighbour: ObjectRecord | undefined,
  { failedPrefix, targetBucket }: Pick<Config, 'failedPrefix' | 'targetBucket'>,
): ObjectRef | undefined {
  const known = record.kind === 'object' ? record : neighbour;
  if (failedPrefix === undefined || known === undefined) return undefined;
  const { ref, appid } = known;
  const key =
    record.kind === 'object'
      ? failureKey(failedPrefix, ref)
      : digestKey(failedPrefix, JSON.stringify(record.delivered) ?? '');
  return { bucket: fillTargetBucket(targetBucket, ref.bucket, appid), region: ref.region, key };
}
