// The SDK and the server agree on single objects.

import { describe, expect, test } from 'vitest';
import {
  bucket,
  connectSdk,
  host,
  otherBucket,
  permanent,
  place,
  send,
  startCloud,
  temporary,
} from './cloud.ts';

const server = await startCloud();
const cos = connectSdk(server);
const bytes = Buffer.from('[Object Content]');
const etag = '"ee8de918d05640145b18f70f4c3aa602"';
const crc64 = '16749565679157681890';

test('puts an object and answers its checksums', async () => {
  const answer = await cos.putObject({ ...place, Key: 'put.txt', Body: bytes });
  expect(answer).toMatchObject({ statusCode: 200, ETag: etag });
  expect(answer.headers).toMatchObject({ etag, 'x-cos-hash-crc64ecma': crc64 });
  expect(server.objects.get(bucket, 'put.txt')).toMatchObject({ bytes, etag, crc64, size: 16 });
});

test('gets an object with its headers', async () => {
  server.objects.put(bucket, 'get.txt', bytes, { 'Content-Type': 'text/plain' });
  const answer = await cos.getObject({ ...place, Key: 'get.txt' });
  expect(answer.Body).toEqual(bytes);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain',
    'content-length': '16',
    'accept-ranges': 'bytes',
    etag,
    'x-cos-hash-crc64ecma': crc64,
    'x-cos-request-id': expect.any(String),
    'last-modified': expect.stringMatching(/ GMT$/),
  });
});

test('gets a range', async () => {
  server.objects.put(bucket, 'range.txt', bytes);
  const answer = await cos.getObject({ ...place, Key: 'range.txt', Range: 'bytes=1-6' });
  expect([answer.statusCode, answer.Body.toString()]).toEqual([206, 'Object']);
  expect(answer.headers).toMatchObject({ 'content-range': 'bytes 1-6/16', 'content-length': '6' });
});

test('gives the headers of an object without its bytes', async () => {
  server.objects.put(bucket, 'head.txt', bytes);
  const { headers, statusCode } = await cos.headObject({ ...place, Key: 'head.txt' });
  expect(statusCode).toBe(200);
  expect(headers).toMatchObject({
    'content-length': '16',
    'content-type': 'application/octet-stream',
    etag,
    'x-cos-hash-crc64ecma': crc64,
  });
});

test('deletes an object, and one that is not there', async () => {
  server.objects.put(bucket, 'delete.txt', bytes);
  expect((await cos.deleteObject({ ...place, Key: 'delete.txt' })).statusCode).toBe(204);
  expect(server.objects.get(bucket, 'delete.txt')).toBeUndefined();
  expect((await cos.deleteObject({ ...place, Key: 'delete.txt' })).statusCode).toBe(204);
});

test('keeps the headers that COS keeps, and no others', async () => {
  await cos.putObject({
    ...place,
    Key: 'metadata.txt',
    Body: bytes,
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'identity',
    ContentType: 'text/plain',
    Expires: 'Thu, 16 May 2030 06:45:51 GMT',
    Headers: { 'x-cos-meta-Source-ETag': '%22abc%22', 'x-other': 'no' },
  });
  const kept = {
    'cache-control': 'max-age=60',
    'content-disposition': 'attachment; filename="a.txt"',
    'content-encoding': 'identity',
    'content-type': 'text/plain',
    expires: 'Thu, 16 May 2030 06:45:51 GMT',
    'x-cos-meta-source-etag': '%22abc%22',
  };
  expect(server.objects.get(bucket, 'metadata.txt')?.headers).toEqual(kept);
  expect((await cos.headObject({ ...place, Key: 'metadata.txt' })).headers).toMatchObject(kept);
});

test('replaces an object with its headers', async () => {
  server.objects.put(bucket, 'twice.txt', bytes, { 'x-cos-meta-a': 'b' });
  await cos.putObject({ ...place, Key: 'twice.txt', Body: 'second' });
  expect(server.objects.get(bucket, 'twice.txt')?.bytes.toString()).toBe('second');
  // The SDK sends an empty Cache-Control, which is none.
  expect(server.objects.get(bucket, 'twice.txt')?.headers).toEqual({});
});

describe('copying', () => {
  const source = { 'Content-Type': 'text/plain', 'x-cos-meta-a': 'b' };

  test('takes bytes and headers over, from another bucket and an odd key', async () => {
    server.objects.put(bucket, 'a b/图+%.txt', bytes, source);
    const copy = await cos.putObjectCopy({
      ...place,
      Bucket: otherBucket,
      Key: 'a b/图+%.txt',
      CopySource: `${host}/a%20b/%E5%9B%BE%2B%25.txt`,
    });
    expect(copy).toMatchObject({ ETag: etag, CRC64: crc64 });
    expect(server.objects.get(otherBucket, 'a b/图+%.txt')).toMatchObject({
      bytes,
      headers: { 'content-type': 'text/plain', 'x-cos-meta-a': 'b' },
    });
  });

  test('replaces the headers of an object that is copied onto itself', async () => {
    server.objects.put(bucket, 'self.txt', bytes, source);
    await cos.putObjectCopy({
      ...place,
      Key: 'self.txt',
      CopySource: `${host}/self.txt`,
      MetadataDirective: 'Replaced',
      ContentType: 'text/html',
    });
    expect(server.objects.get(bucket, 'self.txt')?.bytes).toEqual(bytes);
    expect(server.objects.get(bucket, 'self.txt')?.headers).toEqual({ 'content-type': 'text/html' });
  });
});

describe('refusals reach the SDK', () => {
  const wrongSecret = connectSdk(server, { SecretKey: 'wrong' });
  const key = { ...place, Key: 'missing.txt' };

  test.each([
    ['a wrong secret', 403, 'SignatureDoesNotMatch', () => wrongSecret.getObject(key)],
    ['a missing key', 404, 'NoSuchKey', () => cos.getObject(key)],
    ['a missing bucket', 404, 'NoSuchBucket', () => cos.getObject({ ...key, Bucket: 'other-1250000000' })],
    [
      'a bucket of another region',
      404,
      'NoSuchBucket',
      () => cos.getObject({ ...key, Region: 'ap-shanghai' }),
    ],
    ['a missing key without a body', 404, '404', () => cos.headObject(key)],
    [
      'a missing source of a copy',
      404,
      'NoSuchKey',
      () => cos.putObjectCopy({ ...key, CopySource: `${host}/no` }),
    ],
  ])('%s', async (_name, statusCode, code, call) => {
    await expect(call()).rejects.toMatchObject({ statusCode, code, RequestId: expect.any(String) });
  });

  test('a condition that does not hold', async () => {
    server.objects.put(bucket, 'condition.txt', bytes);
    const get = cos.getObject({ ...place, Key: 'condition.txt', IfMatch: '"other"' });
    await expect(get).rejects.toMatchObject({ statusCode: 412, code: 'PreconditionFailed' });
    const again = cos.getObject({ ...place, Key: 'condition.txt', IfNoneMatch: etag });
    await expect(again).rejects.toMatchObject({ code: '304' });
  });
});

test('accepts temporary keys, given once or fetched by the SDK', async () => {
  const { secretId, secretKey, token } = temporary;
  const fixed = connectSdk(server, { SecretId: secretId, SecretKey: secretKey, SecurityToken: token });
  const fetched = connectSdk(server, {
    SecretKey: 'unused',
    getAuthorization(_options, callback) {
      const now = Math.floor(Date.now() / 1000);
      callback({
        TmpSecretId: secretId,
        TmpSecretKey: secretKey,
        SecurityToken: token,
        StartTime: now - 1,
        ExpiredTime: now + 600,
      });
    },
  });
  for (const sdk of [fixed, fetched]) {
    expect((await sdk.putObject({ ...place, Key: 'temporary.txt', Body: bytes })).statusCode).toBe(200);
  }
  const expired = connectSdk(server, { SecretId: secretId, SecretKey: secretKey, SecurityToken: 'old' });
  await expect(expired.getObject({ ...place, Key: 'temporary.txt' })).rejects.toMatchObject({
    code: 'AccessDenied',
  });
});

test('answers to the second domain, and to an address presigned by the SDK', async () => {
  server.objects.put(bucket, 'a b.txt', bytes);
  const second = connectSdk(server, { Domain: '{Bucket}.cos.{Region}.tencentcos.cn' });
  expect((await second.getObject({ ...place, Key: 'a b.txt' })).Body).toEqual(bytes);
  const url = new URL(cos.getObjectUrl({ ...place, Key: 'a b.txt', Sign: true }, () => {}));
  const answer = await send(server, { target: `${url.pathname}${url.search}`, tamper: () => undefined });
  expect([answer.status, answer.body]).toEqual([200, bytes]);
  expect(permanent.secretId).toBe(url.searchParams.get('q-ak'));
});
