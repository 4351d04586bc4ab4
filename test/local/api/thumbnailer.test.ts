// The built function in the local account: uploaded as a zip, fired by uploads to COS, and held to what its role allows.

import { readFileSync } from 'node:fs';
import COS from 'cos-nodejs-sdk-v5';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../../src/local/cloud.ts';
import { samples } from '../../fixtures/images/images.ts';
import { bucket, connectCam, connectScf, host, otherBucket, region, startCloud } from './cloud.ts';

const FunctionName = 'thumbnailer';
const RoleName = 'thumbnailer-role';
const PolicyName = 'thumbnailer-policy';
const trust = JSON.stringify({
  version: '2.0',
  statement: [{ effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: ['scf.qcloud.com'] } }],
});

function policy(targetActions: readonly string[]): string {
  const resource = (name: string) => [`qcs::cos:${region}:uid/1250000000:${name}/*`];
  return JSON.stringify({
    version: '2.0',
    statement: [
      { effect: 'allow', action: ['name/cos:GetObject', 'name/cos:HeadObject'], resource: resource(bucket) },
      { effect: 'allow', action: targetActions, resource: resource(otherBucket) },
    ],
  });
}

const cloud = await startCloud({ retryIntervalMs: 1 });
const scf = connectScf(cloud);
const cam = connectCam(cloud);
const cos = new COS({
  SecretId: cloud.owner.secretId,
  SecretKey: cloud.owner.secretKey,
  Ip: `127.0.0.1:${cloud.cos.port}`,
  Protocol: 'http:',
});

async function settle() {
  while ((await scf.GetFunction({ FunctionName })).Status !== 'Active');
}

beforeAll(async () => {
  await cam.request('CreateRole', { RoleName, PolicyDocument: trust });
  const PolicyDocument = policy(['name/cos:HeadObject', 'name/cos:PutObject']);
  await cam.request('CreatePolicy', { PolicyName, PolicyDocument });
  await cam.request('AttachRolePolicy', { AttachRoleName: RoleName, PolicyName });
  await scf.CreateFunction({
    FunctionName,
    Runtime: 'Nodejs20.19',
    Handler: 'index.main_handler',
    Role: RoleName,
    MemorySize: 512,
    Timeout: 120,
    Environment: { Variables: [{ Key: 'THUMB_TARGET_BUCKET', Value: otherBucket }] },
    Code: { ZipFile: readFileSync(`${root}/dist/cos-thumbnailer.zip`).toString('base64') },
    AutoCreateClsTopic: 'TRUE',
  });
  await settle();
  await scf.CreateTrigger({
    FunctionName,
    TriggerName: host,
    Type: 'cos',
    TriggerDesc: JSON.stringify({ event: 'cos:ObjectCreated:*', filter: { Prefix: '', Suffix: '' } }),
    Enable: 'OPEN',
  });
});

async function upload(Key: string) {
  const Body = readFileSync(samples.landscape.path);
  await cos.putObject({ Bucket: bucket, Region: region, Key, Body });
  await cloud.api.idle();
}

test('an upload makes a thumbnail', async () => {
  await upload('photos/cat.jpg');
  expect(cloud.cos.objects.keys(otherBucket).length).toBeGreaterThan(0);
});

test('without an action in its policy it cannot do that', async () => {
  await cam.request('UpdatePolicy', { PolicyName, PolicyDocument: policy(['name/cos:HeadObject']) });
  const before = cloud.cos.objects.keys(otherBucket);
  await upload('photos/dog.jpg');
  expect(cloud.cos.objects.keys(otherBucket)).toEqual(before);
  const denied = cloud.cos.requests.filter(({ code }) => code === 'AccessDenied');
  expect(new Set(denied.map(({ method, bucket: name }) => `${method} ${name}`))).toEqual(
    new Set([`PUT ${otherBucket}`]),
  );
});
