// Why a deployment is not begun although its wishes are in order: what is there stands against it. Pure.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import { runsOn } from '../runs-on.ts';
import type { Deployment } from './deployment.ts';
import type { Existing } from './existing.ts';
import { foreignParts, foreignTriggers } from './ownership.ts';
import { mergeEnvironment } from './plan.ts';
import { sameDocument } from './policy-text.ts';

const maxEnvironmentBytes = 4096;

/** @returns Every reason, as whole sentences. */
export function refusals(deployment: Deployment, existing: Existing): Bilingual[] {
  const { source, region, functionName } = deployment;
  const foreign = foreignParts(existing);
  return [
    ...existing.missingBuckets.map((bucket) => missingBucket(bucket, region)),
    ...foreign,
    // What is not ours needs no more reasons.
    ...(foreign.length > 0 ? [] : foreignTriggers(existing, source, region, functionName)),
    ...runtimeProblems(deployment, existing),
    ...trustProblems(deployment, existing),
    ...environmentProblems(deployment, existing),
    ...existing.rivals.map(({ functionName: other, trigger }) => ({
      en: `The function ${other} already has the trigger ${trigger.event} of ${trigger.name} (prefix "${trigger.prefix}", suffix "${trigger.suffix}"), and COS allows one function for each event and folder. Delete that trigger, or give a folder that does not overlap with --prefix.`,
      zh: `函数 ${other} 已有 ${trigger.name} 的触发器 ${trigger.event}（前缀“${trigger.prefix}”，后缀“${trigger.suffix}”），COS 对每个事件和文件夹只允许一个函数。请删除那个触发器，或者用 --prefix 指定不重叠的文件夹。`,
    })),
  ];
}

function missingBucket(bucket: string, region: string): Bilingual {
  return {
    en: `There is no bucket ${bucket} in ${region}. The function and both buckets must be in one region: give the region of the buckets with --region, or create the bucket at https://console.cloud.tencent.com/cos/bucket.`,
    zh: `地域 ${region} 没有存储桶 ${bucket}。函数和两个存储桶必须在同一地域：请用 --region 给出存储桶的地域，或者在 https://console.cloud.tencent.com/cos/bucket 创建存储桶。`,
  };
}

function runtimeProblems(
  { runtime, functionName }: Deployment,
  { function: deployed }: Existing,
): Bilingual[] {
  if (deployed !== undefined && !runsOn(deployed.runtime)) return [unfit(functionName, deployed.runtime)];
  if (runtime === undefined || deployed === undefined || deployed.runtime === runtime) return [];
  return [
    {
      en: `The function ${functionName} runs on ${deployed.runtime}, and SCF cannot change a function's runtime to ${runtime}. Leave --runtime out, choose another name with --function, or take the function away first with --undo.`,
      zh: `函数 ${functionName} 的运行环境是 ${deployed.runtime}，SCF 不能把它改为 ${runtime}。请去掉 --runtime，或者用 --function 换一个名称，或者先用 --undo 删除函数。`,
    },
  ];
}

function unfit(functionName: string, runtime: string): Bilingual {
  return {
    en: `The function ${functionName} runs on ${runtime}, and the code needs Node.js 10.15 or later, which SCF cannot change it to. Choose another name with --function, or take the function away first with --undo.`,
    zh: `函数 ${functionName} 的运行环境是 ${runtime}，而代码需要 Node.js 10.15 或更高版本，SCF 不能更改运行环境。请用 --function 换一个名称，或者先用 --undo 删除函数。`,
  };
}

function trustProblems({ role }: Deployment, existing: Existing): Bilingual[] {
  if (existing.role === undefined || sameDocument(existing.role.trust, role.trust)) return [];
  return [
    {
      en: `The role ${role.name} is not given to SCF alone any more: its carrier was changed. Set it to scf.qcloud.com in the console, or take everything away with --undo and deploy again.`,
      zh: `角色 ${role.name} 的载体被修改，不再只是 SCF。请在控制台改为 scf.qcloud.com，或者用 --undo 全部删除后重新部署。`,
    },
  ];
}

function environmentProblems({ settings }: Deployment, { function: deployed }: Existing): Bilingual[] {
  const environment = mergeEnvironment(deployed?.environment ?? {}, settings);
  const bytes = Buffer.byteLength(Object.entries(environment).flat().join(''));
  if (bytes <= maxEnvironmentBytes) return [];
  return [
    {
      en: `The environment variables would take ${bytes} bytes, and SCF allows ${maxEnvironmentBytes}. Shorten them: fewer or shorter presets.`,
      zh: `环境变量共 ${bytes} 字节，SCF 最多允许 ${maxEnvironmentBytes} 字节。请缩短：减少或缩短预设。`,
    },
  ];
}
