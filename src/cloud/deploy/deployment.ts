// The wishes of the command line -> everything that a deployment consists of. Pure.

import { loadConfig } from '../../function/config/config.ts';
import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { ConfigError } from '../../function/errors.ts';
import { isBucketName, withAppid } from '../../function/target/bucket-name.ts';
import { fillTargetBucket } from '../../function/target/target.ts';
import type { CosTrigger, Policy, Role } from '../api/cloud-api.ts';
import { functionPolicy, functionTrust } from '../policy.ts';
import { runsOn } from '../runs-on.ts';
import { describeProblem } from '../setting-problem.ts';
import { noBucketName } from '../source-bucket.ts';
import { accessDescription, accessName, functionDescription } from './marks.ts';
import { Refused } from './refused.ts';

export interface DeploymentWishes {
  readonly functionName: string;
  /** The long name, such as `ap-guangzhou`. */
  readonly region: string;
  /** Digits. */
  readonly appid: string;
  /** With or without the appid. */
  readonly bucket: string;
  /** With or without the appid; undefined: as the settings say, by default the source's name and `resized`. */
  readonly target: string | undefined;
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** undefined: the one that is there, or the newest that SCF is known to have. */
  readonly runtime: string | undefined;
  /** THUMB_* variables. */
  readonly settings: Readonly<Record<string, string>>;
  /** Photos of this folder only; empty: of the whole bucket. */
  readonly prefix: string;
  /** Removes the thumbnails of deleted photos. */
  readonly mirror: boolean;
  readonly zip: Uint8Array;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** What shall be there. */
export interface Deployment {
  readonly functionName: string;
  readonly region: string;
  readonly appid: string;
  /** Both buckets with their appid. */
  readonly source: string;
  readonly target: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly runtime: string | undefined;
  /** All THUMB_* variables. Other variables of the function are not ours. */
  readonly settings: Readonly<Record<string, string>>;
  readonly description: string;
  readonly zip: Uint8Array;
  readonly sha256: string;
  readonly role: Role;
  readonly policy: Policy;
  readonly triggers: readonly CosTrigger[];
}

export const handler = 'index.main_handler';
/** What a new function runs on unless told otherwise. */
export const newestRuntime = 'Nodejs20.19';
/** The API takes bodies of 10 MB, in which the zip is a third larger. */
const maxZipBytes = 7_000_000;
export const createdEvent = 'cos:ObjectCreated:*';
export const removedEvent = 'cos:ObjectRemove:*';

/** @throws {Refused} with every problem that shows without asking the cloud. */
export function toDeployment(wishes: DeploymentWishes): Deployment {
  const { functionName, region, appid, zip, sha256, memoryMb, timeoutS, runtime } = wishes;
  const source = withAppid(wishes.bucket, appid);
  const settings = allSettings(wishes);
  const config = readSettings(settings);
  const target = fillTargetBucket(config.targetBucket, source, appid);
  const malformed = [source, target].filter((bucket) => !isBucketName(bucket));
  const problems = [
    ...(malformed.length > 0 ? malformed.map(noBucketName) : foreignProblems([source, target], appid)),
    ...(source === target ? [sameBucket(source)] : []),
    ...(runtime === undefined || runsOn(runtime) ? [] : [unfitRuntime(runtime)]),
    ...(zip.length > maxZipBytes ? [zipTooLarge(zip.length)] : []),
  ];
  if (problems.length > 0) throw new Refused(problems);
  const name = accessName(functionName, region);
  const description = accessDescription(functionName, region);
  const document = functionPolicy({
    sourceBucket: source,
    targetBucket: target,
    region,
    appid,
    settings: config,
  });
  return {
    functionName,
    region,
    appid,
    source,
    target,
    handler,
    memoryMb,
    timeoutS,
    runtime,
    settings,
    description: functionDescription(sha256),
    zip,
    sha256,
    role: { name, description, trust: functionTrust },
    policy: { name, description, document },
    triggers: [createdEvent, ...(config.onDelete === 'mirror' ? [removedEvent] : [])].map((event) => ({
      type: 'cos',
      name: hostOf(source, region),
      event,
      prefix: wishes.prefix,
      suffix: '',
      enabled: true,
      qualifier: '$DEFAULT',
    })),
  };
}

/** The host of a bucket, which is the name of its triggers. */
export function hostOf(bucket: string, region: string): string {
  return `${bucket}.cos.${region}.myqcloud.com`;
}

function allSettings({ settings, target, mirror }: DeploymentWishes): Record<string, string> {
  return {
    ...settings,
    ...(target !== undefined && { THUMB_TARGET_BUCKET: target }),
    ...(mirror && { THUMB_ON_DELETE: 'mirror' }),
  };
}

function readSettings(settings: Readonly<Record<string, string>>) {
  try {
    return loadConfig(settings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Refused(
      error.problems.map(describeProblem).map(({ en, zh }) => ({
        en: `A setting is wrong: ${en}${/[.?]$/.test(en) ? '' : '.'}`,
        zh: `设置有误：${zh}${/[。？]$/.test(zh) ? '' : '。'}`,
      })),
    );
  }
}

function foreignProblems(buckets: readonly string[], appid: string): Bilingual[] {
  const foreign = buckets.filter((bucket) => !bucket.endsWith(`-${appid}`));
  return foreign.map((bucket) => ({
    en: `The bucket ${bucket} is of another account: these credentials are of the account with the appid ${appid}. Use buckets and credentials of one account.`,
    zh: `存储桶 ${bucket} 属于另一个账号：当前凭证所属账号的 APPID 是 ${appid}。请使用同一账号的存储桶和凭证。`,
  }));
}

function sameBucket(bucket: string): Bilingual {
  return {
    en: `The photos and their thumbnails would be in one bucket, ${bucket}: each thumbnail would trigger the function again. Give another bucket with --target.`,
    zh: `照片和缩略图会在同一个存储桶 ${bucket}：每张缩略图都会再次触发函数。请用 --target 指定另一个存储桶。`,
  };
}

function unfitRuntime(runtime: string): Bilingual {
  return {
    en: `The function does not run on ${runtime}: it needs Node.js 10.15 or later. Leave --runtime out, or give one such as ${newestRuntime}.`,
    zh: `函数不能在 ${runtime} 上运行：需要 Node.js 10.15 或更高版本。请去掉 --runtime，或者使用 ${newestRuntime} 等。`,
  };
}

function zipTooLarge(bytes: number): Bilingual {
  return {
    en: `The zip has ${bytes} bytes. The cloud API takes zips of up to ${maxZipBytes} bytes. Build it again with npm run build.`,
    zh: `zip 有 ${bytes} 字节，云 API 最多接受 ${maxZipBytes} 字节。请用 npm run build 重新构建。`,
  };
}
