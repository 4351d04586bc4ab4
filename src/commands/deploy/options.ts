// The options of `npm run deploy`.

import { join } from 'node:path';
import { settings } from '../../function/config/settings.ts';
import { nearest } from '../../function/did-you-mean.ts';
import { root } from '../../local/cloud.ts';
import { runtimes } from '../../local/scf/runtimes.ts';
import { bucketNameOrPart } from '../bucket-name.ts';
import { notAmong, oneOf } from '../choice.ts';
import { cloudOptions } from '../cloud-options.ts';
import type { Values } from '../command-line.ts';
import { memorySize } from '../memory-size.ts';
import { anyText, flag, list, option, optionOr, type Reader, wholeNumber } from '../option-kinds.ts';
import { UsageError } from '../usage-error.ts';

const functionName: Reader<string> = (text) => {
  if (/^[a-zA-Z][\w-]{0,58}[a-zA-Z0-9]$/.test(text)) return text;
  throw new UsageError({
    en: 'expected 2 to 60 letters, digits, - and _, with a letter first and no - or _ at the end',
    zh: '应为 2 到 60 个字母、数字、- 和 _，以字母开头，结尾不能是 - 或 _',
  });
};

const setting: Reader<readonly [name: string, value: string]> = (text) => {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at > 0 && /^THUMB_\w+$/.test(name)) return [name, text.slice(at + 1)];
  const meant = nearest(
    name,
    Object.values(settings).map(({ env }) => env),
  );
  throw new UsageError({
    en:
      'expected THUMB_NAME=VALUE: other variables of the function are left as they are' +
      (meant === undefined ? '' : `; did you mean ${meant}?`),
    zh: `应为 THUMB_名称=值：函数的其他变量保持不变${meant === undefined ? '' : `；是不是想写 ${meant}？`}`,
  });
};

/** As SCF writes it: Nodejs20.19. */
const runtimeName: Reader<string> = (text) => {
  if (/^Nodejs\d+\.\d+$/.test(text)) return text;
  throw notAmong(
    text,
    Object.keys(runtimes).map((name) => `Nodejs${name}`),
  );
};

export const deployOptions = {
  bucket: option({
    value: 'NAME',
    help: { en: 'the bucket of the photos, with or without its appid', zh: '照片所在的存储桶，可不带 APPID' },
    read: bucketNameOrPart,
  }),
  target: option({
    value: 'NAME',
    help: { en: 'the bucket of the thumbnails', zh: '缩略图的存储桶' },
    otherwise: { en: 'that of the photos, with resized behind its name', zh: '照片的存储桶名称后加 resized' },
    read: anyText,
  }),
  function: optionOr('cos-thumbnailer', {
    help: { en: "the function's name", zh: '函数名称' },
    read: functionName,
  }),
  memory: optionOr('512', {
    help: { en: 'MB: 64, or 128 to 3072 in steps of 128', zh: 'MB：64，或 128 到 3072 之间 128 的倍数' },
    read: memorySize,
  }),
  timeout: optionOr('60', { help: { en: 'seconds', zh: '秒' }, read: wholeNumber(1, 900) }),
  runtime: option({
    value: 'NAME',
    help: { en: 'the runtime, which cannot be changed later', zh: '运行环境，以后不能更改' },
    otherwise: {
      en: 'that of the function if it is there, else Nodejs20.19',
      zh: '已有函数的运行环境，否则 Nodejs20.19',
    },
    read: runtimeName,
  }),
  env: list({
    value: 'THUMB_NAME=VALUE',
    help: {
      en: 'a setting; a variable THUMB_... that is not given is removed',
      zh: '一项配置；没有给出的 THUMB_… 变量会被删除',
    },
    read: setting,
  }),
  prefix: option({
    value: 'uploads/',
    help: { en: 'photos of this folder only', zh: '只处理该文件夹的照片' },
    read: anyText,
  }),
  'on-delete': option({
    value: 'mirror',
    help: {
      en: 'mirror: the thumbnails of a deleted photo are deleted as well',
      zh: 'mirror：照片被删除时，缩略图也删除',
    },
    otherwise: 'keep',
    read: oneOf(['mirror', 'keep']),
  }),
  go: flag({ en: 'does it; without it only the plan is printed', zh: '执行；不加时只打印计划' }),
  undo: flag({
    en: "says what of deploy's work would be taken away, but no bucket; with --go it is",
    zh: '列出会撤销 deploy 建立的哪些内容（存储桶除外）；加 --go 则执行',
  }),
  print: option({
    value: 'FORM',
    help: {
      en: 'prints the deployment as terraform, tccli or console (what to fill in), and does nothing',
      zh: '以 terraform、tccli 或 console（在控制台填什么）的形式打印部署内容，不执行',
    },
    read: oneOf(['terraform', 'tccli', 'console']),
  }),
  'no-build': flag({
    en: 'uploads dist/cos-thumbnailer.zip as it is, without building it first',
    zh: '不重新构建，直接上传现有的 dist/cos-thumbnailer.zip',
  }),
  ...cloudOptions,
};

export type DeployValues = Values<typeof deployOptions>;

/** What `npm run build` makes. */
export const zipFile = join(root, 'dist', 'cos-thumbnailer.zip');
