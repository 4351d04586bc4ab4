// Access rights, storage class and tags: what the server takes, what it shows by COS' own SDK, and that it enforces them.

import { expect, test } from 'vitest';
import { bucket, connectSdk, permanent, place, send, startCloud } from './cloud.ts';

/** May upload, but set neither tags nor rights. */
const limited = {
  secretId: 'AKIDlimited',
  secretKey: 'limited-secret',
  allows: (action: string) => action === 'name/cos:PutObject',
};
const server = await startCloud({ credentials: [permanent, limited] });
const cos = connectSdk(server);

const put = (key: string, headers: Record<string, string>, credential = permanent) =>
  send(server, { method: 'PUT', key, headers, body: 'picture', credential });
const anonymous = (key: string, method = 'GET') => send(server, { method, key, tamper: () => undefined });

test.each([
  ['public-read', 200],
  ['private', 403],
  ['default', 403],
])('an object with the ACL %s answers everybody with %i', async (acl, status) => {
  expect((await put(`${acl}.jpg`, { 'x-cos-acl': acl })).status).toBe(200);
  expect([(await anonymous(`${acl}.jpg`)).status, (await anonymous(`${acl}.jpg`, 'HEAD')).status]).toEqual([
    status,
    status,
  ]);
});

test('what everybody may read nobody may change or remove unsigned, and a wrong signature is no anonymous reader', async () => {
  await put('open.jpg', { 'x-cos-acl': 'public-read' });
  expect((await send(server, { method: 'DELETE', key: 'open.jpg', tamper: () => undefined })).status).toBe(
    403,
  );
  expect(
    (await send(server, { method: 'PUT', key: 'open.jpg', body: 'x', tamper: () => undefined })).status,
  ).toBe(403);
  const forged = await send(server, {
    key: 'open.jpg',
    tamper: (right) => right.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
  });
  expect(forged.code).toBe('SignatureDoesNotMatch');
  expect(String(server.objects.get(bucket, 'open.jpg')?.bytes)).toBe('picture');
});

test('an object that is overwritten without an ACL has that of the bucket again', async () => {
  await put('again.jpg', { 'x-cos-acl': 'public-read' });
  await put('again.jpg', {});
  expect((await anonymous('again.jpg')).status).toBe(403);
});

test("COS' own SDK sets and reads them", async () => {
  const Body = 'picture';
  const kept = {
    ACL: 'public-read',
    StorageClass: 'STANDARD_IA',
    Headers: { 'x-cos-tagging': 'team=web&kind=small%20picture' },
  } as const;
  await cos.putObject({ ...place, Key: 'sdk.jpg', Body, ...kept });
  const head = await cos.headObject({ ...place, Key: 'sdk.jpg' });
  expect(head.headers?.['x-cos-storage-class']).toBe('STANDARD_IA');
  const { Tags } = await cos.getObjectTagging({ ...place, Key: 'sdk.jpg' });
  expect(Tags).toEqual([
    { Key: 'team', Value: 'web' },
    { Key: 'kind', Value: 'small picture' },
  ]);
  expect((await cos.getObjectAcl({ ...place, Key: 'sdk.jpg' })).ACL).toBe('public-read');
});

test('an object in an archive has headers, and no bytes', async () => {
  await put('old.jpg', { 'x-cos-storage-class': 'ARCHIVE' });
  expect((await send(server, { method: 'HEAD', key: 'old.jpg' })).status).toBe(200);
  expect(await send(server, { key: 'old.jpg' })).toMatchObject({ status: 403, code: 'InvalidObjectState' });
});

test.each([
  ['x-cos-acl', 'public-read-write', 'InvalidArgument'],
  ['x-cos-storage-class', 'standard', 'InvalidArgument'],
  ['x-cos-tagging', 'team', undefined],
  ['x-cos-tagging', '=web', 'InvalidTag'],
  ['x-cos-tagging', 'a=1&a=2', 'InvalidTag'],
  ['x-cos-tagging', 'a=%3Cb%3E', 'InvalidTag'],
  ['x-cos-tagging', 'a=%', 'InvalidTag'],
  ['x-cos-tagging', Array.from({ length: 11 }, (_, at) => `t${at}=1`).join('&'), 'InvalidTag'],
])('%s: %s is answered with %s', async (name, value, code) => {
  expect((await put('refused.jpg', { [name]: value })).code).toBe(code);
});

test.each([
  ['tags', { 'x-cos-tagging': 'a=b' }],
  ['an ACL', { 'x-cos-acl': 'public-read' }],
])('a policy without the action for it refuses an upload with %s, and no other', async (_, headers) => {
  expect((await put('limited.jpg', headers, limited)).code).toBe('AccessDenied');
  expect((await put('limited.jpg', {}, limited)).status).toBe(200);
});
