// Deployments and what may be there of them, for the tests of the plan.

import type { CosTrigger, DeployedFunction } from '../../../../src/cloud/api/cloud-api.ts';
import {
  type Deployment,
  type DeploymentWishes,
  toDeployment,
} from '../../../../src/cloud/deploy/deployment.ts';
import type { Existing } from '../../../../src/cloud/deploy/existing.ts';
import type { PlanItem, Step } from '../../../../src/cloud/deploy/step.ts';

export const wishes: DeploymentWishes = {
  functionName: 'cos-thumbnailer',
  region: 'ap-guangzhou',
  appid: '1250000000',
  bucket: 'example',
  target: undefined,
  memoryMb: 512,
  timeoutS: 60,
  runtime: undefined,
  settings: { THUMB_PRESETS: '200x200' },
  prefix: '',
  mirror: false,
  zip: Buffer.from('zip'),
  sha256: 'a'.repeat(64),
};

export function deploymentOf(changes: Partial<DeploymentWishes> = {}): Deployment {
  return toDeployment({ ...wishes, ...changes });
}

export const nothing: Existing = {
  missingBuckets: [],
  function: undefined,
  triggers: [],
  rivals: [],
  role: undefined,
  attached: [],
  policy: undefined,
};

export function triggerOf(changes: Partial<CosTrigger> = {}): CosTrigger {
  return {
    type: 'cos',
    name: 'example-1250000000.cos.ap-guangzhou.myqcloud.com',
    event: 'cos:ObjectCreated:*',
    prefix: '',
    suffix: '',
    enabled: true,
    qualifier: '$DEFAULT',
    ...changes,
  };
}

/** What is there once the deployment is made. */
export function madeOf(deployment: Deployment): Existing {
  const { role, policy, triggers } = deployment;
  return {
    ...nothing,
    role,
    policy,
    attached: [policy.name],
    triggers,
    function: functionOf(deployment),
  };
}

export function functionOf(
  deployment: Deployment,
  changes: Partial<DeployedFunction> = {},
): DeployedFunction {
  return {
    name: deployment.functionName,
    status: 'Active',
    statusReasons: [],
    availability: 'Available',
    description: deployment.description,
    runtime: 'Nodejs20.19',
    handler: deployment.handler,
    memoryMb: deployment.memoryMb,
    timeoutS: deployment.timeoutS,
    role: deployment.role.name,
    environment: deployment.settings,
    tags: {},
    codeBytes: deployment.zip.length,
    modified: '2026-11-27 12:00:00',
    logTopic: undefined,
    deadLetterQueue: undefined,
    ...changes,
  };
}

export function stepsOf(items: readonly PlanItem[]): readonly Step[] {
  return items.flatMap(({ steps }) => steps);
}

/** What is there after a step: a cloud in a few lines, where the tests of test/local have a strict one. */
export function afterStep(existing: Existing, step: Step, deployment: Deployment): Existing {
  const { function: deployed } = existing;
  switch (step.kind) {
    case 'create-role':
      return { ...existing, role: step.role };
    case 'create-policy':
    case 'update-policy':
      return { ...existing, policy: step.policy };
    case 'attach-policy':
      return { ...existing, attached: [...existing.attached, step.policy] };
    case 'create-function': {
      const { runtime, description, environment } = step.function;
      return { ...existing, function: functionOf(deployment, { runtime, description, environment }) };
    }
    case 'update-code':
      return { ...existing, function: deployed && { ...deployed, handler: step.handler, status: 'Active' } };
    case 'update-configuration':
      return { ...existing, function: deployed && { ...deployed, ...step.change } };
    case 'delete-function':
      return { ...existing, function: undefined, triggers: [] };
    case 'create-trigger':
      return { ...existing, triggers: [...existing.triggers, step.trigger] };
    case 'delete-trigger':
      return { ...existing, triggers: existing.triggers.filter((one) => one !== step.trigger) };
    case 'detach-policy':
      return { ...existing, attached: existing.attached.filter((name) => name !== step.policy) };
    case 'delete-policy':
      return { ...existing, policy: undefined };
    case 'delete-role':
      return { ...existing, role: undefined };
    case 'set-retries':
      return existing;
  }
}
