// Policies of CAM, by the cloud API.

import type { PoliciesApi } from './cloud-api.ts';
import type { ApiRequests } from './requester.ts';

const pageLength = 200;

interface PolicyPage {
  readonly List?: readonly { readonly PolicyId?: number; readonly PolicyName?: string }[];
}

interface PolicyAnswer {
  readonly PolicyName?: string;
  readonly Description?: string | null;
  readonly PolicyDocument?: string;
}

export function policiesApi(requests: ApiRequests): PoliciesApi {
  /** The keyword of the API also finds names that only contain it. */
  async function findId(name: string): Promise<number | undefined> {
    for (let page = 1; ; page++) {
      const request = { Scope: 'All', Keyword: name, Page: page, Rp: pageLength };
      const { List = [] } = await requests.cam<PolicyPage>('ListPolicies', request);
      const found = List.find(({ PolicyName }) => PolicyName === name);
      if (found !== undefined) return found.PolicyId;
      if (List.length < pageLength) return undefined;
    }
  }

  return {
    async get(name) {
      const PolicyId = await findId(name);
      if (PolicyId === undefined) return undefined;
      const answer = await requests.cam<PolicyAnswer>('GetPolicy', { PolicyId });
      return { name, description: answer.Description ?? '', document: answer.PolicyDocument ?? '' };
    },

    async create({ name, description, document }) {
      const policy = { PolicyName: name, Description: description, PolicyDocument: document };
      await requests.cam('CreatePolicy', policy);
    },

    async update({ name, description, document }) {
      const policy = { PolicyName: name, Description: description, PolicyDocument: document };
      await requests.cam('UpdatePolicy', policy);
    },

    async delete(name) {
      const PolicyId = await findId(name);
      if (PolicyId !== undefined) await requests.cam('DeletePolicy', { PolicyId: [PolicyId] });
    },
  };
}
