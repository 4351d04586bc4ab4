// Functions run at once as long as the account has room, and a reserved quota is both a share and a limit.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { codeOf, connectScf, newFunction, startCloud } from './cloud.ts';

const cloud = await startCloud({ polls: 0, concurrencyMb: 14_080 });
const client = connectScf(cloud);
const FunctionName = 'meets';

/** Answers when as many invocations as `event.count` are running: each leaves a file, and looks how many there are. */
const source = `const fs = require('fs');
exports.main_handler = async ({ folder, count }, { request_id }) => {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(folder + '/' + request_id, '');
  while (fs.readdirSync(folder).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return process.pid;
};`;

beforeAll(async () => {
  await client.CreateFunction({ ...newFunction(FunctionName, source), MemorySize: 640, Timeout: 60 });
});

afterEach(async () => {
  await client.DeleteReservedConcurrencyConfig({ FunctionName });
});

const root = mkdtempSync(join(tmpdir(), 'meets-'));
afterAll(() => rmSync(root, { recursive: true }));

function invoke(folder: string, count: number) {
  return client.InvokeFunction({ FunctionName, Event: JSON.stringify({ folder, count }) });
}

let folders = 0;
function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

/** Invokes it `times` times, and lets none end before all are running. */
async function invokeAtOnce(times: number) {
  const folder = newFolder();
  const answers = await Promise.all(Array.from({ length: times }, () => invoke(folder, times)));
  return answers.map(({ Result }) => Result);
}

function statusOf({ Result }: Awaited<ReturnType<typeof invoke>>): number {
  return Result?.ErrMsg ? JSON.parse(Result.ErrMsg).statusCode : 200;
}

test('invocations at once have an instance each, which the next ones use again', async () => {
  const first = await invokeAtOnce(3);
  const pids = first.map((result) => result?.RetMsg);
  expect(new Set(pids).size).toBe(3);
  const [again] = await invokeAtOnce(1);
  expect(pids).toContain(again?.RetMsg);
});

test('beyond the room of the account the status is 432', async () => {
  const reserve = (mb: number) =>
    client.PutReservedConcurrencyConfig({ FunctionName, ReservedConcurrencyMem: mb });
  expect(await codeOf(reserve(1408))).toBe('FailedOperation.ReservedExceedTotal');
  expect(await codeOf(reserve(100))).toBe('InvalidParameterValue.Memory');
  await reserve(1280);
  expect((await client.GetReservedConcurrencyConfig({ FunctionName })).ReservedMem).toBe(1280);
  const folder = newFolder();
  const running = [invoke(folder, 3), invoke(folder, 3)];
  await expect.poll(() => existsSync(folder) && readdirSync(folder).length).toBe(2);
  expect(statusOf(await invoke(folder, 3))).toBe(432);
  writeFileSync(join(folder, 'released'), '');
  expect((await Promise.all(running)).map(statusOf)).toEqual([200, 200]);
  expect(statusOf(await invoke(folder, 3))).toBe(200);
});

test('a reserved quota of 0 stops a function, and others keep the rest', async () => {
  await client.PutReservedConcurrencyConfig({ FunctionName, ReservedConcurrencyMem: 0 });
  const [result] = await invokeAtOnce(1);
  expect(result).toMatchObject({ InvokeResult: 1, RetMsg: '', BillDuration: 0 });
  expect(JSON.parse(result?.ErrMsg ?? '')).toMatchObject({
    statusCode: 432,
    errorMessage: `Resource limit exceed for function [${FunctionName}]`,
  });
});

test('what one function has reserved, another cannot take', async () => {
  const small = await startCloud({ polls: 0, concurrencyMb: 12_800 + 128 });
  const its = connectScf(small);
  await its.CreateFunction(newFunction('reserves', source));
  await its.CreateFunction({ ...newFunction('shares', source), MemorySize: 3072 });
  await its.PutReservedConcurrencyConfig({ FunctionName: 'reserves', ReservedConcurrencyMem: 128 });
  const record = small.account.functions.get('shares');
  if (record) record.memoryMb = 12_928;
  const { Result } = await its.InvokeFunction({
    FunctionName: 'shares',
    Event: '{"count":0,"folder":"/tmp"}',
  });
  expect(JSON.parse(Result?.ErrMsg ?? '{}').statusCode).toBe(432);
});

test('a change of the function starts new instances', async () => {
  const [before] = await invokeAtOnce(1);
  await client.UpdateFunctionConfiguration({ FunctionName, Description: 'changed' });
  const [after] = await invokeAtOnce(1);
  expect(after?.RetMsg).not.toBe(before?.RetMsg);
});

test('an instance that is busy during a change ends with its invocation', async () => {
  const folder = newFolder();
  const running = invoke(folder, 2);
  await expect.poll(() => existsSync(folder) && readdirSync(folder).length).toBe(1);
  await client.UpdateFunctionConfiguration({ FunctionName, Description: 'changed again' });
  writeFileSync(join(folder, 'released'), '');
  const before = (await running).Result;
  expect(before?.InvokeResult).toBe(0);
  const [after] = await invokeAtOnce(1);
  expect(after?.RetMsg).not.toBe(before?.RetMsg);
});
