// What deploy has made and what is there -> how it is taken away. Buckets are never touched. Pure.

import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { Existing } from './existing.ts';
import { foreignParts, foreignTriggers, isOurTrigger } from './ownership.ts';
import type { PlanItem } from './step.ts';

/** Which deployment is taken away. */
export interface Undoing {
  readonly functionName: string;
  /** The name of the role and of the policy. */
  readonly accessName: string;
  /** With its appid. */
  readonly source: string;
  readonly region: string;
}

/** @returns Only what is there. */
export function planUndo(undoing: Undoing, existing: Existing): PlanItem[] {
  const { functionName, accessName, source, region } = undoing;
  const { triggers, role, policy, attached, function: deployed } = existing;
  const gone = { change: 'delete', fields: [] } as const;
  return [
    ...triggers
      .filter((trigger) => isOurTrigger(trigger, source, region))
      .map((trigger): PlanItem => {
        const name = `${trigger.name} ${trigger.event}`;
        return { ...gone, part: 'trigger', name, steps: [{ kind: 'delete-trigger', trigger }] };
      }),
    ...(deployed ? [item('function', functionName, { kind: 'delete-function' })] : []),
    ...(attached.includes(accessName)
      ? [item('attachment', accessName, { kind: 'detach-policy', role: accessName, policy: accessName })]
      : []),
    ...(policy ? [item('policy', accessName, { kind: 'delete-policy', name: accessName })] : []),
    ...(role ? [item('role', accessName, { kind: 'delete-role', name: accessName })] : []),
  ];
}

function item(part: PlanItem['part'], name: string, step: PlanItem['steps'][number]): PlanItem {
  return { part, name, change: 'delete', fields: [], steps: [step] };
}

/** @returns Why nothing is taken away: somebody else's things would go with it. */
export function undoRefusals(
  { functionName, accessName, source, region }: Undoing,
  existing: Existing,
): Bilingual[] {
  const foreign = foreignParts(existing);
  if (foreign.length > 0) return foreign;
  const others = existing.attached.filter((name) => name !== accessName);
  return [
    ...foreignTriggers(existing, source, region, functionName),
    ...(others.length === 0
      ? []
      : [
          {
            en: `Other policies are attached to the role ${accessName}: ${others.join(', ')}. Detach them in the console first; the role is deleted only with nothing of yours on it.`,
            zh: `角色 ${accessName} 还关联了其他策略：${others.join('、')}。请先在控制台解除关联，之后才会删除该角色。`,
          },
        ]),
  ];
}
