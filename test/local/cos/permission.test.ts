// What a key may do: every operation asks for its own action on its own resource, and is refused without it.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bucket, otherBucket, type RawRequest, region, send, startCloud } from './cloud.ts';

const place = `qcs::cos:${region}:uid/1250000000:${bucket}/`;
const asked: [action: string, resource: string][] = [];
/** The actions that the key may not do. */
const denied = new Set<string>();
const limited = {
  secretId: 'AKIDlimited',
  secretKey: 'limited-key',
  allows(action: string, resource: string) {
    asked.push([action, resource]);
    return !denied.has(action);
  },
};

const server = await startCloud({
  credentials: (secretId) => (secretId === limited.secretId ? limited : undefined),
});
server.objects.put(bucket, 'a b.jpg', Buffer.from('photo'));
server.objects.put(otherBucket, 'source.jpg', Buffer.from('photo'));

const deletion = '<Delete><Object><Key>x</Key></Object></Delete>';
const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
const contentMd5 = createHash('md5').update(deletion).digest('base64');

const operations: readonly [action: string, key: string, request: RawRequest][] = [
  ['GetObject', 'a b.jpg', {}],
  ['HeadObject', 'a b.jpg', { method: 'HEAD' }],
  ['PutObject', 'new.jpg', { method: 'PUT', body: 'x' }],
  ['DeleteObject', 'new.jpg', { method: 'DELETE' }],
  ['InitiateMultipartUpload', 'big.jpg', { method: 'POST', query: { uploads: '' }, body: '' }],
  ['UploadPart', 'big.jpg', { method: 'PUT', query: { uploadId: 'none', partNumber: '1' }, body: 'x' }],
  ['ListParts', 'big.jpg', { query: { uploadId: 'none' } }],
  ['AbortMultipartUpload', 'big.jpg', { method: 'DELETE', query: { uploadId: 'none' } }],
  ['CompleteMultipartUpload', 'big.jpg', { method: 'POST', query: { uploadId: 'none' }, body: 'x' }],
  ['GetBucket', '', {}],
  ['HeadBucket', '', { method: 'HEAD' }],
  ['ListMultipartUploads', '', { query: { uploads: '' } }],
  ['GetBucketVersioning', '', { query: { versioning: '' } }],
  [
    'DeleteMultipleObjects',
    '',
    { method: 'POST', query: { delete: '' }, body: deletion, headers: { 'content-md5': contentMd5 } },
  ],
  ['PutBucketVersioning', '', { method: 'PUT', query: { versioning: '' }, body: versioning }],
];

describe.each(operations)('%s', (action, key, request) => {
  const run = () => send(server, { key, credential: limited, ...request });

  test('is refused without leave, and changes nothing', async () => {
    denied.add(`name/cos:${action}`);
    const before = server.objects.keys(bucket);
    const { status, code } = await run();
    denied.clear();
    expect(status).toBe(403);
    if (request.method !== 'HEAD') expect(code).toBe('AccessDenied');
    expect(server.objects.keys(bucket)).toEqual(before);
  });

  test('asks for this action on this resource, and for nothing else', async () => {
    asked.splice(0);
    expect((await run()).status).not.toBe(403);
    expect(asked).toEqual([[`name/cos:${action}`, place + key]]);
  });
});

test('a copy must be allowed to read its source, too', async () => {
  const copy = {
    method: 'PUT',
    key: 'copy.jpg',
    credential: limited,
    headers: { 'x-cos-copy-source': `${otherBucket}.cos.${region}.myqcloud.com/source.jpg` },
    body: '',
  };
  asked.splice(0);
  expect((await send(server, copy)).status).toBe(200);
  expect(asked).toEqual([
    ['name/cos:PutObject', `${place}copy.jpg`],
    ['name/cos:GetObject', `qcs::cos:${region}:uid/1250000000:${otherBucket}/source.jpg`],
  ]);
  denied.add('name/cos:GetObject');
  expect((await send(server, copy)).code).toBe('AccessDenied');
  denied.clear();
});

test('a wrong signature is told before a missing permission', async () => {
  denied.add('name/cos:GetObject');
  const wrong = { ...limited, secretKey: 'wrong' };
  expect((await send(server, { key: 'a b.jpg', credential: wrong })).code).toBe('SignatureDoesNotMatch');
  denied.clear();
});

test('keys are found anew for each request', async () => {
  expect((await send(server, { key: 'a b.jpg' })).code).toBe('InvalidAccessKeyId');
});

describe('where missing keys are hidden', async () => {
  const hiding = await startCloud({ credentials: [limited], hidesMissingKeys: true });
  const head = (method: string) => send(hiding, { method, key: 'none.jpg', credential: limited });

  test('whoever may not list the bucket is told 403', async () => {
    denied.add('name/cos:GetBucket');
    expect((await head('GET')).code).toBe('AccessDenied');
    expect((await head('HEAD')).status).toBe(403);
    denied.clear();
  });

  test('whoever may is told 404', async () => {
    expect((await head('GET')).code).toBe('NoSuchKey');
    expect((await head('HEAD')).status).toBe(404);
  });
});
