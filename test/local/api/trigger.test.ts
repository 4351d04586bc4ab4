// Triggers of the local account fire when COS has an event for them, and only then.

import COS from 'cos-nodejs-sdk-v5';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bucket, codeOf, connectScf, host, newFunction, otherBucket, region, startCloud } from './cloud.ts';

const cloud = await startCloud({ polls: 0, retryIntervalMs: 1, concurrencyMb: 256 });
const client = connectScf(cloud);
const cos = new COS({
  SecretId: cloud.owner.secretId,
  SecretKey: cloud.owner.secretKey,
  Ip: `127.0.0.1:${cloud.cos.port}`,
  Protocol: 'http:',
});

/** Logs the event's name and key; keys with `bad` in them fail. */
const source = `exports.main_handler = async ({ Records: [{ cos, event }] }) => {
  console.log(JSON.stringify({ event: event.eventName, key: cos.cosObject.key }));
  if (cos.cosObject.key.includes('bad')) throw new Error('bad');
  return 'done';
};`;
const names = ['one', 'two'];

beforeAll(async () => {
  for (const name of names)
    await client.CreateFunction({ ...newFunction(`fn-${name}`, source), AutoCreateClsTopic: 'TRUE' });
});

afterEach(async () => {
  await cloud.api.idle();
  for (const record of cloud.account.functions.values()) {
    record.triggers.splice(0);
    record.asyncRetry = { retries: 2, maxAgeS: 60 };
  }
});

function trigger(name: string, event: string, prefix = '', suffix = '', more: object = {}) {
  return {
    FunctionName: `fn-${name}`,
    TriggerName: host,
    Type: 'cos',
    TriggerDesc: JSON.stringify({ event, filter: { Prefix: prefix, Suffix: suffix } }),
    Qualifier: '$DEFAULT',
    Enable: 'OPEN',
    ...more,
  };
}

/** DeleteTrigger has no parameter Enable. */
function unopened({ Enable: _enable, ...others }: ReturnType<typeof trigger>) {
  return others;
}

/** What `change` made functions log: `FUNCTION EVENT KEY`. */
async function firedBy(change: () => Promise<unknown>): Promise<string[]> {
  const before = cloud.account.topic.lines.at(-1)?.number ?? 0;
  await change();
  await cloud.api.idle();
  const lines = cloud.account.topic.lines.filter(({ number, fields }) => number > before && fields['event']);
  return lines.map(({ fields }) => `${fields['SCF_FunctionName']} ${fields['event']} ${fields['key']}`);
}

const put = (Key: string, Bucket = bucket) => cos.putObject({ Bucket, Region: region, Key, Body: 'x' });

test('an upload fires the trigger of its bucket', async () => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*'));
  expect(await firedBy(() => put('a.jpg'))).toEqual([
    'fn-one cos:ObjectCreated:Put /1250000000/example/a.jpg',
  ]);
  expect(await firedBy(() => put('a.jpg', otherBucket))).toEqual([]);
  expect(await firedBy(() => cos.deleteObject({ Bucket: bucket, Region: region, Key: 'a.jpg' }))).toEqual([]);
});

test('an exact event, a prefix and a suffix choose', async () => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:Put', 'photos/', '.jpg'));
  await client.CreateTrigger(trigger('two', 'cos:ObjectRemove:*', 'photos/'));
  const fired = (key: string) => firedBy(() => put(key));
  expect(await fired('photos/a.jpg')).toEqual([
    'fn-one cos:ObjectCreated:Put /1250000000/example/photos/a.jpg',
  ]);
  expect(await fired('photos/a.png')).toEqual([]);
  expect(await fired('a.jpg')).toEqual([]);
  const CopySource = `${host}/photos/a.jpg`;
  const copy = { Bucket: bucket, Region: region, Key: 'photos/b.jpg', CopySource };
  expect(await firedBy(() => cos.putObjectCopy(copy))).toEqual([]);
  const gone = { Bucket: bucket, Region: region, Key: 'photos/a.jpg' };
  expect(await firedBy(() => cos.deleteObject(gone))).toEqual([
    'fn-two cos:ObjectRemove:Delete /1250000000/example/photos/a.jpg',
  ]);
});

test('one that is closed, deleted, or of another version does not fire', async () => {
  const wanted = trigger('one', 'cos:ObjectCreated:*');
  await client.CreateTrigger({ ...wanted, Enable: 'CLOSE' });
  expect((await client.ListTriggers({ FunctionName: 'fn-one' })).Triggers).toMatchObject([
    { TriggerName: host, Type: 'cos', Enable: 0, TriggerDesc: wanted.TriggerDesc, Qualifier: '$DEFAULT' },
  ]);
  expect(await firedBy(() => put('a.jpg'))).toEqual([]);
  await client.DeleteTrigger(unopened(wanted));
  await client.CreateTrigger(wanted);
  const [record] = cloud.account.functions.get('fn-one')?.triggers ?? [];
  Object.assign(record ?? {}, { qualifier: '7' });
  expect(await firedBy(() => put('a.jpg'))).toEqual([]);
  Object.assign(record ?? {}, { qualifier: '$LATEST' });
  expect(await firedBy(() => put('a.jpg'))).toHaveLength(1);
});

test('a failing event is delivered up to three times', async () => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*'));
  expect(await firedBy(() => put('bad.jpg'))).toHaveLength(3);
  const AsyncTriggerConfig = { RetryConfig: [{ RetryNum: 0 }], MsgTTL: 60 };
  await client.UpdateFunctionEventInvokeConfig({ FunctionName: 'fn-one', AsyncTriggerConfig });
  expect(await firedBy(() => put('bad.jpg'))).toHaveLength(1);
});

test('events wait for room', async () => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*'));
  const keys = Array.from({ length: 12 }, (_, i) => `many/${i}.jpg`);
  const fired = await firedBy(() => Promise.all(keys.map((key) => put(key))));
  expect(fired.map((text) => text.split('/').at(-1)).sort()).toEqual(
    keys.map((key) => key.split('/').at(-1)).sort(),
  );
});

test.each<[string, object, string]>([
  ['the same once more', trigger('one', 'cos:ObjectCreated:*', 'a/'), 'ResourceInUse.Trigger'],
  [
    'the same of another function',
    trigger('two', 'cos:ObjectCreated:*', 'a/'),
    'InvalidParameterValue.CosNotifyRuleConflict',
  ],
  ['one for all keys', trigger('two', 'cos:ObjectCreated:*'), 'InvalidParameterValue.CosNotifyRuleConflict'],
  [
    'one for a folder within',
    trigger('two', 'cos:ObjectCreated:*', 'a/b/'),
    'InvalidParameterValue.CosNotifyRuleConflict',
  ],
  [
    'one for an event within',
    trigger('two', 'cos:ObjectCreated:Copy', 'a/'),
    'InvalidParameterValue.CosNotifyRuleConflict',
  ],
  [
    'one with a suffix',
    trigger('two', 'cos:ObjectCreated:*', 'a/', '.jpg'),
    'InvalidParameterValue.CosNotifyRuleConflict',
  ],
  ['one for another folder', trigger('two', 'cos:ObjectCreated:*', 'b/'), 'none'],
  ['one for other events', trigger('two', 'cos:ObjectRemove:*', 'a/'), 'none'],
  [
    'one of a bucket elsewhere',
    trigger('two', 'cos:ObjectCreated:*', 'b/', '', { TriggerName: host.replace(region, 'ap-beijing') }),
    'InvalidParameterValue.TriggerName',
  ],
  [
    'one of a bucket without its host',
    trigger('two', 'cos:ObjectCreated:*', 'b/', '', { TriggerName: bucket }),
    'InvalidParameterValue.TriggerName',
  ],
  [
    'one of no bucket',
    trigger('two', 'cos:ObjectCreated:*', 'b/', '', { TriggerName: `no-${host}` }),
    'ResourceNotFound.Cos',
  ],
  ['one for an unknown event', trigger('two', 'ObjectCreated', 'b/'), 'InvalidParameterValue.TriggerDesc'],
  [
    'one with a wrong filter',
    trigger('two', '', '', '', { TriggerDesc: '{"event":"cos:ObjectCreated:*","filter":{"prefix":"b/"}}' }),
    'InvalidParameterValue.TriggerDesc',
  ],
  [
    'one without JSON',
    trigger('two', '', '', '', { TriggerDesc: 'cos:ObjectCreated:*' }),
    'InvalidParameterValue.TriggerDesc',
  ],
  [
    'a timer',
    trigger('two', 'cos:ObjectCreated:*', 'b/', '', { Type: 'timer' }),
    'InvalidParameterValue.Type',
  ],
  [
    'one that is half open',
    trigger('two', 'cos:ObjectCreated:*', 'b/', '', { Enable: 'ENABLE' }),
    'InvalidParameterValue.Enable',
  ],
])('beside a trigger, %s', async (_what, wanted, code) => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*', 'a/'));
  expect(await codeOf(client.CreateTrigger(wanted as never))).toBe(code);
});

test('without its configuration role SCF sets up no trigger', async () => {
  const role = cloud.account.roles.get('SCF_QcsRole');
  cloud.account.roles.delete('SCF_QcsRole');
  const code = await codeOf(client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*')));
  if (role) cloud.account.roles.set('SCF_QcsRole', role);
  expect(code).toBe('FailedOperation.QcsRoleNotFound');
});

test('a trigger that is not there cannot be deleted', async () => {
  await client.CreateTrigger(trigger('one', 'cos:ObjectCreated:*'));
  const other = trigger('one', 'cos:ObjectCreated:*', 'a/');
  expect(await codeOf(client.DeleteTrigger(unopened(other)))).toBe('ResourceNotFound.Trigger');
});
