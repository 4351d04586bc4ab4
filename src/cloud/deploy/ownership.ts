// What is ours and may be changed, and why something else may not. Pure.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { CosTrigger } from '../api/cloud-api.ts';
import { createdEvent, hostOf, removedEvent } from './deployment.ts';
import type { Existing } from './existing.ts';
import { isMarked, mark } from './marks.ts';

/** Has it the shape of a trigger that deploy makes? */
export function isOurTrigger({ type, name, event }: CosTrigger, source: string, region: string): boolean {
  return type === 'cos' && name === hostOf(source, region) && [createdEvent, removedEvent].includes(event);
}

/** What bears our names without our mark. */
export function foreignParts(existing: Existing): Bilingual[] {
  const { function: deployed, role, policy } = existing;
  return [
    ...(deployed && !isMarked(deployed) ? [foreign('function', '函数', deployed.name)] : []),
    ...(role && !isMarked(role) ? [foreign('role', '角色', role.name)] : []),
    ...(policy && !isMarked(policy) ? [foreign('policy', '策略', policy.name)] : []),
  ];
}

function foreign(en: string, zh: string, name: string): Bilingual {
  return {
    en: `The ${en} ${name} was not made by npm run deploy, and is left alone. Choose another name with --function, or, to hand the ${en} over, begin its description in the console with: ${mark}`,
    zh: `${zh} ${name} 不是由 npm run deploy 创建的，不会改动它。请用 --function 换一个名称；如果要交给 npm run deploy 管理，请在控制台把它的描述改为以此开头：${mark}`,
  };
}

/** COS triggers of the function that deploy would not make: it would run twice for a photo, or for photos of another bucket. */
export function foreignTriggers(
  { triggers }: Existing,
  source: string,
  region: string,
  functionName: string,
): Bilingual[] {
  return triggers
    .filter((trigger) => trigger.type === 'cos' && !isOurTrigger(trigger, source, region))
    .map(({ name, event }) => ({
      en: `The function ${functionName} has a trigger that npm run deploy did not make: ${event} of ${name}. Delete it in the console, or deploy a function for this bucket alone under another name with --function.`,
      zh: `函数 ${functionName} 有一个不是由 npm run deploy 创建的触发器：${name} 的 ${event}。请在控制台删除它，或者用 --function 换一个名称，为这个存储桶单独部署函数。`,
    }));
}
