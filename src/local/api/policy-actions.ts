// The actions of CAM that are about policies.

import type { PolicyRecord } from './account.ts';
import { type Action, action } from './action.ts';
import { writeTime } from './function-record.ts';
import { parsePolicyDocument } from './policy-document.ts';
import { ApiRefusal } from './refusal.ts';
import { findPolicy, pageOf } from './role-actions.ts';

export const policyActions: Readonly<Record<string, Action>> = {
  ListPolicies: action(
    { optional: { Rp: 'integer', Page: 'integer', Scope: 'text', Keyword: 'text' } },
    ({ Scope = 'All', Keyword = '', ...page }, { account }) => {
      const scope = scopes.get(Scope);
      if (!scope) throw new ApiRefusal('InvalidParameter.ScopeError', 'Scope must be All, QCS or Local.');
      const found = [...account.policies.values()].filter((one) => scope(one) && one.name.includes(Keyword));
      return { TotalNum: found.length, List: pageOf(found, page).map(toListed), ServiceTypeList: [] };
    },
  ),

  GetPolicy: action({ required: { PolicyId: 'integer' } }, ({ PolicyId }, { account }) => {
    const policy = account.policies.get(PolicyId);
    if (!policy) {
      throw new ApiRefusal('ResourceNotFound.PolicyIdNotFound', `The policy ${PolicyId} does not exist.`);
    }
    return {
      PolicyName: policy.name,
      Description: policy.description,
      Type: policy.isPreset ? 2 : 1,
      AddTime: writeTime(policy.added),
      UpdateTime: writeTime(policy.updated),
      PolicyDocument: policy.document,
      PresetAlias: '',
      IsServiceLinkedRolePolicy: 0,
      Tags: [],
    };
  }),

  CreatePolicy: action(
    { required: { PolicyName: 'text', PolicyDocument: 'text' }, optional: { Description: 'text' } },
    ({ PolicyName: name, PolicyDocument: document, Description: description = '' }, { account }) => {
      if (!/^[\w+=,.@-]{1,128}$/.test(name)) {
        throw new ApiRefusal('InvalidParameter.PolicyNameError', `"${name}" is not the name of a policy.`);
      }
      parsePolicyDocument(document);
      if (account.findPolicy(name)) {
        throw new ApiRefusal('FailedOperation.PolicyNameInUse', `The policy ${name} exists already.`);
      }
      return { PolicyId: account.addPolicy({ name, description, document, isPreset: false }).id };
    },
  ),

  UpdatePolicy: action(
    { optional: { PolicyId: 'integer', PolicyName: 'text', Description: 'text', PolicyDocument: 'text' } },
    (given, { account }) => {
      const policy = findPolicy(account, given.PolicyName, given.PolicyId);
      checkOwn(policy);
      const { PolicyDocument: document, Description: description } = given;
      if (document !== undefined) {
        policy.statements = parsePolicyDocument(document);
        policy.document = document;
      }
      if (description !== undefined) policy.description = description;
      policy.updated = new Date();
      return { PolicyId: policy.id };
    },
  ),

  DeletePolicy: action({ required: { PolicyId: { listOf: 'integer' } } }, ({ PolicyId }, { account }) => {
    const policies = PolicyId.map((id) => findPolicy(account, undefined, id));
    policies.forEach(checkOwn);
    for (const { id } of policies) {
      account.policies.delete(id);
      for (const { policyIds } of account.roles.values()) policyIds.delete(id);
    }
    return {};
  }),
};

const scopes = new Map<string, (policy: PolicyRecord) => boolean>([
  ['All', () => true],
  ['QCS', ({ isPreset }) => isPreset],
  ['Local', ({ isPreset }) => !isPreset],
]);

function checkOwn({ name, isPreset }: PolicyRecord): void {
  if (!isPreset) return;
  throw new ApiRefusal('FailedOperation.Unmodifiable', `The policy ${name} is Tencent Cloud's own.`);
}

function toListed({ id, name, isPreset, description, added, updated }: PolicyRecord) {
  return {
    PolicyId: id,
    PolicyName: name,
    AddTime: writeTime(added),
    UpdateTime: writeTime(updated),
    Type: isPreset ? 2 : 1,
    Description: description,
    CreateMode: 2,
    Attachments: 0,
    ServiceType: '',
    IsAttached: 0,
    Deactived: 0,
    IsServiceLinkedPolicy: 0,
  };
}
