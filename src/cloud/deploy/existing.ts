// What is in the cloud already of a deployment.

import type { CloudApi, CosTrigger, DeployedFunction, Policy, Role } from '../api/cloud-api.ts';
import { findSettled } from '../api/settled-function.ts';
import type { BucketClient } from '../cos/bucket-client.ts';
import type { Deployment } from './deployment.ts';
import { sameTrigger } from './overlap.ts';
import { findRivals, type RivalTrigger } from './rivals.ts';

export interface Existing {
  /** Of the source and the target bucket, those that are not there. */
  readonly missingBuckets: readonly string[];
  readonly function: DeployedFunction | undefined;
  /** All triggers of the function, also those that are not ours. */
  readonly triggers: readonly CosTrigger[];
  readonly rivals: readonly RivalTrigger[];
  readonly role: Role | undefined;
  readonly attached: readonly string[];
  readonly policy: Policy | undefined;
}

/** Reads only. A function that is being changed is waited for. */
export async function lookAt(
  api: CloudApi,
  openBucket: (name: string) => BucketClient,
  deployment: Deployment,
): Promise<Existing> {
  const missingBuckets: string[] = [];
  for (const bucket of [deployment.source, deployment.target]) {
    if (!(await openBucket(bucket).exists())) missingBuckets.push(bucket);
  }
  const { functionName, role, triggers } = deployment;
  const found = await lookAtParts(api, functionName, role.name);
  // Those that are there already were allowed.
  const wanted = triggers.filter((trigger) => !found.triggers.some((one) => sameTrigger(one, trigger)));
  return { ...found, missingBuckets, rivals: await findRivals(api, functionName, wanted) };
}

/**
 * Looks at the function, the role and the policy alone, not at buckets and not at other functions.
 *
 * @param accessName The name of the role and the policy.
 */
export async function lookAtParts(
  api: CloudApi,
  functionName: string,
  accessName: string,
): Promise<Existing> {
  const role = await api.roles.get(accessName);
  const policy = await api.policies.get(accessName);
  const attached = role === undefined ? [] : await api.roles.attachedPolicies(accessName);
  const deployed = await findSettled(api, functionName);
  const isThere = deployed !== undefined && deployed.status !== 'CreateFailed';
  return {
    missingBuckets: [],
    function: deployed,
    triggers: isThere ? await api.triggers.list(functionName) : [],
    rivals: [],
    role,
    attached,
    policy,
  };
}
