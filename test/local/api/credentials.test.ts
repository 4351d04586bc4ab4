// The keys that an invocation gets: of the function's role, and only for this invocation.

import { request as httpRequest } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { authorize } from '../../../src/local/cos/signature.ts';
import { bucket, connectCam, connectScf, host, newFunction, startCloud } from './cloud.ts';

const cloud = await startCloud({ polls: 0 });
const scf = connectScf(cloud);
const cam = connectCam(cloud);
cloud.cos.objects.put(bucket, 'cat.jpg', Buffer.from('photo'));

interface Keys {
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly token?: string;
}

const source = `exports.main_handler = () => ({
  secretId: process.env.TENCENTCLOUD_SECRETID,
  secretKey: process.env.TENCENTCLOUD_SECRETKEY,
  token: process.env.TENCENTCLOUD_SESSIONTOKEN,
});`;

const trustIn = (service: string) =>
  JSON.stringify({
    version: '2.0',
    statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: [service] } }],
  });

beforeAll(async () => {
  await cam.request('CreateRole', { RoleName: 'role', PolicyDocument: trustIn('scf.qcloud.com') });
  await cam.request('AttachRolePolicy', { AttachRoleName: 'role', PolicyName: 'QcloudCOSFullAccess' });
  await scf.CreateFunction({ ...newFunction('with-role', source), Role: 'role' });
  await scf.CreateFunction(newFunction('without', source));
});

async function keysOf(FunctionName: string): Promise<Keys> {
  const { Result } = await scf.InvokeFunction({ FunctionName });
  return JSON.parse(Result?.RetMsg ?? '') as Keys;
}

/** The status of a GET of the photo. */
async function read({ secretId = '', secretKey = '', token = '' }: Keys): Promise<number | undefined> {
  const start = Math.floor(Date.now() / 1000);
  const signed = { method: 'GET', path: '/cat.jpg', params: {}, headers: { host } };
  const authorization = authorize({ secretId, secretKey }, `${start};${start + 60}`, signed);
  const headers = { host, authorization, 'x-cos-security-token': token };
  const outgoing = httpRequest({ port: cloud.cos.port, path: '/cat.jpg', headers, agent: false }).end();
  return new Promise((resolve, reject) => {
    outgoing.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
}

test('every invocation has keys of its own, which end with it', async () => {
  const first = await keysOf('with-role');
  const second = await keysOf('with-role');
  expect(first.token).toMatch(/^.{40,}$/);
  expect(new Set([first.secretId, second.secretId, first.token, second.token]).size).toBe(4);
  expect(await read(first)).toBe(403);
});

test('issued keys are the role’s, and may do what its policies allow at that time', async () => {
  const issued = cloud.account.issueCredentials('role');
  expect(await read(issued ?? {})).toBe(200);
  await cam.request('DetachRolePolicy', { DetachRoleName: 'role', PolicyName: 'QcloudCOSFullAccess' });
  expect(await read(issued ?? {})).toBe(403);
  await cam.request('AttachRolePolicy', { AttachRoleName: 'role', PolicyName: 'QcloudCOSFullAccess' });
  expect(await read(issued ?? {})).toBe(200);
  expect(await read({ ...issued, token: 'other' })).toBe(403);
});

test('a function without a role has no keys', async () => {
  expect(await keysOf('without')).toEqual({});
});

test('neither has one whose role SCF may not take on, or whose role is gone', async () => {
  await cam.request('CreateRole', { RoleName: 'second', PolicyDocument: trustIn('scf.qcloud.com') });
  await scf.CreateFunction({ ...newFunction('second', source), Role: 'second' });
  await cam.request('DeleteRole', { RoleName: 'second' });
  expect(await keysOf('second')).toEqual({});
  await cam.request('CreateRole', { RoleName: 'second', PolicyDocument: trustIn('cvm.qcloud.com') });
  expect(await keysOf('second')).toEqual({});
});
