// The port to the cloud API: the official SDK over a socket to the strict local API.

import { zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import type { CloudApi, CosTrigger, NewFunction } from '../../../src/cloud/api/cloud-api.ts';
import { CloudError } from '../../../src/cloud/api/cloud-error.ts';
import { connectCloud } from '../../../src/cloud/api/connect.ts';
import { findSettled } from '../../../src/cloud/api/settled-function.ts';
import { functionPolicy, functionTrust } from '../../../src/cloud/policy.ts';
import { loadConfig } from '../../../src/function/config/config.ts';
import { localAppid, startWholeCloud } from '../../../src/local/whole-cloud.ts';
import { collect } from '../../support/collect.ts';

const bucket = 'example-1250000000';
const region = 'ap-guangzhou';
const cloud = await startWholeCloud({ buckets: [bucket], enforceMemory: false });
afterAll(() => cloud.close());

function connect(changes: object = {}): CloudApi {
  const { secretId, secretKey } = cloud.owner;
  const credentials = { secretId, secretKey, token: undefined, ...changes };
  return connectCloud({
    region,
    credentials,
    endpoint: new URL(cloud.api.endpoint),
    pause: async () => {},
  });
}

const api = connect();

function functionOf(source: string, changes: Partial<NewFunction> = {}): NewFunction {
  return {
    name: 'echo',
    description: 'an echo, for tests',
    runtime: 'Nodejs20.19',
    handler: 'index.main_handler',
    memoryMb: 128,
    timeoutS: 5,
    role: 'role',
    environment: { A: '1' },
    tags: { made: 'here' },
    zip: zipSync({ 'index.js': Buffer.from(source) }),
    ...changes,
  };
}

async function failure(promise: Promise<unknown>): Promise<CloudError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CloudError) return error;
  throw new Error(`expected a CloudError, got ${error}`);
}

test('the account', async () => {
  expect(await api.identity()).toEqual({
    appid: localAppid,
    ownerUin: cloud.account.uin,
    arn: expect.stringContaining('qcs::cam::uin/'),
  });
});

describe('roles and policies', () => {
  const settings = loadConfig({});
  const input = { sourceBucket: bucket, targetBucket: bucket, region, appid: localAppid, settings };
  const policy = { name: 'policy', description: 'mine', document: functionPolicy(input) };
  const role = { name: 'role', description: 'mine', trust: functionTrust };

  test('are made, read, changed, attached, detached and deleted', async () => {
    expect(await api.roles.get('role')).toBeUndefined();
    expect(await api.policies.get('policy')).toBeUndefined();
    await api.roles.create(role);
    await api.policies.create({ ...policy, name: 'policy-of-another' });
    await api.policies.create(policy);
    expect(await api.roles.get('role')).toEqual(role);
    expect(await api.policies.get('policy')).toEqual(policy);
    await api.policies.update({ ...policy, description: 'changed' });
    expect((await api.policies.get('policy'))?.description).toBe('changed');
    await api.roles.attach('role', 'policy');
    await api.roles.attach('role', 'QcloudCOSFullAccess');
    expect(await api.roles.attachedPolicies('role')).toEqual(['policy', 'QcloudCOSFullAccess']);
    await api.roles.detach('role', 'policy');
    await api.policies.delete('policy');
    expect(await api.policies.get('policy')).toBeUndefined();
    expect(await api.policies.get('policy-of-another')).toBeDefined();
    expect((await api.policies.get('QcloudCOSFullAccess'))?.document).toContain('name/cos:*');
  });

  test('a policy is found behind many that contain its name', async () => {
    for (let at = 0; at < 205; at++) await api.policies.create({ ...policy, name: `many-${at}` });
    await api.policies.create({ ...policy, name: 'many' });
    expect((await api.policies.get('many'))?.name).toBe('many');
    expect(await api.policies.get('man')).toBeUndefined();
  });
});

describe('a function', () => {
  const source = `
    let calls = 0;
    exports.main_handler = async (event) => {
      if (event.fail) throw new Error('as asked');
      if (event.hang) await new Promise((resolve) => setTimeout(resolve, 60000));
      console.log(JSON.stringify({ level: 'info', calls: ++calls }));
      return { event, variable: process.env.A };
    };`;

  test('is not there, is made, and settles', async () => {
    expect(await api.functions.get('echo')).toBeUndefined();
    await api.functions.create(functionOf(source));
    expect((await api.functions.get('echo'))?.status).toBe('Creating');
    expect(await api.functions.settled('echo')).toMatchObject({
      name: 'echo',
      status: 'Active',
      statusReasons: [],
      availability: 'Available',
      description: 'an echo, for tests',
      runtime: 'Nodejs20.19',
      handler: 'index.main_handler',
      memoryMb: 128,
      timeoutS: 5,
      role: 'role',
      environment: { A: '1' },
      tags: { made: 'here' },
      logTopic: { topicId: cloud.account.topic.topicId },
      deadLetterQueue: undefined,
    });
  });

  test('answers, fails and hangs, each of which is an answer', async () => {
    const answer = await api.functions.invoke('echo', { photo: '照片' });
    expect(JSON.parse(answer.json ?? '')).toEqual({ event: { photo: '照片' }, variable: '1' });
    expect(answer).toMatchObject({ error: undefined, requestId: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(answer.billedMs).toBeGreaterThan(0);
    expect(answer.memoryBytes).toBeGreaterThan(1_000_000);
    expect(answer.log).toContain('"calls":1');
    const failed = await api.functions.invoke('echo', { fail: true });
    expect(failed.json).toBeUndefined();
    expect(failed.error?.text).toContain('as asked');
    await api.functions.updateConfiguration('echo', { timeoutS: 1 });
    await api.functions.settled('echo');
    expect((await api.functions.invoke('echo', { hang: true })).error?.statusCode).toBe(433);
  });

  test.each([429, 432] as const)('that has no room answers %i', async (throttle) => {
    cloud.api.faults.add({ action: 'InvokeFunction', kind: { throttle } });
    expect((await api.functions.invoke('echo', {})).error?.statusCode).toBe(throttle);
  });

  test('is changed, part by part', async () => {
    await api.functions.updateConfiguration('echo', { memoryMb: 256 });
    const settled = await api.functions.settled('echo');
    expect(settled).toMatchObject({ memoryMb: 256, timeoutS: 1, environment: { A: '1' }, role: 'role' });
    await api.functions.updateConfiguration('echo', { environment: {} });
    expect((await api.functions.settled('echo')).environment).toEqual({});
    const { zip } = functionOf('exports.main_handler = () => 2;');
    await api.functions.updateCode('echo', { zip, handler: 'index.main_handler' });
    await api.functions.settled('echo');
    expect((await api.functions.invoke('echo', {})).json).toBe('2');
    expect(await api.functions.asyncRetry('echo')).toEqual({ retries: 2, maxAgeS: 21_600 });
    await api.functions.setAsyncRetry('echo', { retries: 1, maxAgeS: 60 });
    expect(await api.functions.asyncRetry('echo')).toEqual({ retries: 1, maxAgeS: 60 });
  });

  test('that cannot be made settles in a state with reasons', async () => {
    const zip = zipSync({ 'folder/index.js': Buffer.from(source) });
    await api.functions.create(functionOf('', { name: 'nested', zip }));
    const { status, statusReasons } = await api.functions.settled('nested');
    expect(status).toBe('CreateFailed');
    expect(statusReasons.join()).toMatch(/has no file index\.js/);
    await api.functions.delete('nested');
    expect(await api.functions.get('nested')).toBeUndefined();
  });

  test('that is being deleted is gone once that has ended', async () => {
    await api.functions.create(functionOf('exports.main_handler = () => 1', { name: 'short' }));
    expect(await findSettled(api, 'short')).toMatchObject({ name: 'short', status: 'Active' });
    await api.functions.delete('short');
    expect(await findSettled(api, 'short')).toBeUndefined();
  });

  test('has triggers, of which one is deleted', async () => {
    const trigger: CosTrigger = {
      type: 'cos',
      name: `${bucket}.cos.${region}.myqcloud.com`,
      event: 'cos:ObjectCreated:*',
      prefix: 'a/',
      suffix: '.jpg',
      enabled: true,
      qualifier: '$DEFAULT',
    };
    const other = { ...trigger, event: 'cos:ObjectRemove:*', enabled: false };
    await api.triggers.create('echo', trigger);
    await api.triggers.create('echo', other);
    expect(await api.triggers.list('echo')).toEqual([trigger, other]);
    await api.triggers.delete('echo', trigger);
    expect(await api.triggers.list('echo')).toEqual([other]);
  });

  test('is listed among more than a page', async () => {
    const [echo] = cloud.account.functions.values();
    if (echo === undefined) throw new Error('there is no function');
    const names = Array.from({ length: 45 }, (_, at) => `many-${String(at).padStart(2, '0')}`);
    for (const name of names) cloud.account.functions.set(name, { ...echo, name });
    expect((await collect(api.functions.list())).toSorted()).toEqual(['echo', ...names]);
    for (const name of names) cloud.account.functions.delete(name);
  });
});

test('log lines come newest first, page after page', async () => {
  const { topic } = cloud.account;
  const to = Date.now() + 1000;
  const search = { topicId: topic.topicId, query: 'SCF_FunctionName:echo', from: to - 3_600_000, to };
  const lines = await collect(api.logs.search(search));
  const expected = topic.lines.filter(({ fields }) => fields['SCF_FunctionName'] === 'echo');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines).toHaveLength(expected.length);
  expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).toSorted((a, b) => b - a));
  expect(lines.some(({ fields }) => fields['calls'] === '1' && fields['level'] === 'info')).toBe(true);
});

describe('failures', () => {
  const { faults } = cloud.api;

  test('of reading calls are waited out, whatever cuts them', async () => {
    for (const kind of [{ cut: 'before' }, { status: 502 }, { code: 'InternalError' }] as const) {
      faults.add({ action: 'GetFunction', kind });
    }
    expect((await api.functions.get('echo'))?.name).toBe('echo');
    faults.add({ action: 'GetFunction', times: 4, kind: { garbage: true } });
    expect((await failure(api.functions.get('echo'))).message).toMatch(/cannot be understood/);
  });

  test('of changing calls are not repeated when it is not known whether they were carried out', async () => {
    const before = cloud.api.calls.length;
    faults.add({ action: 'UpdateFunctionConfiguration', kind: { cut: 'after' } });
    const { text } = await failure(api.functions.updateConfiguration('echo', { memoryMb: 512 }));
    expect(text.en).toMatch(/was cut before the answer was complete/);
    expect(cloud.api.calls.slice(before).map(({ action }) => action)).toEqual([
      'UpdateFunctionConfiguration',
    ]);
  });

  test('name action, code and request', async () => {
    const error = await failure(api.functions.delete('nobody'));
    expect(error).toMatchObject({
      action: 'DeleteFunction',
      code: expect.stringMatching(/^ResourceNotFound\.Function/),
      requestId: cloud.api.calls.at(-1)?.requestId,
    });
    expect(error.text.zh).toContain(`请求 ID ${error.requestId}`);
  });

  test.each([
    ['a wrong key', { secretKey: 'wrong' }, 'AuthFailure.SignatureFailure'],
    ['an unknown id', { secretId: 'AKIDnobody' }, 'AuthFailure.SecretIdNotFound'],
  ])('%s', async (_, changes, code) => {
    expect((await failure(connect(changes).identity())).code).toBe(code);
  });
});
