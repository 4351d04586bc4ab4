// Functions of the local account: from the upload of a zip to its invocation, by the official SDK.

import { beforeAll, describe, expect, test } from 'vitest';
import { codeOf, connectCam, connectScf, newFunction, startCloud, zipOf } from './cloud.ts';

const cloud = await startCloud();
const client = connectScf(cloud);
const echo = `exports.main_handler = async (event) => {
  console.log('called');
  return { event, env: process.env.A };
};`;

async function settled(name: string) {
  for (;;) {
    const found = await client.GetFunction({ FunctionName: name });
    if (!found.Status?.endsWith('ing')) return found;
  }
}

test('a function is created, invoked, changed and deleted', async () => {
  const FunctionName = 'whole-life';
  const variables = [{ Key: 'A', Value: 'one' }];
  await client.CreateFunction({
    ...newFunction(FunctionName, echo),
    Environment: { Variables: variables },
    Tags: [{ Key: 'k', Value: 'v' }],
    Description: 'described',
    MemorySize: 256,
  });
  expect((await client.GetFunction({ FunctionName })).Status).toBe('Creating');
  expect((await client.GetFunction({ FunctionName })).Status).toBe('Creating');
  const created = await client.GetFunction({ FunctionName });
  expect(created).toMatchObject({
    Status: 'Active',
    MemorySize: 256,
    Timeout: 3,
    Description: 'described',
    Handler: 'index.main_handler',
    Runtime: 'Nodejs20.19',
    AvailableStatus: 'Available',
    Environment: { Variables: variables },
    Tags: [{ Key: 'k', Value: 'v' }],
  });

  const { Result } = await client.InvokeFunction({ FunctionName, Event: '{"a":1}', LogType: 'Tail' });
  expect(JSON.parse(Result?.RetMsg ?? '')).toEqual({ event: { a: 1 }, env: 'one' });
  expect(Result).toMatchObject({ ErrMsg: '', InvokeResult: 0 });
  expect(Result?.Log).toMatch(/START RequestId.*\ncalled\nEND.*\nReport RequestId/);
  expect(Result?.BillDuration).toBeGreaterThan(0);
  expect(Result?.MemUsage).toBeGreaterThan(1_000_000);

  const none = { Variables: [{ Key: '', Value: '' }] };
  await client.UpdateFunctionConfiguration({ FunctionName, Environment: none });
  expect((await settled(FunctionName)).Environment?.Variables).toEqual([]);
  const ZipFile = zipOf({ 'index.js': 'exports.other = () => "second";' });
  await client.UpdateFunctionCode({ FunctionName, Handler: 'index.other', ZipFile });
  expect((await settled(FunctionName)).Handler).toBe('index.other');
  expect((await client.InvokeFunction({ FunctionName })).Result?.RetMsg).toBe('"second"');

  expect((await client.ListFunctions({})).Functions).toMatchObject([{ FunctionName }]);
  await client.DeleteFunction({ FunctionName });
  expect(await codeOf(client.GetFunction({ FunctionName }))).toBe('ResourceNotFound.Function');
});

test('while something is under way, changes are refused', async () => {
  const FunctionName = 'under-way';
  await client.CreateFunction(newFunction(FunctionName, echo));
  const changes = () =>
    [
      client.UpdateFunctionConfiguration({ FunctionName, Timeout: 5 }),
      client.UpdateFunctionCode({ FunctionName, ZipFile: zipOf({ 'index.js': echo }) }),
      client.DeleteFunction({ FunctionName }),
      client.UpdateFunctionEventInvokeConfig({
        FunctionName,
        AsyncTriggerConfig: { RetryConfig: [{ RetryNum: 1 }], MsgTTL: 60 },
      }),
    ].map(codeOf);
  const busy = Array(4).fill('FailedOperation.FunctionStatusError');
  expect(await Promise.all(changes())).toEqual(busy);
  expect(await codeOf(client.InvokeFunction({ FunctionName }))).toBe(busy[0]);
  await settled(FunctionName);
  await client.UpdateFunctionConfiguration({ FunctionName, Timeout: 5 });
  expect(await Promise.all(changes())).toEqual(busy);
  expect((await client.InvokeFunction({ FunctionName })).Result?.InvokeResult).toBe(0);
  await settled(FunctionName);
  await client.DeleteFunction({ FunctionName });
});

test.each([
  ['a folder in it', { 'dist/index.js': echo }, 'index.main_handler', 'no file index.js'],
  ['another handler', { 'index.js': echo }, 'index.handler', 'exports no function handler'],
])('a zip with %s makes the function fail', async (_what, files, Handler, reason) => {
  const FunctionName = 'broken';
  await client.CreateFunction({
    ...newFunction(FunctionName, echo),
    Handler,
    Code: { ZipFile: zipOf(files) },
  });
  const failed = await settled(FunctionName);
  expect(failed.Status).toBe('CreateFailed');
  expect(failed.StatusReasons?.[0]?.ErrorMessage).toContain(reason);
  expect(await codeOf(client.InvokeFunction({ FunctionName }))).toBe('FailedOperation.FunctionStatusError');
  await client.DeleteFunction({ FunctionName });
});

test('a bad update fails, and the old code goes on', async () => {
  const FunctionName = 'stays';
  await client.CreateFunction(newFunction(FunctionName, echo));
  await settled(FunctionName);
  await client.UpdateFunctionCode({ FunctionName, ZipFile: zipOf({ 'dist/index.js': echo }) });
  const failed = await settled(FunctionName);
  expect(failed.Status).toBe('UpdateFailed');
  expect(failed.StatusReasons?.[0]?.ErrorMessage).toContain('no file index.js');
  const { Result } = await client.InvokeFunction({ FunctionName, Event: '{"a":2}' });
  expect(JSON.parse(Result?.RetMsg ?? '').event).toEqual({ a: 2 });
  await client.UpdateFunctionCode({ FunctionName, ZipFile: zipOf({ 'index.js': echo }) });
  expect((await settled(FunctionName)).Status).toBe('Active');
  await client.DeleteFunction({ FunctionName });
});

describe('a function that is there', () => {
  const FunctionName = 'there';
  beforeAll(async () => {
    await connectCam(cloud).request('CreateRole', {
      RoleName: 'of-cvm',
      PolicyDocument: JSON.stringify({
        version: '2.0',
        statement: [
          { effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: 'cvm.qcloud.com' } },
        ],
      }),
    });
    await client.CreateFunction(newFunction(FunctionName, echo));
    await settled(FunctionName);
  });

  const variables = (...all: [string, string][]) => ({
    Environment: { Variables: all.map(([Key, Value]) => ({ Key, Value })) },
  });
  test.each<[string, object, string]>([
    ['100 MB', { MemorySize: 100 }, 'InvalidParameterValue.MemorySize'],
    ['4 GB', { MemorySize: 4096 }, 'InvalidParameterValue.MemorySize'],
    ['0 s', { Timeout: 0 }, 'LimitExceeded.Timeout'],
    ['901 s', { Timeout: 901 }, 'LimitExceeded.Timeout'],
    ['another runtime', { Runtime: 'Nodejs18.15' }, 'InvalidParameterValue.Runtime'],
    ['an unknown role', { Role: 'nobody' }, 'ResourceNotFound.Role'],
    ['a role of another service', { Role: 'of-cvm' }, 'InvalidParameter.RoleCheck'],
    ['a long description', { Description: 'x'.repeat(1001) }, 'InvalidParameterValue.Description'],
    ['a reserved name', variables(['SCF_X', '1']), 'InvalidParameterValue.EnvironmentSystemProtect'],
    [
      'another reserved name',
      variables(['TENCENTCLOUD_X', '1']),
      'InvalidParameterValue.EnvironmentSystemProtect',
    ],
    ['a name with a dash', variables(['A-B', '1']), 'InvalidParameterValue.Environment'],
    ['a name twice', variables(['A', '1'], ['A', '2']), 'InvalidParameterValue.Environment'],
    ['4097 bytes', variables(['A', 'x'.repeat(4096)]), 'InvalidParameterValue.EnvironmentExceededLimit'],
    ['half a log topic', { ClsTopicId: 'x' }, 'InvalidParameterValue.Cls'],
  ])('cannot be given %s', async (_what, change, code) => {
    const before = await client.GetFunction({ FunctionName });
    expect(await codeOf(client.UpdateFunctionConfiguration({ FunctionName, ...change }))).toBe(code);
    const { RequestId: _other, ...after } = await client.GetFunction({ FunctionName });
    expect(before).toMatchObject(after);
  });

  test.each<[string, object, string]>([
    ['the same name', { FunctionName }, 'ResourceInUse.FunctionName'],
    ['a wrong name', { FunctionName: '1st' }, 'InvalidParameterValue.FunctionName'],
    ['an unknown runtime', { Runtime: 'Nodejs20' }, 'InvalidParameterValue.Runtime'],
    ['no runtime', { Runtime: undefined }, 'MissingParameter.Runtime'],
    ['a wrong handler', { Handler: 'main_handler' }, 'InvalidParameterValue.Handler'],
    ['another kind', { Type: 'HTTP' }, 'InvalidParameterValue.FunctionType'],
    ['another namespace', { Namespace: 'test' }, 'ResourceNotFound.Namespace'],
    ['no base64', { Code: { ZipFile: 'é' } }, 'InvalidParameterValue.ZipFile'],
    ['no zip', { Code: { ZipFile: 'aGVsbG8=' } }, 'InvalidParameterValue.ZipFile'],
    [
      'a zip that leaves its folder',
      { Code: { ZipFile: zipOf({ '../x.js': '' }) } },
      'InvalidParameterValue.ZipFile',
    ],
  ])('has no sibling with %s', async (_what, change, code) => {
    const wanted = { ...newFunction('sibling', echo), ...change };
    expect(await codeOf(client.CreateFunction(wanted))).toBe(code);
  });

  test('takes 4096 bytes of variables, and then still reaches the local COS', async () => {
    await client.UpdateFunctionConfiguration({ FunctionName, ...variables(['A', 'x'.repeat(4095)]) });
    await settled(FunctionName);
    const { Result } = await client.InvokeFunction({ FunctionName });
    expect(JSON.parse(Result?.RetMsg ?? '').env).toHaveLength(4095);
  });

  test.each([
    ['throws', 'async () => { throw new Error("mine"); }', 430, 'mine'],
    ['takes too long', '() => new Promise((resolve) => setTimeout(resolve, 60000))', 433, 'after 1 s'],
    ['exits', '() => process.exit(3)', 439, 'exit code 3'],
  ])('that %s answers an error with its status', async (_what, handler, statusCode, message) => {
    const name = `bad-${statusCode}`;
    await client.CreateFunction({ ...newFunction(name, `exports.main_handler = ${handler};`), Timeout: 1 });
    await settled(name);
    const { Result } = await client.InvokeFunction({ FunctionName: name });
    expect(Result).toMatchObject({ RetMsg: '', InvokeResult: -1 });
    expect(JSON.parse(Result?.ErrMsg ?? '')).toMatchObject({ statusCode });
    expect(Result?.ErrMsg).toContain(message);
  });

  test('keeps its retries', async () => {
    const config = (RetryNum: number, MsgTTL: number) => ({ RetryConfig: [{ RetryNum }], MsgTTL });
    const get = async () => (await client.GetFunctionEventInvokeConfig({ FunctionName })).AsyncTriggerConfig;
    expect(await get()).toEqual({ RetryConfig: [{ RetryNum: 2 }, { RetryNum: -1 }], MsgTTL: 21600 });
    const set = (RetryNum: number, MsgTTL: number) =>
      client.UpdateFunctionEventInvokeConfig({ FunctionName, AsyncTriggerConfig: config(RetryNum, MsgTTL) });
    await set(1, 60);
    expect(await get()).toEqual({ RetryConfig: [{ RetryNum: 1 }, { RetryNum: -1 }], MsgTTL: 60 });
    expect(await codeOf(set(3, 60))).toBe('LimitExceeded.RetryNum');
    expect(await codeOf(set(2, 59))).toBe('LimitExceeded.MsgTTL');
  });

  test('cannot be invoked without money', async () => {
    const record = cloud.account.functions.get(FunctionName);
    if (record) record.availability = 'InsufficientBalance';
    expect(await codeOf(client.InvokeFunction({ FunctionName }))).toBe('FailedOperation.InsufficientBalance');
    if (record) record.availability = 'Available';
  });
});

test('functions are listed by the page', async () => {
  const names = ['list-a', 'list-b', 'list-c'];
  for (const name of names) await client.CreateFunction(newFunction(name, echo));
  const pages = await Promise.all([
    client.ListFunctions({ SearchKey: 'list-', Limit: 2 }),
    client.ListFunctions({ SearchKey: 'list-', Limit: 2, Offset: 2 }),
  ]);
  expect(pages.map(({ Functions }) => Functions?.map(({ FunctionName }) => FunctionName))).toEqual([
    ['list-a', 'list-b'],
    ['list-c'],
  ]);
  expect(pages[0].TotalCount).toBe(3);
});
