// All actions that the local cloud API has: service -> version and actions.

import { getCallerIdentity, getUserAppId } from './account-actions.ts';
import type { Action } from './action.ts';
import { functionActions } from './function-actions.ts';
import { invocationActions } from './invocation-actions.ts';
import { searchLog } from './log-actions.ts';
import { policyActions } from './policy-actions.ts';
import { roleActions } from './role-actions.ts';
import { triggerActions } from './trigger-actions.ts';

export interface ApiService {
  readonly version: string;
  /** Does every request name a region? Those of global services need not. */
  readonly isRegional: boolean;
  readonly actions: Readonly<Record<string, Action>>;
}

export const apiServices: ReadonlyMap<string, ApiService> = new Map([
  [
    'scf',
    {
      version: '2018-04-16',
      isRegional: true,
      actions: { ...functionActions, ...triggerActions, ...invocationActions },
    },
  ],
  [
    'cam',
    {
      version: '2019-01-16',
      isRegional: false,
      actions: { GetUserAppId: getUserAppId, ...roleActions, ...policyActions },
    },
  ],
  ['cls', { version: '2020-10-16', isRegional: true, actions: { SearchLog: searchLog } }],
  ['sts', { version: '2018-08-13', isRegional: false, actions: { GetCallerIdentity: getCallerIdentity } }],
]);
