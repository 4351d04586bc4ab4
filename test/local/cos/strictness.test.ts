// Every rule has a request that breaks it and nothing else.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bucket, host, otherBucket, type RawRequest, region, send, startCloud } from './cloud.ts';

const server = await startCloud();
server.objects.put(bucket, 'taken', Buffer.from('0123456789'), { 'x-cos-meta-a': 'b' });

const md5 = (body: string) => createHash('md5').update(body).digest('base64');
const put = (more: RawRequest = {}): RawRequest => ({ method: 'PUT', key: 'new', body: 'photo', ...more });
const get = (more: RawRequest = {}): RawRequest => ({ key: 'taken', ...more });
const copy = (source: string, more: Record<string, string> = {}): RawRequest =>
  put({ body: '', headers: { 'x-cos-copy-source': source, ...more } });
const deletion = (xml: string, digest = md5(xml)): RawRequest => ({
  method: 'POST',
  query: { delete: '' },
  body: xml,
  headers: digest ? { 'content-md5': digest } : {},
});

const metadata = (bytes: number) => ({ 'x-cos-meta-a': 'v'.repeat(bytes - 1) });
const oneKey = '<Delete><Object><Key>a</Key></Object></Delete>';

const allowed: [string, RawRequest][] = [
  ['a body with its MD5', put({ headers: { 'content-md5': md5('photo') } })],
  ['a key of 850 bytes', put({ key: `${'图'.repeat(283)}a` })],
  ['2048 bytes of metadata', put({ headers: metadata(2048) })],
  ['a protected key that is free', put({ key: 'free', headers: { 'x-cos-forbid-overwrite': 'true' } })],
  ['an empty body', put({ body: '' })],
  [
    'a copy if its source is the one that was meant',
    copy(`${host}/taken`, { 'x-cos-copy-source-if-match': '*' }),
  ],
  ['a host with its port', get({ host: `${host}:80` })],
  ['the end of an object', get({ headers: { range: 'bytes=9-' } })],
  ['a list of one key to delete', deletion(oneKey)],
  ['a question whether the bucket is there', { method: 'HEAD' }],
];

test.each(allowed)('allows %s', async (_name, request) => {
  const answer = await send(server, request);
  expect([answer.code, Math.floor(answer.status / 100)]).toEqual([undefined, 2]);
});

const refused: [string, number, string, RawRequest][] = [
  ['a body with the MD5 of another', 400, 'BadDigest', put({ headers: { 'content-md5': md5('other') } })],
  ['a Content-MD5 that is none', 400, 'InvalidDigest', put({ headers: { 'content-md5': 'abc' } })],
  [
    'a body of unknown length',
    411,
    'MissingContentLength',
    { method: 'PUT', key: 'new', headers: { 'transfer-encoding': 'chunked' } },
  ],
  ['a key of 851 bytes', 400, 'KeyTooLong', put({ key: `${'图'.repeat(283)}ab` })],
  ['2049 bytes of metadata', 400, 'KeyTooLong', put({ headers: metadata(2049) })],
  ['a _ in the name of metadata', 400, 'InvalidArgument', put({ headers: { 'x-cos-meta-a_b': 'c' } })],
  [
    'a protected key that is taken',
    409,
    'FileAlreadyExists',
    put({ key: 'taken', headers: { 'x-cos-forbid-overwrite': 'true' } }),
  ],
  ['a range past the end', 416, 'InvalidRange', get({ headers: { range: 'bytes=10-' } })],
  ['another ETag', 412, 'PreconditionFailed', get({ headers: { 'if-match': '"other"' } })],
  ['an address that is not percent-encoded UTF-8', 400, 'InvalidURI', get({ target: '/%ff' })],
  ['a host that is not a bucket of COS', 400, 'InvalidURI', get({ host: '127.0.0.1' })],
  ['a bucket without appid', 400, 'InvalidURI', get({ host: `example.cos.${region}.myqcloud.com` })],
  ['a bucket that is not there', 404, 'NoSuchBucket', get({ host: host.replace('example', 'other') })],
  ['a copy of nothing', 404, 'NoSuchKey', copy(`${host}/missing`)],
  [
    'a copy from a bucket that is not there',
    404,
    'NoSuchBucket',
    copy(`${host.replace('example', 'other')}/taken`),
  ],
  ['a copy from another region', 404, 'NoSuchBucket', copy(`${host.replace(region, 'ap-shanghai')}/taken`)],
  ['a copy from what is no address', 400, 'InvalidArgument', copy('/taken')],
  ['a copy from a bucket without a key', 400, 'InvalidArgument', copy(`${host}/`)],
  [
    'a copy with another directive',
    400,
    'InvalidArgument',
    copy(`${host}/taken`, { 'x-cos-metadata-directive': 'Merge' }),
  ],
  [
    'a copy if its source is another one',
    412,
    'PreconditionFailed',
    copy(`${host}/taken`, { 'x-cos-copy-source-if-match': '"o"' }),
  ],
  [
    'a copy if its source is not this one',
    412,
    'PreconditionFailed',
    copy(`${host}/taken`, { 'x-cos-copy-source-if-none-match': '*' }),
  ],
  [
    'a copy onto itself that changes nothing',
    400,
    'InvalidRequest',
    { ...copy(`${host}/taken`), key: 'taken' },
  ],
  [
    'a copy onto a protected key',
    409,
    'FileAlreadyExists',
    { ...copy(`${host}/taken`, { 'x-cos-forbid-overwrite': 'true' }), key: 'taken' },
  ],
  ['a list of keys to delete without MD5', 400, 'InvalidRequest', deletion(oneKey, '')],
  ['a list of keys to delete with another MD5', 400, 'BadDigest', deletion(oneKey, md5('other'))],
  ['a list of no keys to delete', 400, 'MalformedXML', deletion('<Delete></Delete>')],
  ['a list of an empty key to delete', 400, 'MalformedXML', deletion(oneKey.replace('>a<', '><'))],
  [
    'a list of 1001 keys to delete',
    400,
    'MalformedXML',
    deletion(`<Delete>${'<Object><Key>a</Key></Object>'.repeat(1001)}</Delete>`),
  ],
  ['a page of no keys', 400, 'InvalidArgument', { query: { 'max-keys': '0' } }],
  ['a page of some keys', 400, 'InvalidArgument', { query: { 'max-keys': 'some' } }],
  ['another encoding of keys', 400, 'InvalidArgument', { query: { 'encoding-type': 'base64' } }],
  ['what COS does not do to objects', 405, 'MethodNotAllowed', { method: 'PATCH', key: 'taken', body: '' }],
  ['an upload by form', 405, 'MethodNotAllowed', { method: 'POST', key: 'taken', body: '' }],
  ['what only COS does', 501, 'NotImplemented', get({ query: { retention: '' } })],
  ['image processing by COS', 501, 'NotImplemented', get({ query: { 'imageMogr2/thumbnail/100x': '' } })],
];

test.each(refused)('refuses %s', async (_name, status, code, request) => {
  const before = server.objects.keys(bucket);
  const answer = await send(server, request);
  expect([answer.status, answer.code]).toEqual([status, code]);
  expect(server.objects.keys(bucket)).toEqual(before);
  expect(server.objects.get(bucket, 'taken')?.bytes.toString()).toBe('0123456789');
});

describe('error answers', () => {
  test('carry request id, trace id and resource, as headers and as XML', async () => {
    const { headers, body } = await send(server, { key: 'not <here>', query: { prefix: 'secret' } });
    expect(headers).toMatchObject({
      'content-type': 'application/xml',
      'x-cos-request-id': expect.any(String),
      'x-cos-trace-id': expect.any(String),
    });
    expect(body.toString()).toBe(
      "<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>NoSuchKey</Code>" +
        '<Message>The specified key does not exist.</Message>' +
        `<Resource>${host}/not%20%3Chere%3E</Resource>` +
        `<RequestId>${headers['x-cos-request-id']}</RequestId><TraceId>${headers['x-cos-trace-id']}</TraceId></Error>`,
    );
  });

  test('have no body when HEAD was asked', async () => {
    const { status, headers, body } = await send(server, { method: 'HEAD', key: 'missing' });
    expect([status, body.length, headers['content-length']]).toEqual([404, 0, '0']);
    expect(headers).toMatchObject({
      'x-cos-request-id': expect.any(String),
      'x-cos-trace-id': expect.any(String),
    });
  });

  test('say which size a range has missed', async () => {
    const { headers } = await send(server, get({ headers: { range: 'bytes=10-' } }));
    expect(headers['content-range']).toBe('bytes */10');
  });
});

test('logs every request with its answer, and no credentials', async () => {
  await send(
    server,
    get({ query: { 'response-expires': '0' }, unsigned: { 'x-cos-security-token': 'secret' } }),
  );
  await send(server, put({ host: host.replace(bucket, otherBucket) }));
  const [refusal, success] = server.requests.slice(-2);
  expect(refusal).toMatchObject({
    method: 'GET',
    bucket,
    key: 'taken',
    query: { 'response-expires': '0' },
    status: 403,
    code: 'AccessDenied',
    requestId: expect.any(String),
  });
  expect(refusal?.headers['host']).toBe(host);
  expect(JSON.stringify(refusal)).not.toMatch(/secret|q-signature/);
  expect(success).toMatchObject({ method: 'PUT', bucket: otherBucket, key: 'new', status: 200, bytes: 5 });
  expect(success).not.toHaveProperty('code');
});
