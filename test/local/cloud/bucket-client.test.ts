// The bucket as the commands use it: the official SDK over a socket to the strict local COS.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CloudError } from '../../../src/cloud/api/cloud-error.ts';
import { type BucketOptions, openBucket } from '../../../src/cloud/cos/bucket-client.ts';
import { startCosServer } from '../../../src/local/cos/cos.ts';
import { collect } from '../../support/collect.ts';

const name = 'example-1250000000';
const root = mkdtempSync(join(tmpdir(), 'bucket-client-'));
const region = 'ap-guangzhou';
const credentials = { secretId: 'AKIDtemporary', secretKey: 'temporarySecret', token: 'temporaryToken' };
const server = await startCosServer({ root, credentials: [credentials], region });
server.createBucket(name);
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const endpoint = new URL(server.endpoint);
function open(changes: Partial<BucketOptions> = {}) {
  return openBucket({ bucket: name, region, credentials, endpoint, ...changes });
}

async function failure(promise: Promise<unknown>): Promise<CloudError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CloudError) return error;
  throw new Error(`expected a CloudError, got ${error}`);
}

describe('a bucket', () => {
  const bucket = open();

  test('stores, finds, lists and deletes what has an unpleasant name', async () => {
    const key = '/a/../b//ü ?#%+&.jpg';
    await bucket.put(key, Buffer.from('photo'), { 'x-cos-meta-mark': 'm', 'Content-Type': 'image/jpeg' });
    expect(String(await bucket.get(key))).toBe('photo');
    const head = await bucket.head(key);
    expect(head).toMatchObject({
      size: 5,
      headers: { 'x-cos-meta-mark': 'm', 'content-type': 'image/jpeg' },
    });
    const [listed] = await collect(bucket.list());
    expect(listed).toMatchObject({ key, size: 5, etag: head?.etag, storageClass: 'STANDARD' });
    await bucket.delete(key);
    expect(await bucket.head(key)).toBeUndefined();
    expect(await bucket.get(key)).toBeUndefined();
  });

  test('is listed page by page, from any key on', async () => {
    const keys = Array.from({ length: 7 }, (_, at) => `pages/${at}`);
    for (const key of keys) await bucket.put(key, Buffer.from(key));
    const pages = await collect(bucket.pages({ prefix: 'pages/', pageLength: 3 }));
    expect(pages.map(({ objects }) => objects.length)).toEqual([3, 3, 1]);
    expect(pages.map(({ marker }) => marker)).toEqual(['pages/2', 'pages/5', undefined]);
    const rest = await collect(bucket.list({ prefix: 'pages/', after: 'pages/4' }));
    expect(rest.map(({ key }) => key)).toEqual(['pages/5', 'pages/6']);
  });

  test('is there or not, and keeps versions or not', async () => {
    expect(await bucket.exists()).toBe(true);
    expect(await open({ bucket: 'none-1250000000' }).exists()).toBe(false);
    expect(await open({ region: 'ap-beijing' }).exists()).toBe(false);
    expect(await bucket.isVersioned()).toBe(false);
  });
});

describe('a failure is told', () => {
  const wrong = (changes: Partial<typeof credentials>) =>
    open({ credentials: { ...credentials, ...changes } });

  test.each([
    ['a wrong key', wrong({ secretKey: 'wrongSecret' }), 'SignatureDoesNotMatch', /does not belong to/],
    ['an unknown id', wrong({ secretId: 'AKIDother' }), 'InvalidAccessKeyId', /does not know this SecretId/],
    ['a wrong token', wrong({ token: 'wrongToken' }), 'AccessDenied', /may not do cos:GetBucket/],
    ['no bucket', open({ bucket: 'none-1250000000' }), 'NoSuchBucket', /no bucket none-1250000000 in ap-gu/],
    ['another region', open({ region: 'ap-beijing' }), 'NoSuchBucket', /in ap-beijing/],
    ['no server', open({ endpoint: new URL('http://127.0.0.1:1') }), undefined, /refused the connection/],
  ])('%s', async (_, bucket, code, says) => {
    const error = await failure(collect(bucket.list()));
    expect(error.code).toBe(code);
    expect(error.action).toBe('GetBucket');
    expect(error.text.en).toMatch(says);
    expect(error.text.zh).toMatch(/失败。.*\p{Script=Han}/u);
    expect(error.text.en + error.text.zh).not.toMatch(
      /wrongSecret|wrongToken|temporarySecret|temporaryToken/,
    );
  });

  test('where HEAD gives no reason, with all that it may be', async () => {
    const error = await failure(wrong({ secretKey: 'wrongSecret' }).exists());
    expect(error.code).toBe('AccessDenied');
    expect(error.text.en).toMatch(/Wrong credentials and a wrong clock/);
  });
});
