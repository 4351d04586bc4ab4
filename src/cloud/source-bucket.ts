// Pure: the bucket of the photos, and its objects as the function would be told of them.

import type { Bilingual } from '../function/doctor/bilingual.ts';
import type { ObjectRecord } from '../function/event/event.ts';
import { splitBucketName } from '../function/target/bucket-name.ts';

export interface SourceBucket {
  /** The name with its appid, such as `example-1250000000`. */
  readonly bucket: string;
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;
}

/** What is said of a name that COS would not take. */
export function noBucketName(name: string): Bilingual {
  return {
    en: `"${name}" is no bucket's name: expected lower-case letters, digits and hyphens, and the appid at the end, such as example-1250000000. The console lists the names: https://console.cloud.tencent.com/cos/bucket.`,
    zh: `“${name}”不是存储桶名称：应由小写字母、数字和连字符组成，并以 APPID 结尾，例如 example-1250000000。请在控制台查看名称：https://console.cloud.tencent.com/cos/bucket。`,
  };
}

/** What the function would read from the event of an upload, for its own rules. */
export function uploadOf(
  source: SourceBucket,
  { key, size }: { readonly key: string; readonly size: number },
): ObjectRecord {
  const { appid } = splitBucketName(source.bucket);
  const ref = { ...source, key };
  return { kind: 'object', ref, appid, eventName: 'cos:ObjectCreated:Put', size, delivered: undefined };
}
