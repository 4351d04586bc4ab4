// `npm run doctor -- --function NAME`: what is wrong with a deployed function, and how to fix it.

import { existsSync, readFileSync } from 'node:fs';
import { openBucket } from '../cloud/cos/bucket-client.ts';
import { examineDeployed } from '../cloud/doctor/doctor.ts';
import { builtVersion } from '../cloud/doctor/own-answer.ts';
import { showResults } from '../cloud/doctor/show.ts';
import { builtFile } from '../local/cloud.ts';
import { bucketNameOrPart } from './bucket-name.ts';
import { cloudOptions, openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import { anyText, option, optionOr } from './option-kinds.ts';

/** Exit codes: 0 if all is well, 1 if something is wrong. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: {
    en:
      'Says what is wrong with a deployed function, and how to fix it: examines it from outside (state, code, role, policies, ' +
      'trigger, log), and lets it examine itself. Changes nothing but one object, .thumbnailer-doctor, in the bucket of the thumbnails.',
    zh:
      '说明已部署的函数哪里有问题、如何修复：从外部检查它（状态、代码、角色、权限策略、触发器、日志），再让它自检。' +
      '只改动缩略图存储桶中的一个对象 .thumbnailer-doctor。',
  },
  options: {
    function: optionOr('cos-thumbnailer', {
      value: 'NAME',
      help: { en: "the function's name", zh: '函数名称' },
      read: anyText,
    }),
    bucket: option({
      value: 'NAME',
      help: {
        en: 'the bucket of the photos, with or without its appid',
        zh: '照片所在的存储桶，可不带 APPID',
      },
      otherwise: { en: "that of the function's trigger", zh: '函数触发器中的存储桶' },
      read: bucketNameOrPart,
    }),
    ...cloudOptions,
  },
  examples: [
    '--function cos-thumbnailer --region ap-guangzhou',
    '--bucket example-1250000000 --region ap-guangzhou --lang zh',
  ],
  async run({ values }) {
    const { api, language, credentials, region } = openCloud(values);
    const cloud = {
      api,
      openBucket: (bucket: string, other = region) =>
        openBucket({ bucket, region: other, credentials, endpoint: values['cos-endpoint'] }),
    };
    const results = await examineDeployed(cloud, {
      functionName: values.function,
      bucket: values.bucket,
      builtVersion: existsSync(builtFile) ? builtVersion(readFileSync(builtFile, 'utf8')) : undefined,
    });
    const ok = results.every((one) => one.ok);
    console.log(values.json ? JSON.stringify({ ok, checks: results }) : showResults(results, language));
    return ok ? 0 : 1;
  },
});

runIfMain(import.meta.url, doctor);
