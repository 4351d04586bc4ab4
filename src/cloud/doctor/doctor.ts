// Examines a deployed function from outside, and lets it examine itself. One check that cannot be made hides no other.

import {
  type InsideId,
  insideChecks,
  type OutsideId,
  outsideChecks,
  reasons,
} from '../../function/doctor/checks.ts';
import { type CheckResult, skipped, well, wrong } from '../../function/doctor/diagnosis.ts';
import { isBucketName, withAppid } from '../../function/target/bucket-name.ts';
import { fillTargetBucket } from '../../function/target/target.ts';
import type { CloudApi, CosTrigger, DeployedFunction } from '../api/cloud-api.ts';
import { CloudError } from '../api/cloud-error.ts';
import { findSettled } from '../api/settled-function.ts';
import { createdEvent, hostOf } from '../deploy/deployment.ts';
import { overlaps } from '../deploy/overlap.ts';
import { findRivals } from '../deploy/rivals.ts';
import { functionGrants } from '../policy.ts';
import { noBucketName } from '../source-bucket.ts';
import { missingPermissions, trustedServices } from './allowed-actions.ts';
import { bucketResult, findPhotos, type OpenBucket } from './bucket-checks.ts';
import { functionResults, readDeployedSettings } from './function-checks.ts';
import { logResults } from './log-checks.ts';
import { mergeResults } from './merge.ts';
import { answerResults } from './own-answer.ts';
import { bucketOf, triggerResults } from './trigger-checks.ts';

export interface ExaminedCloud {
  readonly api: CloudApi;
  readonly openBucket: OpenBucket;
}

export interface ExaminedFunction {
  readonly functionName: string;
  /** The source bucket, with or without appid; undefined: that of the function's trigger. */
  readonly bucket: string | undefined;
  /** The version of what was built here, with its digest; undefined: nothing was built. */
  readonly builtVersion: string | undefined;
}

/** SCF's own role, which people take for an execution role. */
const configurationRole = 'SCF_QcsRole';

/**
 * @throws {CloudError} if nothing can be examined: no or wrong credentials, no network, no permission to see the function, no name
 * of a bucket.
 */
export async function examineDeployed(
  { api, openBucket }: ExaminedCloud,
  { functionName, bucket, builtVersion }: ExaminedFunction,
): Promise<CheckResult[]> {
  const { appid } = await api.identity();
  const { region } = api;
  const named = bucket && withAppid(bucket, appid);
  if (named !== undefined && !isBucketName(named)) throw new CloudError({ text: noBucketName(named) });
  const deployed = await findSettled(api, functionName);
  const facts = { function: functionName, region };
  if (deployed === undefined) return [wrong('function', outsideChecks.function, facts)];
  const results: CheckResult[] = [well('function', outsideChecks.function, facts)];
  const add = (made: readonly CheckResult[]) => results.push(...made);

  const { config, result: settings } = readDeployedSettings(deployed);
  add([...functionResults(deployed), settings]);
  const isThere = deployed.status !== 'CreateFailed';
  const triggers = isThere ? await api.triggers.list(functionName) : [];
  const source = named ?? bucketOf(triggers, region);
  const target = source && fillTargetBucket(config.targetBucket, source, appid);

  add(await attempt('configuration-role', () => configurationRoleResults(api)));
  const grants =
    source && target
      ? functionGrants({ sourceBucket: source, targetBucket: target, region, appid, settings: config })
      : [];
  add(await attempt('role', () => roleResults(api, deployed, grants)));

  let photos: readonly string[] = [];
  let key: string | undefined;
  if (source === undefined || target === undefined) {
    add([
      wrong('trigger', outsideChecks.trigger, { bucket: anyBucket }),
      skipped('source-bucket', reasons.noSource),
    ]);
  } else {
    const [sourceResult, targetResult] = await Promise.all([
      attempt('source-bucket', async () => [await bucketResult('source-bucket', source, region, openBucket)]),
      attempt('target-bucket', async () => [await bucketResult('target-bucket', target, region, openBucket)]),
    ]);
    add([...sourceResult, ...targetResult]);
    if (sourceResult.every(({ ok }) => ok)) {
      add(
        await attempt('source-class', async () => {
          const found = await findPhotos(openBucket(source));
          photos = found.keys;
          key = found.newest;
          return found.results;
        }),
      );
    }
    add(
      await attempt('trigger', async () => {
        const mirror = config.onDelete === 'mirror';
        const rivals = await findRivals(api, functionName, missingTriggers(source, region, triggers));
        return triggerResults({ source, region, triggers, rivals, mirror, photos });
      }),
    );
  }

  // What was not created, or may not be invoked, would only say so once more.
  if (results.every(({ id, ok }) => ok || !['state', 'availability'].includes(id))) {
    add(
      await attempt('invocation', async () => {
        const event = { thumbnailer: 'doctor', ...(source && { bucket: source }), ...(key && { key }) };
        return answerResults(await api.functions.invoke(functionName, event), builtVersion);
      }),
    );
  }
  const { logTopic } = deployed;
  if (logTopic) {
    add(
      await attempt('recent-errors', () => logResults(api.logs, logTopic.topicId, functionName, Date.now())),
    );
  }
  return mergeResults(results);
}

/** A check that the cloud does not let us make is a fault: what it is about may be wrong. */
async function attempt(
  id: InsideId | OutsideId,
  make: () => Promise<readonly CheckResult[]>,
): Promise<readonly CheckResult[]> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return [{ ...skipped(id, reasons.refused, { message: error.text }), ok: false, fix: again }];
  }
}

const anyBucket = { en: 'any bucket', zh: '任何存储桶' };

const again = {
  en: 'Do what the message says, and run npm run doctor again.',
  zh: '请按消息所说处理，再运行一次 npm run doctor。',
};

async function configurationRoleResults(api: CloudApi): Promise<CheckResult[]> {
  const role = await api.roles.get(configurationRole);
  return [(role ? well : wrong)('configuration-role', outsideChecks['configuration-role'])];
}

async function roleResults(
  api: CloudApi,
  { role: name }: DeployedFunction,
  grants: Parameters<typeof missingPermissions>[1],
): Promise<CheckResult[]> {
  const problem = (en: string, zh: string) => [wrong('role', insideChecks.role, { problem: { en, zh } })];
  if (name === undefined) return problem('none is bound', '没有绑定');
  if (name === configurationRole) {
    return problem(`${name} is SCF's own role`, `${name} 是 SCF 自己的配置角色`);
  }
  const role = await api.roles.get(name);
  if (role === undefined) return problem(`there is no role ${name}`, `没有角色 ${name}`);
  const isTrusted = trustedServices(role.trust).includes('scf.qcloud.com');
  const documents = await documentsOf(api, name);
  const missing = missingPermissions(documents, grants);
  const permissions = (missing.length === 0 ? well : wrong)('role-policy', outsideChecks['role-policy'], {
    missing: missing.join(', '),
  });
  return [
    well('role', insideChecks.role, { role: name }),
    (isTrusted ? well : wrong)('role-carrier', outsideChecks['role-carrier'], { role: name }),
    ...(grants.length > 0 ? [permissions] : []),
  ];
}

async function documentsOf(api: CloudApi, role: string): Promise<string[]> {
  const names = await api.roles.attachedPolicies(role);
  const policies = await Promise.all(names.map((name) => api.policies.get(name)));
  return policies.flatMap((policy) => (policy ? [policy.document] : []));
}

/** Empty if this function has one: COS does not allow another beside it. */
function missingTriggers(source: string, region: string, triggers: readonly CosTrigger[]): CosTrigger[] {
  const wanted: CosTrigger = {
    type: 'cos',
    name: hostOf(source, region),
    event: createdEvent,
    prefix: '',
    suffix: '',
    enabled: true,
    qualifier: '$DEFAULT',
  };
  return triggers.some((one) => overlaps(one, wanted)) ? [] : [wanted];
}
