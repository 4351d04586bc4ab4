// The actions of CAM that are about roles.

import type { Account, PolicyRecord, RoleRecord } from './account.ts';
import { type Action, action } from './action.ts';
import { writeTime } from './function-record.ts';
import { ApiRefusal } from './refusal.ts';

const oneRole = { optional: { RoleName: 'text', RoleId: 'text' } } as const;

export const roleActions: Readonly<Record<string, Action>> = {
  GetRole: action(oneRole, (given, { account }) => {
    const role = findRole(account, given.RoleName, given.RoleId);
    return {
      RoleInfo: {
        RoleId: role.id,
        RoleName: role.name,
        PolicyDocument: role.trust,
        Description: role.description,
        AddTime: writeTime(role.added),
        UpdateTime: writeTime(role.added),
        ConsoleLogin: 0,
        RoleType: 'user',
        SessionDuration: 7200,
        RoleArn: `qcs::cam::uin/${account.uin}:roleName/${role.name}`,
      },
    };
  }),

  CreateRole: action(
    {
      required: { RoleName: 'text', PolicyDocument: 'text' },
      optional: { Description: 'text', ConsoleLogin: 'integer', SessionDuration: 'integer' },
    },
    ({ RoleName: name, PolicyDocument, Description = '' }, { account }) => {
      if (!/^[\w+=,.@-]{1,128}$/.test(name))
        throw invalid('RoleNameError', `"${name}" is not the name of a role.`);
      if (Description.length > 1000) {
        throw invalid('DescriptionLengthOverlimit', 'Description has more than 1000 characters.');
      }
      if (account.roles.has(name)) throw invalid('RoleNameInUse', `The role ${name} exists already.`);
      const role = account.addRole({ name, description: Description, trust: PolicyDocument });
      return { RoleId: role.id };
    },
  ),

  DeleteRole: action(oneRole, (given, { account }) => {
    account.roles.delete(findRole(account, given.RoleName, given.RoleId).name);
    return {};
  }),

  AttachRolePolicy: action(
    { optional: { PolicyId: 'integer', PolicyName: 'text', AttachRoleId: 'text', AttachRoleName: 'text' } },
    (given, { account }) => {
      const role = findRole(account, given.AttachRoleName, given.AttachRoleId);
      role.policyIds.add(findPolicy(account, given.PolicyName, given.PolicyId).id);
      return {};
    },
  ),

  DetachRolePolicy: action(
    { optional: { PolicyId: 'integer', PolicyName: 'text', DetachRoleId: 'text', DetachRoleName: 'text' } },
    (given, { account }) => {
      const role = findRole(account, given.DetachRoleName, given.DetachRoleId);
      role.policyIds.delete(findPolicy(account, given.PolicyName, given.PolicyId).id);
      return {};
    },
  ),

  ListAttachedRolePolicies: action(
    {
      required: { Page: 'integer', Rp: 'integer' },
      optional: { RoleName: 'text', RoleId: 'text', PolicyType: 'text', Keyword: 'text' },
    },
    (given, { account }) => {
      const role = findRole(account, given.RoleName, given.RoleId);
      const policies = [...role.policyIds].flatMap((id) => account.policies.get(id) ?? []);
      return { List: pageOf(policies, given).map(toAttached), TotalNum: policies.length };
    },
  ),
};

/** @throws {ApiRefusal} `InvalidParameter.RoleNotExist` */
function findRole({ roles }: Account, name?: string, id?: string): RoleRecord {
  const role = name === undefined ? [...roles.values()].find((one) => one.id === id) : roles.get(name);
  if (!role) throw invalid('RoleNotExist', `The role ${name ?? id ?? 'without a name'} does not exist.`);
  return role;
}

/** @throws {ApiRefusal} `InvalidParameter.PolicyIdNotExist` */
export function findPolicy(account: Account, name?: string, id?: number): PolicyRecord {
  const policy = id === undefined ? account.findPolicy(name ?? '') : account.policies.get(id);
  if (!policy)
    throw invalid('PolicyIdNotExist', `The policy ${id ?? name ?? 'without a name'} does not exist.`);
  return policy;
}

/** @throws {ApiRefusal} `InvalidParameter.ParamError` */
export function pageOf<T>(
  all: readonly T[],
  { Page = 1, Rp = 20 }: { Page?: number; Rp?: number },
): readonly T[] {
  if (Page < 1 || Rp < 1 || Rp > 200) throw invalid('ParamError', 'Page is 1 or more, Rp is 1 to 200.');
  return all.slice((Page - 1) * Rp, Page * Rp);
}

function toAttached({ id, name, isPreset, description, added }: PolicyRecord) {
  return {
    PolicyId: id,
    PolicyName: name,
    Description: description,
    AddTime: writeTime(added),
    PolicyType: isPreset ? 'QCS' : 'User',
    CreateMode: 2,
    Deactived: 0,
    DeactivedDetail: [],
  };
}

function invalid(reason: string, message: string): ApiRefusal {
  return new ApiRefusal(`InvalidParameter.${reason}`, message);
}
