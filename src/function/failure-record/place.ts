// Decides where a failure record is stored: at the same key for each delivery, so that a later one overwrites an earlier one, and
// never outside of its folder.

import { createHash } from 'crypto';
import type { Config } from '../config/config.ts';
import type { ObjectRecord, ParsedRecord } from '../event/event.ts';
import { redactJson } from '../redact.ts';
import type { ObjectRef } from '../store.ts';
import { hasControlCharacters, hasDotSegments, maxKeyBytes } from '../target/object-key.ts';
import { fillTargetBucket } from '../target/target.ts';

/**
 * The key of a source's failure record: its bucket and key behind the prefix. If that were too long, or not a plain path, it is
 * the SHA-256 of both in the folder `sha256`. No bucket has that name, and no two sources have one failure record.
 *
 * @param prefix The folder of failure records, like `failed/`.
 * @example
 * failureKey('failed/', { bucket: 'example-1250000000', key: 'photos/cat.jpg' })
 * // failed/example-1250000000/photos/cat.jpg.json
 */
export function failureKey(prefix: string, { bucket, key }: Pick<ObjectRef, 'bucket' | 'key'>): string {
  const literal = `${prefix}${bucket}/${key}.json`;
  const isPlain = !/^\/|\/\/|\\/.test(key) && !hasControlCharacters(key) && !hasDotSegments(key);
  if (isPlain && Buffer.byteLength(literal) <= maxKeyBytes) return literal;
  return digestKey(prefix, `${bucket}/${key}`);
}

function digestKey(prefix: string, text: string): string {
  return `${prefix}sha256/${createHash('sha256').update(text).digest('hex')}.json`;
}

/**
 * Finds where the failure record of a record is stored.
 *
 * @param neighbour A readable record of the same event. It gives the bucket for a record that cannot be read, because all records
 * of an event are of one bucket.
 * @returns undefined if failure records are off, or if no record of the event names the bucket.
 */
export function placeFailure(
  record: ParsedRecord,
  neighbour: ObjectRecord | undefined,
  { failedPrefix, targetBucket }: Pick<Config, 'failedPrefix' | 'targetBucket'>,
): ObjectRef | undefined {
  const readable = record.kind === 'object' ? record : neighbour;
  if (failedPrefix === undefined || readable === undefined) return undefined;
  const { ref, appid } = readable;
  // The digest is one of what is stored, which ends at some depth: JSON.stringify throws for a record that nests by thousands.
  const key =
    record.kind === 'object'
      ? failureKey(failedPrefix, ref)
      : digestKey(failedPrefix, JSON.stringify(redactJson(record.delivered)) ?? '');
  return { bucket: fillTargetBucket(targetBucket, ref.bucket, appid), region: ref.region, key };
}
