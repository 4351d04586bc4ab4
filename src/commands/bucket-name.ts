// Names of buckets on a command line.

import { isBucketName } from '../function/target/bucket-name.ts';
import type { Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

/** The whole name, as COS has it. */
export const bucketName: Reader<string> = (text) => {
  if (isBucketName(text)) return text;
  throw new UsageError({
    en: "expected a bucket's name with its appid, such as example-1250000000 (the console shows it)",
    zh: '应为带 APPID 的存储桶名称，例如 example-1250000000（控制台中可以看到）',
  });
};

/** The whole name, or what is before the appid. */
export const bucketNameOrPart: Reader<string> = (text) => {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text)) return text;
  throw new UsageError({
    en: "expected a bucket's name: lower-case letters, digits and -, such as example-1250000000 or example",
    zh: '应为存储桶名称，由小写字母、数字和 - 组成，例如 example-1250000000 或 example',
  });
};
