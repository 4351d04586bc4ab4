// Takes away what a deployment has made, or only says what that would be.

import { carryOut } from '../../cloud/deploy/carry-out.ts';
import { lookAtParts } from '../../cloud/deploy/existing.ts';
import { accessName } from '../../cloud/deploy/marks.ts';
import { Refused } from '../../cloud/deploy/refused.ts';
import { planUndo, undoRefusals } from '../../cloud/deploy/undo.ts';
import { withAppid } from '../../function/target/bucket-name.ts';
import type { OpenedCloud } from '../cloud-options.ts';
import { onlyPlanned } from './put-in-place.ts';
import type { Screen } from './screen.ts';

export interface TakeAway {
  readonly functionName: string;
  /** With or without its appid. */
  readonly bucket: string;
  /** Without it nothing is changed. */
  readonly go: boolean;
}

/** @returns The exit code. */
export async function takeAway(
  { api, region }: OpenedCloud,
  { functionName, bucket, go }: TakeAway,
  screen: Screen,
): Promise<number> {
  const { appid } = await api.identity();
  const name = accessName(functionName, region);
  const undoing = { functionName, accessName: name, source: withAppid(bucket, appid), region };
  const plan = async () => {
    const existing = await lookAtParts(api, functionName, name);
    const reasons = undoRefusals(undoing, existing);
    if (reasons.length > 0) throw new Refused(reasons);
    return planUndo(undoing, existing);
  };
  const items = await plan();
  screen.plan(items);
  if (items.length === 0) {
    screen.say({
      en: `There is nothing in ${region} that npm run deploy has made for ${functionName}.`,
      zh: `${region} 没有 npm run deploy 为 ${functionName} 创建的资源。`,
    });
  } else {
    screen.say({ en: 'Buckets, thumbnails and logs stay.', zh: '存储桶、缩略图和日志都会保留。' });
    if (!go) screen.say(onlyPlanned);
  }
  if (go) {
    const announce = screen.step.bind(screen);
    await carryOut(items, { api, functionName, replan: plan, announce });
  }
  screen.result(items, { done: go });
  return 0;
}
