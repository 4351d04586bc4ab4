// The very calls that a deployment into an empty account would send, written down instead.

import type { CloudApi } from '../api/cloud-api.ts';
import { cloudApi } from '../api/connect.ts';
import type { ApiRequests } from '../api/requester.ts';
import { isSecret } from '../secret-settings.ts';
import { carryOut } from './carry-out.ts';
import type { Deployment } from './deployment.ts';
import { planDeployment } from './plan.ts';

export interface RecordedCall {
  readonly service: 'cam' | 'scf';
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Stands for the value of a secret setting. */
export const secretPlaceholder = (setting: string): string => `VALUE_OF_${setting}`;

/** Stands for the zip, which is far too long to be shown. */
export const zipPlaceholder = 'ZIP_AS_BASE64';

/** Secrets are not in what is written down: placeholders are in their place. */
export async function recordCalls(given: Deployment): Promise<RecordedCall[]> {
  const deployment = { ...given, settings: withoutSecrets(given.settings) };
  const calls: RecordedCall[] = [];
  const api = recordingApi(deployment.region, calls);
  const nothing = {
    missingBuckets: [],
    function: undefined,
    triggers: [],
    rivals: [],
    role: undefined,
    attached: [],
    policy: undefined,
  };
  await carryOut(planDeployment(deployment, nothing), {
    api,
    functionName: deployment.functionName,
    replan: async () => [],
    announce: () => {},
  });
  return calls;
}

function withoutSecrets(settings: Deployment['settings']): Record<string, string> {
  const entries = Object.entries(settings).map(([name, value]) => {
    return [name, isSecret(name) ? secretPlaceholder(name) : value] as const;
  });
  return Object.fromEntries(entries);
}

function recordingApi(region: string, calls: RecordedCall[]): CloudApi {
  const record = async (service: RecordedCall['service'], action: string, parameters: object) => {
    const { Code, ...rest } = parameters as Record<string, unknown>;
    const code = Code === undefined ? {} : { Code: { ZipFile: zipPlaceholder } };
    if (!action.startsWith('Get')) calls.push({ service, action, parameters: { ...rest, ...code } });
    // What waiting for the function asks for.
    return { Status: 'Active' };
  };
  const requests = {
    scf: (action: string, parameters: object) => record('scf', action, parameters),
    cam: (action: string, parameters: object) => record('cam', action, parameters),
    pause: async () => {},
  };
  return cloudApi(region, requests as unknown as ApiRequests);
}
