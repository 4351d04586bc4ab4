// `npm run deploy -- --bucket NAME`: plans, and with --go makes, everything that the function needs in an account.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Deployment, toDeployment } from '../cloud/deploy/deployment.ts';
import { appidIn } from '../function/target/bucket-name.ts';
import { buildFunction, checkBuilt } from './built-function.ts';
import { openCloud } from './cloud-options.ts';
import { defineCommand, runIfMain } from './command.ts';
import { type DeployValues, deployOptions, zipFile } from './deploy/options.ts';
import { inOtherForm } from './deploy/other-form.ts';
import { putInPlace } from './deploy/put-in-place.ts';
import { Screen } from './deploy/screen.ts';
import { takeAway } from './deploy/take-away.ts';
import { systemLanguage } from './language.ts';
import { UsageError } from './usage-error.ts';

export const deploy = defineCommand({
  name: 'deploy',
  summary: {
    en:
      'Puts the function into your account: role, policy, function, code, settings and trigger. Prints what is there ' +
      'and what will be; with --go it is done. What is right already is not touched.',
    zh: '把函数部署到你的账号：角色、权限策略、函数、代码、配置和触发器。先打印现状和将要做的事；加 --go 才执行。已经正确的不会改动。',
  },
  options: deployOptions,
  examples: [
    '--bucket example-1250000000 --region ap-guangzhou',
    '--bucket example-1250000000 --env "THUMB_PRESETS=small:200x200;large:1200x1200" --go',
    '--bucket example-1250000000 --undo',
  ],
  async run({ values }) {
    const { bucket, go } = values;
    if (bucket === undefined) {
      throw new UsageError({
        en: 'which bucket do the photos come from? Name it with --bucket.',
        zh: '照片来自哪个存储桶？请用 --bucket 指定。',
      });
    }
    if (values.print !== undefined) {
      const appid = appidIn(bucket);
      if (appid === undefined) {
        throw new UsageError({
          en: '--print needs --bucket with its appid, such as example-1250000000.',
          zh: '--print 需要带 APPID 的 --bucket，例如 example-1250000000。',
        });
      }
      buildFunction(values);
      const { lang = systemLanguage(process.env) } = values;
      const text = await inOtherForm(values.print, wishedDeployment(values, { bucket, appid }), lang);
      process.stdout.write(text);
      return 0;
    }
    const cloud = openCloud(values);
    const screen = new Screen(cloud.language, values.json);
    if (values.undo) return takeAway(cloud, { functionName: values.function, bucket, go }, screen);
    // Wrong credentials show before the build, which takes a while.
    const { appid } = await cloud.api.identity();
    buildFunction(values);
    return putInPlace(cloud, wishedDeployment(values, { bucket, appid }), screen, go);
  },
});

/** @throws {Refused} */
function wishedDeployment(
  values: DeployValues,
  { bucket, appid }: { readonly bucket: string; readonly appid: string },
): Deployment {
  checkBuilt(zipFile);
  const zip = readFileSync(zipFile);
  return toDeployment({
    functionName: values.function,
    region: values.region,
    appid,
    bucket,
    target: values.target,
    memoryMb: values.memory,
    timeoutS: values.timeout,
    runtime: values.runtime,
    // An empty value is that of a variable that is not set.
    settings: Object.fromEntries(values.env.filter(([, value]) => value !== '')),
    prefix: values.prefix ?? '',
    mirror: values['on-delete'] === 'mirror',
    zip,
    sha256: createHash('sha256').update(zip).digest('hex'),
  });
}

runIfMain(import.meta.url, deploy);
