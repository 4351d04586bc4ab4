// What a function finds around it, and the redelivery of events.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startBody, startSource } from './functions.ts';

test('gives SCF variables and settings, and nothing of the developer’s own environment', async () => {
  const started = startBody('return process.env', { env: { THUMB_LOG: 'debug' }, functionName: 'resize' });
  const env = (await started.invoke({})).answer as Record<string, string>;
  expect(env).toMatchObject({
    THUMB_LOG: 'debug',
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-guangzhou',
    TENCENTCLOUD_APPID: '1250000000',
    SCF_FUNCTIONNAME: 'resize',
    SCF_RUNTIME: `Nodejs${process.versions.node.split('.').slice(0, 2).join('.')}`,
  });
  const names = Object.keys(env).filter((name) => !/^(THUMB|TENCENTCLOUD|_?SCF)_/.test(name));
  const harmless = ['HOME', 'LANG', 'LD_LIBRARY_PATH', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
  expect(names.filter((name) => !harmless.includes(name)).sort()).toEqual([
    'NODE_PATH',
    'TZ',
    'USER_CODE_ROOT',
  ]);
});

test('runs in the folder of the code', async () => {
  const [cwd, folder] = (await startBody('return [process.cwd(), __dirname]').invoke({})).answer as string[];
  expect(cwd).toBe(folder);
});

test('gives the handler its context', async () => {
  const started = startBody('return { ...context, left: context.getRemainingTimeInMillis() }', {
    memoryMb: 512,
    timeoutS: 9,
  });
  const { answer, requestId } = await started.invoke({});
  expect(answer).toMatchObject({
    request_id: requestId,
    memory_limit_in_mb: 512,
    time_limit_in_ms: 9000,
    callbackWaitsForEmptyEventLoop: true,
    environment: '{"SCF_NAMESPACE":"default"}',
    function_name: 'thumbnailer',
    function_version: '$LATEST',
    namespace: 'default',
    tencentcloud_region: 'ap-guangzhou',
    tencentcloud_appid: '1250000000',
  });
  const { left } = answer as { left: number };
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(9000);
});

test('counts the remaining time down', async () => {
  const started = startBody(`
    const before = context.getRemainingTimeInMillis();
    await new Promise((resolve) => setTimeout(resolve, 30));
    return before - context.getRemainingTimeInMillis()`);
  expect((await started.invoke({})).answer).toBeGreaterThanOrEqual(25);
});

test('renews the credentials with every invocation', async () => {
  const started = startBody(`
    const { TENCENTCLOUD_SECRETID: id, TENCENTCLOUD_SECRETKEY: key, TENCENTCLOUD_SESSIONTOKEN: token } = process.env;
    return { id, key, token, pid: process.pid }`);
  const first = await started.invoke({});
  started.renewCredentials({ secretId: 'AKIDsecond', secretKey: 'second-key', token: 'second-token' });
  const second = await started.invoke({});
  expect(first.answer).toMatchObject({ id: 'AKIDfirst', key: 'first-key', token: 'first-token' });
  expect(second.answer).toMatchObject({ id: 'AKIDsecond', key: 'second-key', token: 'second-token' });
  expect(second.coldStart).toBeUndefined();
});

test.each([
  { what: 'a reserved prefix', env: { SCF_MINE: '1' }, message: /SCF_MINE.*another name/ },
  { what: 'a malformed name', env: { '1ST': '1' }, message: /1ST/ },
  { what: 'more than 4 KB', env: { THUMB_PRESETS: 'x'.repeat(4096) }, message: /allows 4096/ },
])('refuses an environment with $what', ({ env, message }) => {
  expect(() => startBody('', { env })).toThrow(message);
});

test.each([
  { failures: 0, codes: [200] },
  { failures: 1, codes: [430, 200] },
  { failures: 2, codes: [430, 430, 200] },
  { failures: 9, codes: [430, 430, 430] },
])('answers $codes when the first deliveries fail', async ({ failures, codes }) => {
  const started = startSource(
    `let n = 0;
     exports.main_handler = async (event) => {
       n += 1;
       if (n <= ${failures}) throw new Error('not yet');
       return event;
     };`,
    { retryIntervalMs: 1 },
  );
  const invocations = await started.deliver({ same: 'event' });
  expect(invocations.map(({ statusCode }) => statusCode)).toEqual(codes);
  if (codes.includes(200)) expect(invocations.at(-1)?.answer).toEqual({ same: 'event' });
});

test('takes no more events once it is closed, not even those that wait', async () => {
  const body =
    'if (event === "long") await new Promise((resolve) => setTimeout(resolve, 60000)); return process.pid';
  const started = startBody(body, { retryIntervalMs: 1 });
  await started.invoke('short');
  const running = started.deliver('long');
  const waiting = started.invoke('short');
  const refused = [running, waiting].map((each) => expect(each).rejects.toThrow('takes no more events'));
  await setImmediate();
  await started.close();
  await Promise.all(refused);
});

test('leaves no process behind when it is closed while it starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scf-closed-'));
  const pidFile = join(folder, 'pid');
  const source = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    exports.main_handler = async () => {};`;
  const started = startSource(source);
  const refused = expect(started.invoke({})).rejects.toThrow('takes no more events');
  await setImmediate();
  await started.close();
  await refused;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  rmSync(folder, { recursive: true });
});
