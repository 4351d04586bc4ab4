// Roles and policies of the local account, by the official SDK.

import { expect, test } from 'vitest';
import { codeOf, connectCam, connectSts, startCloud } from './cloud.ts';

const cloud = await startCloud();
const cam = connectCam(cloud);
const call = (action: string, parameters: object) => cam.request(action, parameters);

const trust = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['scf.qcloud.com'] } }],
});
const document = (action: string) =>
  JSON.stringify({ version: '2.0', statement: [{ effect: 'allow', action, resource: '*' }] });

test('says whose key it is', async () => {
  const AppId = 1250000000;
  expect(await call('GetUserAppId', {})).toMatchObject({
    AppId,
    Uin: '100000000001',
    OwnerUin: '100000000001',
  });
  expect(await connectSts(cloud).request('GetCallerIdentity', {})).toMatchObject({
    Type: 'CAMUser',
    AccountId: '100000000001',
  });
});

test('a role has policies, which come and go', async () => {
  const RoleName = 'runs';
  const attached = async () =>
    (await call('ListAttachedRolePolicies', { RoleName, Page: 1, Rp: 10 })).List.map(
      ({ PolicyName }: { PolicyName: string }) => PolicyName,
    );
  expect(await codeOf(call('GetRole', { RoleName }))).toBe('InvalidParameter.RoleNotExist');
  const { RoleId } = await call('CreateRole', { RoleName, PolicyDocument: trust, Description: 'd' });
  expect((await call('GetRole', { RoleName })).RoleInfo).toMatchObject({
    RoleId,
    RoleName,
    PolicyDocument: trust,
    Description: 'd',
    RoleArn: 'qcs::cam::uin/100000000001:roleName/runs',
  });
  expect(await codeOf(call('CreateRole', { RoleName, PolicyDocument: trust }))).toBe(
    'InvalidParameter.RoleNameInUse',
  );

  const PolicyName = 'reads';
  const { PolicyId } = await call('CreatePolicy', {
    PolicyName,
    PolicyDocument: document('name/cos:GetObject'),
  });
  expect(await codeOf(call('CreatePolicy', { PolicyName, PolicyDocument: document('*') }))).toBe(
    'FailedOperation.PolicyNameInUse',
  );
  await call('AttachRolePolicy', { AttachRoleName: RoleName, PolicyName });
  await call('AttachRolePolicy', { AttachRoleId: RoleId, PolicyName: 'QcloudCOSFullAccess' });
  expect(await attached()).toEqual([PolicyName, 'QcloudCOSFullAccess']);
  await call('DetachRolePolicy', { DetachRoleName: RoleName, PolicyName: 'QcloudCOSFullAccess' });
  expect(await attached()).toEqual([PolicyName]);

  await call('UpdatePolicy', {
    PolicyName,
    PolicyDocument: document('name/cos:PutObject'),
    Description: 'new',
  });
  expect(await call('GetPolicy', { PolicyId })).toMatchObject({
    PolicyName,
    Description: 'new',
    Type: 1,
    PolicyDocument: document('name/cos:PutObject'),
  });
  await call('DeletePolicy', { PolicyId: [PolicyId] });
  expect(await attached()).toEqual([]);
  expect(await codeOf(call('GetPolicy', { PolicyId }))).toBe('ResourceNotFound.PolicyIdNotFound');
  await call('DeleteRole', { RoleName });
  expect(await codeOf(call('DeleteRole', { RoleName }))).toBe('InvalidParameter.RoleNotExist');
});

test('policies are listed by scope, keyword and page', async () => {
  for (const PolicyName of ['list', 'list-a', 'list-b']) {
    await call('CreatePolicy', { PolicyName, PolicyDocument: document('*') });
  }
  const list = async (parameters: object) => {
    const { List, TotalNum } = await call('ListPolicies', parameters);
    return [...List.map(({ PolicyName }: { PolicyName: string }) => PolicyName), TotalNum];
  };
  expect(await list({ Scope: 'Local', Keyword: 'list' })).toEqual(['list', 'list-a', 'list-b', 3]);
  expect(await list({ Scope: 'Local', Keyword: 'list', Page: 2, Rp: 2 })).toEqual(['list-b', 3]);
  expect(await list({ Scope: 'QCS', Keyword: 'COS' })).toEqual(['QcloudCOSFullAccess', 1]);
  expect(await list({ Keyword: 'nothing' })).toEqual([0]);
  expect(await codeOf(call('ListPolicies', { Scope: 'Mine' }))).toBe('InvalidParameter.ScopeError');
  expect(await codeOf(call('ListPolicies', { Rp: 201 }))).toBe('InvalidParameter.ParamError');
});

test.each<[string, string, object, string]>([
  [
    'a wrong trust policy',
    'CreateRole',
    { RoleName: 'r', PolicyDocument: document('*') },
    'InvalidParameter.StatementError',
  ],
  [
    'a wrong name of a role',
    'CreateRole',
    { RoleName: 'a b', PolicyDocument: trust },
    'InvalidParameter.RoleNameError',
  ],
  [
    'a wrong policy',
    'CreatePolicy',
    { PolicyName: 'p', PolicyDocument: '{}' },
    'InvalidParameter.VersionError',
  ],
  [
    'a wrong name of a policy',
    'CreatePolicy',
    { PolicyName: 'a b', PolicyDocument: document('*') },
    'InvalidParameter.PolicyNameError',
  ],
  [
    'a change of Tencent Cloud’s own policy',
    'UpdatePolicy',
    { PolicyName: 'QcloudCOSFullAccess', Description: '' },
    'FailedOperation.Unmodifiable',
  ],
  [
    'a policy that is not there',
    'AttachRolePolicy',
    { AttachRoleName: 'SCF_QcsRole', PolicyName: 'none' },
    'InvalidParameter.PolicyIdNotExist',
  ],
  [
    'a role that is not there',
    'AttachRolePolicy',
    { AttachRoleName: 'none', PolicyName: 'QcloudCOSFullAccess' },
    'InvalidParameter.RoleNotExist',
  ],
])('refuses %s', async (_what, action, parameters, code) => {
  expect(await codeOf(call(action, parameters))).toBe(code);
});
