// Builds the event that COS sends to SCF. Its shape and its oddities (`unkown`) are those of events that SCF functions have logged.

import { splitBucketName } from '../../function/target/bucket-name.ts';
import type { ObjectFacts } from './object-store.ts';
import { urlEncode } from './signature.ts';

export type EventName =
  | 'cos:ObjectCreated:Put'
  | 'cos:ObjectCreated:Copy'
  | 'cos:ObjectCreated:CompleteMultipartUpload'
  | 'cos:ObjectRemove:Delete'
  | 'cos:ObjectRemove:DeleteMarkerCreated';

export interface CosEvent {
  readonly Records: readonly CosEventRecord[];
}

export interface CosEventRecord {
  readonly cos: {
    readonly cosBucket: {
      readonly appid: string;
      readonly cosRegion: string;
      /** The bucket's name without its appid. */
      readonly name: string;
      /** The short name of the region, such as `gz`. */
      readonly region: string;
      readonly s3Region: string;
    };
    readonly cosNotificationId: 'unkown';
    readonly cosObject: {
      /** `/appid/name/`, then the object's key without any encoding. */
      readonly key: string;
      readonly meta: Readonly<Record<string, string>>;
      readonly size: number;
      /** A URL whose path is percent-encoded. */
      readonly url: string;
      /** Always empty: no logged event shows what it holds in a bucket with versioning. */
      readonly vid: '';
    };
    readonly cosSchemaVersion: '1.0';
  };
  readonly event: {
    readonly eventName: EventName;
    readonly eventQueue: string;
    readonly eventSource: 'qcs::cos';
    /** Seconds since 1970. */
    readonly eventTime: number;
    readonly eventVersion: '1.0';
    readonly reqid: 0;
    readonly requestParameters: {
      readonly requestHeaders: { readonly Authorization: string };
      readonly requestSourceIP: string;
    };
    readonly reservedInfo: '';
  };
}

/** https://cloud.tencent.com/document/product/248/50863 */
const shortRegions: Readonly<Record<string, string>> = {
  'ap-guangzhou': 'gz',
  'ap-shanghai': 'sh',
  'ap-beijing': 'bj',
  'ap-chengdu': 'cd',
  'ap-chongqing': 'cq',
  'ap-nanjing': 'nj',
  'ap-tianjin': 'tsn',
  'ap-hongkong': 'hk',
  'ap-singapore': 'sg',
  'ap-seoul': 'kr',
  'ap-tokyo': 'jp',
  'ap-bangkok': 'th',
  'ap-mumbai': 'in',
  'ap-jakarta': 'jkt',
  'eu-frankfurt': 'de',
  'na-ashburn': 'use',
  'na-siliconvalley': 'usw',
  'na-toronto': 'ca',
  'sa-saopaulo': 'sao',
};

/** COS sends the uploader's real one. This one is invented, and easy to find in a log that should not hold it. */
const authorization =
  'q-sign-algorithm=sha1&q-ak=AKIDeventexample&q-sign-time=1700000000;1700000900&q-key-time=1700000000;1700000900&q-header-list=host&q-url-param-list=&q-signature=00000000000000000000000000000000deadbeef';

export interface ObjectChange {
  readonly eventName: EventName;
  /** The bucket's name with its appid. */
  readonly bucket: string;
  readonly region: string;
  readonly object: ObjectFacts;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function createEvent({ eventName, bucket, region, object, requestId, at }: ObjectChange): CosEvent {
  const { name, appid } = splitBucketName(bucket);
  const path = urlEncode(object.key).replaceAll('%2F', '/');
  const record: CosEventRecord = {
    cos: {
      cosBucket: { appid, cosRegion: region, name, region: shortRegions[region] ?? region, s3Region: region },
      cosNotificationId: 'unkown',
      cosObject: {
        key: `/${appid}/${name}/${object.key}`,
        meta: eventMeta(object, requestId),
        size: object.size,
        url: `http://${bucket}.cos.${region}.myqcloud.com/${path}`,
        vid: '',
      },
      cosSchemaVersion: '1.0',
    },
    event: {
      eventName,
      eventQueue: `qcs:0:scf:${region}:appid/${appid}:default.cos-thumbnailer.$DEFAULT`,
      eventSource: 'qcs::cos',
      eventTime: Math.floor(at / 1000),
      eventVersion: '1.0',
      reqid: 0,
      requestParameters: { requestHeaders: { Authorization: authorization }, requestSourceIP: '127.0.0.1' },
      reservedInfo: '',
    },
  };
  return { Records: [record] };
}

function eventMeta({ headers, etag }: ObjectFacts, requestId: string): Record<string, string> {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-cos-meta-'));
  return {
    'Content-Type': headers['content-type'] ?? '',
    ETag: etag,
    ...Object.fromEntries(metadata),
    'x-cos-request-id': requestId,
    'x-cos-storage-class': 'Standard',
  };
}
