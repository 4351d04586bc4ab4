// Roles of CAM, by the cloud API.

import type { RolesApi } from './cloud-api.ts';
import { unlessMissing } from './missing.ts';
import type { ApiRequests } from './requester.ts';

const pageLength = 200;

interface RoleAnswer {
  readonly RoleInfo?: {
    readonly RoleName?: string;
    readonly Description?: string;
    readonly PolicyDocument?: string;
  };
}

interface AttachedPage {
  readonly List?: readonly { readonly PolicyName?: string }[];
}

export function rolesApi(requests: ApiRequests): RolesApi {
  return {
    async get(name) {
      const request = requests.cam<RoleAnswer>('GetRole', { RoleName: name });
      const answer = await unlessMissing(request, ['InvalidParameter.RoleNotExist']);
      if (answer === undefined) return undefined;
      const { RoleName = name, Description = '', PolicyDocument = '' } = answer.RoleInfo ?? {};
      return { name: RoleName, description: Description, trust: PolicyDocument };
    },

    async create({ name, description, trust }) {
      const role = { RoleName: name, Description: description, PolicyDocument: trust };
      await requests.cam('CreateRole', role);
    },

    async delete(name) {
      await requests.cam('DeleteRole', { RoleName: name });
    },

    async attachedPolicies(name) {
      const names: string[] = [];
      for (let page = 1; ; page++) {
        const request = { RoleName: name, Page: page, Rp: pageLength };
        const { List = [] } = await requests.cam<AttachedPage>('ListAttachedRolePolicies', request);
        names.push(...List.flatMap(({ PolicyName }) => (PolicyName ? [PolicyName] : [])));
        if (List.length < pageLength) return names;
      }
    },

    async attach(role, policy) {
      await requests.cam('AttachRolePolicy', { AttachRoleName: role, PolicyName: policy });
    },

    async detach(role, policy) {
      await requests.cam('DetachRolePolicy', { DetachRoleName: role, PolicyName: policy });
    },
  };
}
