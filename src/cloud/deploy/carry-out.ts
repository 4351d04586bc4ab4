// Carries out a plan. Safe to be ended at any moment and to be run again, and beside another run of the same plan.

import { setTimeout as after } from 'node:timers/promises';
import type { CloudApi, DeployedFunction } from '../api/cloud-api.ts';
import { CloudError } from '../api/cloud-error.ts';
import { settledOrGone } from '../api/settled-function.ts';
import type { PlanItem, Step } from './step.ts';

export interface Execution {
  readonly api: CloudApi;
  /** What the steps are about. */
  readonly functionName: string;
  /** Looks again and plans anew; throws if what is there stands against it by now. */
  replan(): Promise<readonly PlanItem[]>;
  /** Called before each step. */
  announce(step: Step, item: PlanItem): void;
  /** Waits so many milliseconds. Tests wait less. */
  readonly pause?: ((ms: number) => Promise<unknown>) | undefined;
}

/** How often another run may get in between. */
const maxRounds = 6;
/** CAM's new roles are not known everywhere at once. */
const maxRoleWaits = 12;
const roleWaitMs = 5_000;

/** @throws {CloudError} if a step fails for good. What was done before it stays, and the next run goes on from there. */
export async function carryOut(plan: readonly PlanItem[], execution: Execution): Promise<void> {
  const { pause = after } = execution;
  let items = plan;
  for (let round = 1; ; round++) {
    try {
      for (const item of items) {
        for (const step of item.steps) {
          execution.announce(step, item);
          await perform(step, execution);
        }
      }
      return;
    } catch (error) {
      if (!isRace(error) || round === maxRounds) throw error;
      await pause(500 * round * (1 + Math.random()));
      items = await execution.replan();
    }
  }
}

/** The thing is there, or gone, although it was not when we looked: somebody else is at it, perhaps a second run of deploy. */
function isRace(error: unknown): boolean {
  return (
    error instanceof CloudError &&
    error.code !== undefined &&
    /InUse|Exist|NotFound|Duplicate|Conflict/.test(error.code) &&
    !/QcsRoleNotFound/.test(error.code)
  );
}

async function perform(step: Step, execution: Execution): Promise<void> {
  const { api, functionName: name } = execution;
  switch (step.kind) {
    case 'create-role':
      return api.roles.create(step.role);
    case 'delete-role':
      return api.roles.delete(step.name);
    case 'create-policy':
      return api.policies.create(step.policy);
    case 'update-policy':
      return api.policies.update(step.policy);
    case 'delete-policy':
      return api.policies.delete(step.name);
    case 'attach-policy':
      return api.roles.attach(step.role, step.policy);
    case 'detach-policy':
      return api.roles.detach(step.role, step.policy);
    case 'create-function':
      await onceRoleIsKnown(execution, () => api.functions.create(step.function));
      return settle(execution);
    case 'update-code':
      await api.functions.updateCode(name, step);
      return settle(execution);
    case 'update-configuration':
      await onceRoleIsKnown(execution, () => api.functions.updateConfiguration(name, step.change));
      return settle(execution);
    case 'delete-function':
      return deleteFunction(execution);
    case 'set-retries':
      return api.functions.setAsyncRetry(name, step.retry);
    case 'create-trigger':
      return api.triggers.create(name, step.trigger);
    case 'delete-trigger':
      return api.triggers.delete(name, step.trigger);
  }
}

/** Repeats a call that SCF refuses because the role was made only just now. */
async function onceRoleIsKnown({ pause = after }: Execution, call: () => Promise<void>): Promise<void> {
  for (let waits = 0; ; waits++) {
    try {
      return await call();
    } catch (error) {
      const isAboutRole =
        error instanceof CloudError &&
        error.code !== undefined &&
        /^(ResourceNotFound|InvalidParameter)\.Role/.test(error.code);
      if (!isAboutRole || waits === maxRoleWaits) throw error;
      await pause(roleWaitMs);
    }
  }
}

/** @throws {CloudError} if the function ends in a failed state. */
async function settle({ api, functionName }: Execution): Promise<void> {
  const settled = await api.functions.settled(functionName);
  if (settled.status !== 'Active') throw failedState(settled);
}

async function deleteFunction({ api, functionName }: Execution): Promise<void> {
  await api.functions.delete(functionName);
  await settledOrGone(api, functionName);
}

function failedState({ name, status, statusReasons }: DeployedFunction): CloudError {
  const why = statusReasons.join('; ');
  return new CloudError({
    text: {
      en: `The function ${name} is in the state ${status}${why && `: ${why}`}. Mend that and run the command again.`,
      zh: `函数 ${name} 处于 ${status} 状态${why && `：${why}`}。请解决后重新运行。`,
    },
    action: 'GetFunction',
  });
}
