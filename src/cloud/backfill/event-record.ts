// Makes the records of events from a listing. Their shape is that of the events which COS itself sends.

import { splitBucketName } from '../../function/target/bucket-name.ts';
import type { SourceBucket } from '../source-bucket.ts';

/**
 * The record of an event that says: this object was uploaded. The function needs no other kind, because it looks at the object
 * itself before it does anything.
 *
 * @param eventTime Seconds since 1970.
 */
export function toEventRecord(
  { bucket, region }: SourceBucket,
  object: { readonly key: string; readonly size: number },
  eventTime: number,
) {
  const { name, appid } = splitBucketName(bucket);
  const path = object.key.split('/').map(encodeURIComponent).join('/');
  return {
    cos: {
      cosBucket: { name, appid, cosRegion: region, s3Region: region },
      cosObject: {
        key: `/${appid}/${name}/${object.key}`,
        size: object.size,
        url: `http://${bucket}.cos.${region}.myqcloud.com/${path}`,
        vid: '',
      },
      cosSchemaVersion: '1.0',
    },
    event: { eventName: 'cos:ObjectCreated:Put', eventSource: 'qcs::cos', eventTime, eventVersion: '1.0' },
  };
}
