// The port to Tencent Cloud's API, by the official SDK.

import type { CloudApi } from './cloud-api.ts';
import { logsApi } from './log-lines.ts';
import { policiesApi } from './policies.ts';
import { type ApiRequests, type CloudOptions, Requester } from './requester.ts';
import { rolesApi } from './roles.ts';
import { functionsApi } from './scf-functions.ts';
import { triggersApi } from './triggers.ts';

/** Sends nothing yet: the first request loads the SDK. */
export function connectCloud(options: CloudOptions): CloudApi {
  return cloudApi(options.region, new Requester(options));
}

/** @param requests Something else that takes the requests, such as one that only writes them down. */
export function cloudApi(region: string, requests: ApiRequests): CloudApi {
  return {
    region,
    async identity() {
      const account = await requests.cam<{ AppId?: number; OwnerUin?: string }>('GetUserAppId', {});
      const { Arn } = await requests.sts('GetCallerIdentity');
      return { appid: String(account.AppId ?? ''), ownerUin: account.OwnerUin ?? '', arn: Arn ?? '' };
    },
    functions: functionsApi(requests),
    triggers: triggersApi(requests),
    roles: rolesApi(requests),
    policies: policiesApi(requests),
    logs: logsApi(requests),
  };
}
