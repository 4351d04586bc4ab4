// The execution role of a function under test: it may do what the policy that deploy makes allows, and nothing else.

import { functionPolicy } from '../../src/cloud/policy.ts';
import { type Config, loadConfig } from '../../src/function/config/config.ts';
import { fillTargetBucket } from '../../src/function/target/target.ts';
import { decide, parsePolicyDocument, type Statement } from '../../src/local/api/policy-document.ts';
import type { Credential } from '../../src/local/cos/cos.ts';

export interface LeastRole {
  /** For the COS server. */
  readonly credential: Credential;
  /** From now on the role may do, too, what a function with these settings needs. */
  serve(env: Readonly<Record<string, string>>): void;
}

const region = 'ap-guangzhou';
const appid = '1250000000';

/** @param sourceBucket With its appid. */
export function leastRole(
  keys: Pick<Credential, 'secretId' | 'secretKey' | 'token'>,
  sourceBucket: string,
): LeastRole {
  const statements: Statement[] = [];
  return {
    credential: { ...keys, allows: (action, resource) => decide(statements, action, resource) },
    serve(env) {
      const settings = readConfig(env);
      if (!settings) return;
      const targetBucket = fillTargetBucket(settings.targetBucket, sourceBucket, appid);
      const policy = functionPolicy({ sourceBucket, targetBucket, region, appid, settings });
      statements.push(...parsePolicyDocument(policy));
    },
  };
}

/** @returns undefined for wrong settings, with which the function asks nothing of COS. */
function readConfig(env: Readonly<Record<string, string>>): Config | undefined {
  try {
    return loadConfig(env);
  } catch {
    return undefined;
  }
}
