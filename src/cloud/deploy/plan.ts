// What shall be there and what is there -> what is to be done. Pure.

import type { AsyncRetry, ConfigurationChange, DeployedFunction, NewFunction } from '../api/cloud-api.ts';
import { shownValue } from '../secret-settings.ts';
import { type Deployment, newestRuntime } from './deployment.ts';
import type { Existing } from './existing.ts';
import { deployedDigest } from './marks.ts';
import { sameTrigger } from './overlap.ts';
import { isOurTrigger } from './ownership.ts';
import { policyLines, sameDocument } from './policy-text.ts';
import type { PlanItem, Step } from './step.ts';

/** What an event that failed is given: SCF's own defaults, set all the same. Later they are kept as they are. */
const firstRetry: AsyncRetry = { retries: 2, maxAgeS: 21_600 };

/** The items are in the order in which they are carried out. Whether they may be is in ownership.ts and preconditions.ts. */
export function planDeployment(deployment: Deployment, existing: Existing): PlanItem[] {
  return [
    roleItem(deployment, existing),
    policyItem(deployment, existing),
    attachmentItem(deployment, existing),
    ...functionItems(deployment, existing),
    ...triggerItems(deployment, existing),
  ];
}

function roleItem({ role }: Deployment, existing: Existing): PlanItem {
  const isThere = existing.role !== undefined;
  return {
    part: 'role',
    name: role.name,
    change: isThere ? 'none' : 'create',
    fields: isThere ? [] : [{ name: 'carrier', before: undefined, after: 'scf.qcloud.com' }],
    steps: isThere ? [] : [{ kind: 'create-role', role }],
  };
}

function policyItem({ policy }: Deployment, existing: Existing): PlanItem {
  const { policy: present } = existing;
  const item = { part: 'policy', name: policy.name } as const;
  if (present !== undefined && sameDocument(present.document, policy.document)) {
    return { ...item, change: 'none', fields: [], steps: [] };
  }
  const before = present === undefined ? [] : policyLines(present.document);
  const after = policyLines(policy.document);
  return {
    ...item,
    change: present === undefined ? 'create' : 'update',
    fields: [
      ...before.filter((line) => !after.includes(line)).map((line) => removed('allow', line)),
      ...after.filter((line) => !before.includes(line)).map((line) => added('allow', line)),
    ],
    steps: [{ kind: present === undefined ? 'create-policy' : 'update-policy', policy }],
  };
}

function attachmentItem({ role, policy }: Deployment, { attached }: Existing): PlanItem {
  const isThere = attached.includes(policy.name);
  return {
    part: 'attachment',
    name: policy.name,
    change: isThere ? 'none' : 'create',
    fields: isThere ? [] : [added('role', role.name)],
    steps: isThere ? [] : [{ kind: 'attach-policy', role: role.name, policy: policy.name }],
  };
}

function functionItems(deployment: Deployment, existing: Existing): PlanItem[] {
  const { function: present } = existing;
  if (present === undefined || present.status === 'CreateFailed') return [creation(deployment, present)];
  return [codeItem(deployment, present), configurationItem(deployment, present)];
}

/** A function whose creation failed can neither be used nor changed. */
function creation(deployment: Deployment, failed: DeployedFunction | undefined): PlanItem {
  const runtime = deployment.runtime ?? failed?.runtime ?? newestRuntime;
  const { functionName: name, memoryMb, timeoutS, handler, sha256, role, settings } = deployment;
  const steps: Step[] = [
    ...(failed ? [{ kind: 'delete-function' } as const] : []),
    { kind: 'create-function', function: toFunction(deployment, runtime) },
    { kind: 'set-retries', retry: firstRetry },
  ];
  return {
    part: 'function',
    name,
    change: 'create',
    fields: [
      ...(failed ? [removed('state', [failed.status, ...failed.statusReasons].join(': '))] : []),
      added('runtime', runtime),
      added('handler', handler),
      added('zip', sha256),
      added('memory', `${memoryMb} MB`),
      added('timeout', `${timeoutS} s`),
      added('role', role.name),
      added('retries', `${firstRetry.retries}`),
      added('maximum age', `${firstRetry.maxAgeS} s`),
      ...Object.entries(settings).flatMap(([variable, value]) =>
        differingVariable(variable, undefined, value),
      ),
    ],
    steps,
  };
}

function toFunction(deployment: Deployment, runtime: string): NewFunction {
  const { functionName: name, role, settings: environment } = deployment;
  const { handler, zip, memoryMb, timeoutS, description } = deployment;
  // The description is its mark: tags would need permissions of their own.
  return {
    name,
    runtime,
    handler,
    zip,
    memoryMb,
    timeoutS,
    description,
    role: role.name,
    environment,
    tags: {},
  };
}

function codeItem(deployment: Deployment, present: DeployedFunction): PlanItem {
  const { sha256, handler, functionName } = deployment;
  const before = deployedDigest(present);
  const isSame = before === sha256 && present.handler === handler && present.status === 'Active';
  return {
    part: 'code',
    name: functionName,
    change: isSame ? 'none' : 'update',
    fields: isSame
      ? []
      : [
          ...differing('zip', before, sha256),
          ...differing('handler', present.handler, handler),
          ...(present.status === 'Active' ? [] : [removed('state', present.status)]),
        ],
    steps: isSame ? [] : [{ kind: 'update-code', zip: deployment.zip, handler }],
  };
}

function configurationItem(deployment: Deployment, present: DeployedFunction): PlanItem {
  const { functionName, memoryMb, timeoutS, role, settings, description } = deployment;
  const environment = mergeEnvironment(present.environment, settings);
  const names = [...new Set([...Object.keys(present.environment), ...Object.keys(environment)])].sort();
  const fields = [
    ...differing('memory', `${present.memoryMb} MB`, `${memoryMb} MB`),
    ...differing('timeout', `${present.timeoutS} s`, `${timeoutS} s`),
    ...differing('role', present.role, role.name),
    ...names.flatMap((name) => differingVariable(name, present.environment[name], environment[name])),
  ];
  const hasOtherVariables = names.some((name) => present.environment[name] !== environment[name]);
  const change: ConfigurationChange = {
    ...(present.memoryMb !== memoryMb && { memoryMb }),
    ...(present.timeoutS !== timeoutS && { timeoutS }),
    ...(present.role !== role.name && { role: role.name }),
    ...(hasOtherVariables && { environment }),
    // It holds the digest of the zip, and is changed after the code.
    ...(present.description !== description && { description }),
  };
  const isSame = Object.keys(change).length === 0;
  return {
    part: 'configuration',
    name: functionName,
    change: isSame ? 'none' : 'update',
    fields,
    steps: isSame ? [] : [{ kind: 'update-configuration', change }],
  };
}

/** Only variables that begin with THUMB_ are ours: the others stay. */
export function mergeEnvironment(
  present: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  const others = Object.entries(present).filter(([name]) => !name.startsWith('THUMB_'));
  return { ...Object.fromEntries(others), ...settings };
}

/** COS triggers cannot be changed: a wrong one is deleted and made again. */
function triggerItems({ triggers, source, region }: Deployment, existing: Existing): PlanItem[] {
  const ours = existing.triggers.filter((trigger) => isOurTrigger(trigger, source, region));
  const superfluous = ours.filter(({ event }) => !triggers.some((one) => one.event === event));
  const items = triggers.map((trigger): PlanItem => {
    const present = ours.filter(({ event }) => event === trigger.event);
    const wrong = present.filter((one) => !sameTrigger(one, trigger));
    const isThere = wrong.length < present.length;
    const steps: Step[] = [
      ...wrong.map((one) => ({ kind: 'delete-trigger', trigger: one }) as const),
      ...(isThere ? [] : [{ kind: 'create-trigger', trigger } as const]),
    ];
    const [before] = isThere ? [trigger] : wrong;
    return {
      part: 'trigger',
      name: `${trigger.name} ${trigger.event}`,
      change: steps.length === 0 ? 'none' : present.length === 0 ? 'create' : 'update',
      fields: [
        ...differing('prefix', before?.prefix, trigger.prefix),
        ...differing('suffix', before?.suffix, trigger.suffix),
        ...differing('enabled', before && `${before.enabled}`, `${trigger.enabled}`),
        ...differing('qualifier', before?.qualifier, trigger.qualifier),
      ],
      steps,
    };
  });
  return [
    ...superfluous.map((trigger): PlanItem => {
      return {
        part: 'trigger',
        name: `${trigger.name} ${trigger.event}`,
        change: 'delete',
        fields: [],
        steps: [{ kind: 'delete-trigger', trigger }],
      };
    }),
    ...items,
  ];
}

type Field = PlanItem['fields'][number];

function added(name: string, after: string): Field {
  return { name, before: undefined, after };
}

function removed(name: string, before: string): Field {
  return { name, before, after: undefined };
}

/** The plan is printed, so that it says of a secret only that it differs. */
function differingVariable(name: string, before: string | undefined, after: string | undefined): Field[] {
  const shown = (value: string | undefined) => value && shownValue(name, value);
  return differing(name, before, after).map((field) => ({
    ...field,
    before: shown(field.before),
    after: shown(field.after),
  }));
}

function differing(name: string, before: string | undefined, after: string | undefined): Field[] {
  return before === after ? [] : [{ name, before, after }];
}
