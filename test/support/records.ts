// Records and whole events of uploads, as a test needs them.

import type { ObjectRecord } from '../../src/function/event/event.ts';
import type { ObjectRef } from '../../src/function/store.ts';

export const SOURCE_BUCKET = 'example-1250000000';
export const TARGET_BUCKET = 'exampleresized-1250000000';

export function sourceRef(key: string): ObjectRef {
  return { bucket: SOURCE_BUCKET, region: 'ap-guangzhou', key };
}

export function targetRef(key: string): ObjectRef {
  return { bucket: TARGET_BUCKET, region: 'ap-guangzhou', key };
}

/** An upload to the source bucket. */
export function objectRecord(key: string, changes: Partial<ObjectRecord> = {}): ObjectRecord {
  return {
    kind: 'object',
    ref: sourceRef(key),
    appid: '1250000000',
    eventName: 'cos:ObjectCreated:Put',
    size: undefined,
    delivered: rawRecord(key),
    ...changes,
  };
}

/** A record as COS sends it, less what is never read. */
export function rawRecord(key: string, eventName = 'cos:ObjectCreated:Put') {
  return {
    cos: {
      cosBucket: { region: 'gz', name: 'example', appid: '1250000000' },
      cosObject: { key: `/1250000000/example/${key}` },
    },
    event: { eventName },
  };
}
