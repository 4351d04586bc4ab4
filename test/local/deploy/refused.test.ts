// `npm run deploy` that must not, or cannot: each time a sentence that says how to mend it, exit code 1, and nothing changed.

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { configurationRole } from '../../../src/local/api/account.ts';
import type { ApiUser } from '../../../src/local/api/api.ts';
import { accessName, bucket, openAccount, target } from './account.ts';

const denied = new Set<string>();
const limited: ApiUser = {
  name: 'limited',
  secretId: 'AKIDlimited',
  secretKey: 'limited-secret-key',
  token: 'limited-token',
  allowsCall: (service, action) => !denied.has(`${service}:${action}`),
};
const account = await openAccount([limited]);
const { cloud } = account;
const { account: held } = cloud;
afterAll(() => account.close());
afterEach(async () => {
  denied.clear();
  held.functions.clear();
  held.roles.delete(accessName);
  const policy = held.findPolicy(accessName);
  if (policy !== undefined) held.policies.delete(policy.id);
});

const asLimited = {
  TENCENTCLOUD_SECRET_ID: limited.secretId,
  TENCENTCLOUD_SECRET_KEY: limited.secretKey,
  TENCENTCLOUD_TOKEN: limited.token ?? '',
};

async function refusal(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const before = account.state();
  const ran = await account.run([...args, '--go'], env);
  expect(ran).toMatchObject({ exitCode: 1, changes: [] });
  expect(account.state()).toEqual(before);
  const chinese = await account.run([...args, '--go', '--lang', 'zh'], env);
  expect(chinese.stderr).toMatch(/\p{Script=Han}.*[。：）]/u);
  for (const secret of [cloud.owner.secretKey, limited.secretKey, limited.token ?? '']) {
    expect(ran.stderr + chinese.stderr).not.toContain(secret);
  }
  return ran.stderr;
}

describe('refused is', () => {
  test.each([
    ['one bucket for both', ['--target', bucket], /in one bucket, example-1250000000/],
    ['a target that is not there', ['--target', 'none'], /no bucket none-1250000000 in ap-guangzhou/],
    ['a target that is no name', ['--target', 'a b'], /THUMB_TARGET_BUCKET: expected a bucket name/],
    ['a misspelt setting', ['--env', 'THUMB_PRESET=1x1'], /did you mean THUMB_PRESETS/],
    ['a wrong setting', ['--env', 'THUMB_PRESETS=x'], /THUMB_PRESETS: /],
    ['too many settings', ['--env', `THUMB_EXCLUDE=${'x'.repeat(4090)}`], /SCF allows 4096/],
  ])('%s', async (_, args, says) => {
    expect(await refusal(args)).toMatch(says);
  });

  test.each([
    ['what is no name of a bucket', ['--bucket', 'my_photos'], /my_photos.*such as example-1250000000/],
    ['an empty one', ['--bucket', ''], /--bucket.*such as example-1250000000/],
    ['a runtime of another language', ['--runtime', 'Python3.6'], /Python3\.6.*Nodejs20\.19/],
  ])('on the command line, before anything is asked: %s', async (_, args, says) => {
    const { exitCode, stderr, changes } = await account.run([...args, '--go']);
    expect({ exitCode, changes }).toEqual({ exitCode: 2, changes: [] });
    expect(stderr).toMatch(says);
  });

  test('another runtime, and what is not ours', async () => {
    expect((await account.run(['--go'])).exitCode).toBe(0);
    expect(await refusal(['--runtime', 'Nodejs18.15'])).toMatch(/runs on Nodejs20\.19, and SCF cannot/);
    const [deployed] = held.functions.values();
    if (deployed === undefined) throw new Error('it is not deployed');
    Object.assign(deployed, { runtime: 'Python3.6' });
    expect(await refusal([])).toMatch(/runs on Python3\.6, and the code needs Node\.js 10\.15/);
    Object.assign(deployed, { runtime: 'Nodejs20.19' });
    const role = held.roles.get(accessName);
    const policy = held.findPolicy(accessName);
    for (const part of [deployed, role, policy]) {
      if (part === undefined) throw new Error('it is not deployed');
      const { description } = part;
      part.description = 'by hand';
      expect(await refusal([])).toMatch(/was not made by npm run deploy, and is left alone/);
      expect(await refusal(['--undo'])).toMatch(/was not made by npm run deploy, and is left alone/);
      part.description = description;
    }
  });

  test('a bucket whose rule another function has, by name', async () => {
    expect((await account.run(['--function', 'first', '--go'])).exitCode).toBe(0);
    expect(await refusal([])).toMatch(/function first already has the trigger cos:ObjectCreated:\* of exam/);
    expect((await account.run(['--function', 'first', '--prefix', 'a/', '--go'])).exitCode).toBe(0);
    expect(await refusal(['--prefix', 'a/b/'])).toMatch(/function first already has/);
    expect((await account.run(['--prefix', 'b/', '--go'])).exitCode).toBe(0);
    await account.run(['--function', 'first', '--undo', '--go']);
  });

  test.each([
    ['a memory', ['--memory', '200']],
    ['a time', ['--timeout', '901']],
    ['a name', ['--function', '1st']],
    ['a variable', ['--env', 'OTHER=1']],
    ['a form', ['--print', 'cloudformation']],
    ['a region', ['--region', 'Guangzhou']],
    ['an address', ['--api-endpoint', 'nowhere']],
  ])('%s that SCF does not have, as a wrong command line', async (_, args) => {
    const { exitCode, stderr } = await account.run(args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/: expected /);
  });
});

describe('told is', () => {
  const none = { TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: '', HOME: '/nowhere' };

  test.each([
    ['that there are no credentials', [], none, /There are no credentials\. Set the environment/],
    ['half of them', [], { TENCENTCLOUD_SECRET_KEY: '' }, /TENCENTCLOUD_SECRET_KEY is not/],
    ['a wrong key', [], { TENCENTCLOUD_SECRET_KEY: 'wrong' }, /does not belong to TENCENTCLOUD_SECRET_ID/],
    ['an unknown id', [], { TENCENTCLOUD_SECRET_ID: 'AKIDx' }, /does not know this SecretId/],
    ['an expired token', [], { ...asLimited, TENCENTCLOUD_TOKEN: 'old' }, /token is wrong or has expired/],
    ['another region', ['--region', 'ap-beijing'], {}, /(no such region|no bucket)/],
    ['no network', ['--api-endpoint', 'http://127.0.0.1:1'], {}, /refused the connection/],
  ])('%s', async (_, args, env, says) => {
    expect(await refusal(args, env)).toMatch(says);
  });

  test('with --json, as JSON', async () => {
    const { stdout } = await account.run(['--target', bucket, '--json']);
    expect(JSON.parse(stdout).error).toMatchObject({
      en: expect.stringContaining('in one bucket'),
      zh: expect.stringContaining(bucket),
    });
  });

  test('that SCF has not been given its configuration role', async () => {
    const role = held.roles.get(configurationRole);
    held.roles.delete(configurationRole);
    const { exitCode, stderr } = await account.run(['--go']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SCF_QcsRole.*accept the authorisation/);
    if (role !== undefined) held.roles.set(role.name, role);
  });

  test.each([
    'cam:GetUserAppId',
    'sts:GetCallerIdentity',
    'cam:GetRole',
    'cam:CreateRole',
    'cam:ListPolicies',
    'cam:CreatePolicy',
    'cam:AttachRolePolicy',
    'scf:GetFunction',
    'scf:CreateFunction',
    'scf:UpdateFunctionEventInvokeConfig',
    'scf:ListFunctions',
    'scf:CreateTrigger',
    'scf:InvokeFunction',
  ])('that %s is not allowed', async (action) => {
    denied.add(action);
    const { exitCode, stderr } = await account.run(['--go'], asLimited);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`These credentials may not do ${action}.`);
  });
});

test('both buckets are there still', () => {
  expect(cloud.cos.hasBucket(bucket) && cloud.cos.hasBucket(target)).toBe(true);
});
