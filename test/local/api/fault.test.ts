// Calls of the API fail on demand, with or without having changed something.

import { afterEach, expect, test } from 'vitest';
import { codeOf, connectScf, newFunction, startCloud } from './cloud.ts';

const cloud = await startCloud({ polls: 0 });
const client = connectScf(cloud);
const FunctionName = 'faulty';
const create = () => client.CreateFunction(newFunction(FunctionName, 'exports.main_handler = () => 1;'));

afterEach(() => {
  cloud.api.faults.clear();
  cloud.account.functions.clear();
});

test('an error comes as often as it was asked for, to the action that was named', async () => {
  cloud.api.faults.add({ action: 'GetFunction', times: 2, kind: { code: 'RequestLimitExceeded' } });
  await create();
  const codes = [0, 1, 2].map(() => codeOf(client.GetFunction({ FunctionName })));
  expect(await Promise.all(codes)).toEqual(['RequestLimitExceeded', 'RequestLimitExceeded', 'none']);
});

test('a fault of one service spares the others', async () => {
  cloud.api.faults.add({ service: 'cam', kind: { code: 'InternalError' } });
  expect(await codeOf(client.ListFunctions({}))).toBe('none');
});

test.each<[string, 'before' | 'after', boolean]>([
  ['before', 'before', false],
  ['after', 'after', true],
])('a connection that is cut %s the change', async (_what, cut, isThere) => {
  cloud.api.faults.add({ action: 'CreateFunction', kind: { cut } });
  expect(await codeOf(create())).not.toBe('none');
  expect(cloud.account.functions.has(FunctionName)).toBe(isThere);
});

test('a gateway answers without JSON, and nothing was changed', async () => {
  cloud.api.faults.add({ action: 'CreateFunction', kind: { status: 503 } });
  const error = await create().catch((caught: { httpCode?: number }) => caught);
  expect(error).toMatchObject({ httpCode: 503 });
  expect(cloud.account.functions.size).toBe(0);
});

test('an answer without JSON, although the change was made', async () => {
  cloud.api.faults.add({ action: 'CreateFunction', kind: { garbage: true } });
  await expect(create()).rejects.toThrow();
  expect(cloud.account.functions.size).toBe(1);
});

test('a slow answer', async () => {
  cloud.api.faults.add({ kind: { slowMs: 60 } });
  const before = performance.now();
  await client.ListFunctions({});
  expect(performance.now() - before).toBeGreaterThanOrEqual(59);
});

test('a function that cannot be created', async () => {
  cloud.api.faults.add({ kind: { createFailure: 'no resources' } });
  await create();
  expect(await client.GetFunction({ FunctionName })).toMatchObject({
    Status: 'CreateFailed',
    StatusReasons: [{ ErrorMessage: 'no resources' }],
  });
});

test.each([429, 432] as const)('an invocation without room: %s', async (throttle) => {
  await create();
  cloud.api.faults.add({ action: 'InvokeFunction', kind: { throttle } });
  const refused = await client.InvokeFunction({ FunctionName });
  expect(JSON.parse(refused.Result?.ErrMsg ?? '').statusCode).toBe(throttle);
  expect((await client.InvokeFunction({ FunctionName })).Result?.RetMsg).toBe('1');
});

test('every call is logged, without code and keys', async () => {
  const begin = cloud.api.calls.length;
  cloud.api.faults.add({ action: 'ListFunctions', kind: { code: 'InternalError' } });
  await create();
  await codeOf(client.ListFunctions({ Limit: 1 }));
  const calls = cloud.api.calls.slice(begin);
  expect(calls).toMatchObject([
    {
      service: 'scf',
      action: 'CreateFunction',
      user: 'owner',
      code: undefined,
      parameters: { FunctionName },
    },
    { service: 'scf', action: 'ListFunctions', code: 'InternalError', parameters: { Limit: 1 } },
  ]);
  expect(JSON.stringify(calls)).not.toContain(cloud.owner.secretKey);
  expect(calls[0]?.parameters['Code']).toEqual({ ZipFile: expect.any(Number) });
});
