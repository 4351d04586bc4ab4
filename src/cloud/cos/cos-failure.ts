// What the COS SDK threw -> a CloudError that a person can use.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { isBucketName } from '../../function/target/bucket-name.ts';
import { CloudError } from '../api/cloud-error.ts';
import { describeNetworkFailure } from '../api/network-failure.ts';
import { noBucketName } from '../source-bucket.ts';

/** The request that failed. */
export interface FailedCosRequest {
  /** COS' name for it, such as `GetObject`. */
  readonly action: string;
  readonly bucket: string;
  readonly region: string;
  /** undefined: the request was about the bucket. */
  readonly key: string | undefined;
  /** Where it was sent, for messages. */
  readonly host: string;
  /** Credentials, which no message may show. */
  readonly secrets: readonly string[];
}

type Meaning = (failed: FailedCosRequest) => Bilingual;

const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: ({ bucket, region }) => ({
    en: `There is no bucket ${bucket} in ${region}. A bucket's name ends with the appid (example-1250000000), and the region must be the bucket's own.`,
    zh: `地域 ${region} 没有存储桶 ${bucket}。存储桶名称以 APPID 结尾（example-1250000000），地域必须与存储桶所在地域一致。`,
  }),
  NoSuchKey: ({ bucket, key }) => ({
    en: `There is no object ${key} in ${bucket}.`,
    zh: `存储桶 ${bucket} 中没有对象 ${key}。`,
  }),
  AccessDenied: ({ action, bucket }) => ({
    en: `These credentials may not do cos:${action} on ${bucket}. Grant this action in https://console.cloud.tencent.com/cam/policy, or use other credentials.`,
    zh: `当前凭证没有在 ${bucket} 上执行 cos:${action} 的权限。请在 https://console.cloud.tencent.com/cam/policy 授予该操作，或者使用其他凭证。`,
  }),
  SignatureDoesNotMatch: () => ({
    en: 'The signature is wrong: the secret key does not belong to the secret id. Copy both again from https://console.cloud.tencent.com/cam/capi.',
    zh: '签名错误：SecretKey 与 SecretId 不匹配。请从 https://console.cloud.tencent.com/cam/capi 重新复制两者。',
  }),
  InvalidAccessKeyId: () => ({
    en: 'COS does not know this SecretId: it was deleted, disabled or mistyped. Look at https://console.cloud.tencent.com/cam/capi.',
    zh: 'COS 没有这个 SecretId：可能已删除、已禁用，或者写错。请查看 https://console.cloud.tencent.com/cam/capi。',
  }),
  ExpiredToken: () => ({
    en: 'The temporary credentials have expired. Get new ones.',
    zh: '临时凭证已过期。请重新获取。',
  }),
  RequestTimeTooSkewed: () => ({
    en: "This machine's clock is more than 15 minutes off. Set it (for example with NTP) and run the command again.",
    zh: '本机时钟偏差超过 15 分钟。请校准时钟（例如使用 NTP）后重新运行。',
  }),
  InvalidObjectState: ({ key }) => ({
    en: `The object ${key} is archived. Restore it first (POST Object restore).`,
    zh: `对象 ${key} 处于归档状态。请先恢复（POST Object restore）。`,
  }),
  PreconditionFailed: ({ key }) => ({
    en: `The object ${key} was changed meanwhile.`,
    zh: `对象 ${key} 在此期间被修改。`,
  }),
  SlowDown: () => ({
    en: 'Too many requests. Wait a minute and run the command again.',
    zh: '请求过于频繁。请等待一分钟后重新运行。',
  }),
};

/** All codes that have a row. */
export const knownCosCodes: readonly string[] = Object.keys(meanings);

export interface CosSdkFailure {
  readonly code?: string;
  readonly message?: string;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns COS' code. The answer to a HEAD has no body, so that it follows from the status. */
export function codeOf({ code, statusCode }: CosSdkFailure, key: string | undefined): string | undefined {
  if (statusCode === undefined) return undefined;
  if (statusCode === 404 && !code?.startsWith('NoSuch'))
    return key === undefined ? 'NoSuchBucket' : 'NoSuchKey';
  // The SDK itself calls a failure without a body by its status.
  if (statusCode === 403 && (code === undefined || code === '403')) return 'AccessDenied';
  return code;
}

export function toCosFailure(error: unknown, failed: FailedCosRequest): CloudError {
  const failure = (error ?? {}) as CosSdkFailure;
  const code = codeOf(failure, failed.key);
  const requestId = failure.headers?.['x-cos-request-id'];
  const text = describe(failure, code, failed);
  const notes = [code, failure.statusCode === undefined ? undefined : `HTTP ${failure.statusCode}`];
  const en = [...notes, requestId && `request ${requestId}`].filter(Boolean).join(', ');
  const zh = [...notes, requestId && `请求 ID ${requestId}`].filter(Boolean).join('，');
  return new CloudError({
    text: {
      en: `cos:${failed.action} failed. ${text.en}${en && ` (${en})`}`,
      zh: `cos:${failed.action} 失败。${text.zh}${zh && `（${zh}）`}`,
    },
    action: failed.action,
    code,
    requestId,
    cause: error,
  });
}

/** COS gives no reason in the answer to a HEAD. */
const withoutReason: Bilingual = {
  en: ' Wrong credentials and a wrong clock look the same in this request.',
  zh: '该请求无法区分：凭证错误、时钟不准也会得到同样的应答。',
};

function describe(failure: CosSdkFailure, code: string | undefined, failed: FailedCosRequest): Bilingual {
  const { bucket, region } = failed;
  const actual = failure.headers?.['x-cos-bucket-region'];
  if (actual !== undefined && actual !== region) {
    return {
      en: `The bucket ${bucket} is in ${actual}, not in ${region}. Give --region ${actual}.`,
      zh: `存储桶 ${bucket} 位于 ${actual}，不在 ${region}。请使用 --region ${actual}。`,
    };
  }
  const message = failed.secrets.reduce(
    (text, secret) => text.replaceAll(secret, '[hidden]'),
    failure.message ?? String(failure),
  );
  // The SDK itself refuses such a name, and sends nothing.
  if (!isBucketName(bucket)) return noBucketName(bucket);
  if (failure.statusCode === undefined)
    return describeNetworkFailure(`${failure.code ?? ''} ${message}`, failed.host);
  const meaning = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code]?.(failed) : undefined;
  if (meaning && code === 'AccessDenied' && failed.action.startsWith('Head')) {
    return { en: meaning.en + withoutReason.en, zh: meaning.zh + withoutReason.zh };
  }
  return meaning ?? { en: `COS says: ${message}`, zh: `COS 的说明：${message}` };
}
