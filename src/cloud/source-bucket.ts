// Pure: the bucket of the photos, and its objects as the function would be told of them.

import type { ObjectRecord } from '../function/event/event.ts';

export interface SourceBucket {
  /** The name with its appid, such as `example-1250000000`. */
  readonly bucket: string;
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;
}

/** The digits at the end of a bucket's name. */
export function appidOf(bucket: string): string {
  return bucket.slice(bucket.lastIndexOf('-') + 1);
}

/** What the function would read from the event of an upload, for its own rules. */
export function uploadOf(
  source: SourceBucket,
  { key, size }: { readonly key: string; readonly size: number },
): ObjectRecord {
  const appid = appidOf(source.bucket);
  const ref = { ...source, key };
  return { kind: 'object', ref, appid, eventName: 'cos:ObjectCreated:Put', size, delivered: undefined };
}
