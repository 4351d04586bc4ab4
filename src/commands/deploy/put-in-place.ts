// Makes a deployment, or only says what it would be.

import { carryOut } from '../../cloud/deploy/carry-out.ts';
import type { Deployment } from '../../cloud/deploy/deployment.ts';
import { lookAt } from '../../cloud/deploy/existing.ts';
import { planDeployment } from '../../cloud/deploy/plan.ts';
import { refusals } from '../../cloud/deploy/preconditions.ts';
import { Refused } from '../../cloud/deploy/refused.ts';
import { selfTest } from '../../cloud/deploy/self-test.ts';
import type { OpenedCloud } from '../cloud-options.ts';
import type { Screen } from './screen.ts';

/**
 * @param go Without it nothing is changed.
 * @returns The exit code: 1 if the function finds something wrong with itself.
 */
export async function putInPlace(
  { api, bucket }: OpenedCloud,
  deployment: Deployment,
  screen: Screen,
  go: boolean,
): Promise<number> {
  const { functionName, region, appid, source, target } = deployment;
  const plan = async () => {
    const existing = await lookAt(api, bucket, deployment);
    const reasons = refusals(deployment, existing);
    if (reasons.length > 0) throw new Refused(reasons);
    return planDeployment(deployment, existing);
  };
  const items = await plan();
  screen.say({
    en: `Function ${functionName} in ${region}, account ${appid}: photos of ${source}, thumbnails into ${target}.`,
    zh: `${region} 的函数 ${functionName}，账号 ${appid}：照片来自 ${source}，缩略图存入 ${target}。`,
  });
  screen.plan(items);
  const changes = items.filter(({ steps }) => steps.length > 0);
  if (changes.length === 0) {
    screen.say({ en: 'Everything is as it should be: nothing is to be done.', zh: '一切就绪，无需改动。' });
  }
  if (!go) {
    if (changes.length > 0) screen.say(onlyPlanned);
    screen.result(items, { done: false });
    return 0;
  }
  await carryOut(items, {
    api,
    functionName,
    replan: plan,
    announce: (step, item) => screen.step(step, item),
  });
  const isNew = changes.some(({ part }) => part === 'role' || part === 'policy' || part === 'attachment');
  const tested = await selfTest(api, deployment, { isNew });
  if (tested.ok) {
    screen.say({ en: 'The function has examined itself: all is well.', zh: '函数自检通过。' });
  } else {
    screen.say({ en: 'The function has examined itself. Wrong:', zh: '函数自检发现问题：' });
    for (const problem of tested.problems) screen.say({ en: `- ${problem.en}`, zh: `- ${problem.zh}` });
  }
  screen.result(items, { done: true, selfTest: tested });
  return tested.ok ? 0 : 1;
}

export const onlyPlanned = {
  en: 'Nothing was changed. With --go it is done.',
  zh: '没有作任何改动。加上 --go 才会执行。',
};
