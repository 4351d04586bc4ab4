// `npm run audit -- --bucket PHOTOS --target THUMBNAILS`: which thumbnails are missing, which have no photo, which are stale.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { CloudError } from '../cloud/api/cloud-error.ts';
import { type AuditCounts, audit as compare } from '../cloud/audit/audit.ts';
import { writeAuditReport } from '../cloud/audit/audit-report.ts';
import type { FindingKind } from '../cloud/audit/finding.ts';
import { describeSettings } from '../cloud/setting-problem.ts';
import { type Config, loadConfig } from '../function/config/config.ts';
import { ConfigError } from '../function/errors.ts';
import { splitBucketName } from '../function/target/bucket-name.ts';
import { fillTargetBucket } from '../function/target/target.ts';
import { bucketName } from './bucket-name.ts';
import { cloudOptions, type OpenedCloud, openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import type { Language } from './language.ts';
import { anyText, flag, list, option, optionOr, type Reader } from './option-kinds.ts';
import { UsageError } from './usage-error.ts';

const folder: Reader<string> = (text) => {
  if (text === '' || text.endsWith('/')) return text;
  throw new UsageError({
    en: 'expected a folder that ends in "/", such as photos/',
    zh: '应为以 "/" 结尾的文件夹，例如 photos/',
  });
};

const variable: Reader<readonly [string, string]> = (text) => {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new UsageError({
    en: 'expected NAME=VALUE, such as THUMB_PRESETS=200x200',
    zh: '应为 名称=值，例如 THUMB_PRESETS=200x200',
  });
};

const options = {
  bucket: option({
    value: 'NAME',
    help: { en: 'the bucket of the photos, with its appid', zh: '照片所在的存储桶，带 APPID' },
    read: bucketName,
  }),
  target: option({
    value: 'NAME',
    help: { en: 'the bucket of the thumbnails, with its appid', zh: '缩略图所在的存储桶，带 APPID' },
    otherwise: { en: 'that of the settings', zh: '配置中的存储桶' },
    read: bucketName,
  }),
  prefix: optionOr('', {
    value: 'photos/',
    help: { en: 'only photos whose keys begin so: a folder', zh: '只看键以此开头的照片：一个文件夹' },
    otherwise: { en: 'all photos', zh: '全部照片' },
    read: folder,
  }),
  function: option({
    value: 'NAME',
    help: { en: 'reads the settings of this function', zh: '读取该函数的配置' },
    read: anyText,
  }),
  env: list({
    value: 'NAME=VALUE',
    help: { en: "a setting, instead of or on top of the function's", zh: '一项配置，代替或补充函数的配置' },
    read: variable,
  }),
  marks: flag({
    en: 'looks at the marks of all thumbnails, and so finds those that are stale; one HEAD for each',
    zh: '查看所有缩略图的标记，从而找出过期的；每张一次 HEAD 请求',
  }),
  list: option({
    value: 'FILE',
    help: {
      en: 'writes all that was found to this file, one line of JSON each',
      zh: '把所有结果写入该文件，每行一条 JSON',
    },
    read: anyText,
  }),
  'delete-orphans': flag({
    en: 'looks at thumbnails and manifests without a photo, and says which would be removed',
    zh: '查看没有照片的缩略图和描述文件，并说明会删除哪些',
  }),
  go: flag({ en: 'with --delete-orphans: removes them', zh: '与 --delete-orphans 一起：删除它们' }),
  ...cloudOptions,
};

/** So many keys of each kind are printed. */
const exampleCount = 5;

/** Exit code 0 also where something was found: it is no failure. */
export const audit = defineCommand({
  name: 'audit',
  summary: {
    en:
      'Compares the bucket of the photos with that of their thumbnails: photos without thumbnails, thumbnails without a photo, ' +
      'stale ones, and, apart from these, manifests and failure records. It changes nothing without --delete-orphans --go.',
    zh:
      '比较照片的存储桶和缩略图的存储桶：没有缩略图的照片、没有照片的缩略图、过期的缩略图，以及描述文件和失败记录。' +
      '不加 --delete-orphans --go 时不做任何修改。',
  },
  options,
  examples: [
    '--bucket example-1250000000 --region ap-guangzhou --function cos-thumbnailer',
    '--bucket example-1250000000 --env "THUMB_PRESETS=small:200x200;large:1600x" --marks --list found.jsonl',
    '--bucket example-1250000000 --function cos-thumbnailer --delete-orphans --go',
  ],
  async run({ values }) {
    const { bucket, prefix, marks, go, json } = values;
    if (bucket === undefined) {
      throw new UsageError({
        en: 'which photos? Name their bucket with --bucket.',
        zh: '哪些照片？请用 --bucket 指定它们的存储桶。',
      });
    }
    if (go && !values['delete-orphans']) {
      throw new UsageError({
        en: '--go is for --delete-orphans, which is not given',
        zh: '--go 只用于 --delete-orphans，而没有给出后者',
      });
    }
    const cloud = openCloud(values);
    const config = await readConfig(cloud, values.function, Object.fromEntries(values.env));
    const targetName =
      values.target ?? fillTargetBucket(config.targetBucket, bucket, splitBucketName(bucket).appid);
    const [source, target] = [cloud.bucket(bucket), cloud.bucket(targetName)];
    for (const one of [source, target]) if (!(await one.exists())) throw noBucket(one.bucket, cloud.region);
    const file = values.list === undefined ? undefined : createWriteStream(values.list);
    const examples: Partial<Record<FindingKind, readonly string[]>> = {};
    const progress = process.stderr.isTTY && !json ? progressIn(cloud.language) : undefined;
    const counts = await compare({
      ...{ source, target, prefix, marks },
      config: { ...config, targetBucket: targetName },
      orphans: values['delete-orphans'] ? (go ? 'remove' : 'show') : undefined,
      onFinding(finding, fate) {
        const keys = examples[finding.is] ?? [];
        if (keys.length < exampleCount) examples[finding.is] = [...keys, finding.key];
        file?.write(`${JSON.stringify({ ...finding, fate })}\n`);
      },
      ...(progress && { onProgress: progress }),
    });
    if (progress) process.stderr.write('\r\u001b[K');
    if (file) await once(file.end(), 'finish');
    const what = { source: bucket, target: targetName, marks };
    console.log(
      json
        ? JSON.stringify({ ...what, ...counts })
        : writeAuditReport(counts, { of: examples }, what, cloud.language),
    );
    return 0;
  },
});

/** @throws {CloudError} if there is no such function, or if the settings are wrong. */
async function readConfig(
  { api, region }: OpenedCloud,
  name: string | undefined,
  given: Readonly<Record<string, string>>,
): Promise<Config> {
  const deployed = name === undefined ? undefined : await api.functions.get(name);
  if (name !== undefined && !deployed) {
    throw new CloudError({
      action: 'GetFunction',
      code: 'ResourceNotFound.Function',
      text: {
        en: `There is no function ${name} in ${region}. Check --function and --region, or give the settings with --env.`,
        zh: `地域 ${region} 没有函数 ${name}。请检查 --function 和 --region，或用 --env 给出配置。`,
      },
    });
  }
  try {
    return loadConfig({ ...deployed?.environment, ...given });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { en, zh } = describeSettings(error);
    throw new CloudError({
      text: { en: `The settings are wrong:\n${en}`, zh: `配置有误：\n${zh}` },
      cause: error,
    });
  }
}

function noBucket(bucket: string, region: string): CloudError {
  return new CloudError({
    action: 'HeadBucket',
    code: 'NoSuchBucket',
    text: {
      en: `There is no bucket ${bucket} in ${region}. A bucket's name ends with the appid (example-1250000000), and the region must be the bucket's own.`,
      zh: `地域 ${region} 没有存储桶 ${bucket}。存储桶名称以 APPID 结尾（example-1250000000），地域必须与存储桶所在地域一致。`,
    },
  });
}

function progressIn(language: Language): (counts: AuditCounts) => void {
  return ({ objects, thumbnails }) => {
    const text = {
      en: `${objects} objects, ${thumbnails} thumbnails`,
      zh: `${objects} 个对象，${thumbnails} 张缩略图`,
    };
    if (objects % 1000 === 0) process.stderr.write(`\r${text[language]}`);
  };
}

runIfMain(import.meta.url, audit);
