// Buckets that keep versions, as the SDK sees them.

import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CosEvent } from '../../../src/local/cos/cos.ts';
import { bucket, connectSdk, host, otherBucket, place, send, startCloud } from './cloud.ts';

const server = await startCloud();
const cos = connectSdk(server);
const events: string[] = [];
server.onEvent(({ Records: [record] }: CosEvent) => events.push(record?.event.eventName ?? ''));

await cos.putObject({ ...place, Key: 'older', Body: 'older' });
await cos.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
beforeEach(() => {
  events.length = 0;
});

/** @returns The id of the new version. */
async function put(Key: string, Body: string): Promise<string> {
  return versionOf(await cos.putObject({ ...place, Key, Body }));
}
const remove = (Key: string, VersionId?: string) =>
  cos.deleteObject({ ...place, Key, ...(VersionId !== undefined && { VersionId }) });
const versionOf = ({ headers }: { headers?: Readonly<Record<string, string>> | undefined }) =>
  headers?.['x-cos-version-id'] ?? '';
const read = async (Key: string, VersionId?: string) =>
  String((await cos.getObject({ ...place, Key, ...(VersionId !== undefined && { VersionId }) })).Body);
const look = (method: string, key: string) => send(server, { method, key });

test('a bucket says whether it keeps versions, and keeps them once it is told to', async () => {
  const statusOf = async (Bucket: string) =>
    (await cos.getBucketVersioning({ ...place, Bucket })).VersioningConfiguration;
  expect(await statusOf(bucket)).toEqual({ Status: 'Enabled' });
  expect(await statusOf(otherBucket)).not.toHaveProperty('Status');
  await cos.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
  expect(await read('older', 'null')).toBe('older');
});

test('each upload adds a version, and tells its id; the last is the object', async () => {
  const [first, second] = [await put('cat', 'first'), await put('cat', 'second')];
  expect(first).toMatch(/^[\w-]{20,}$/);
  expect([await read('cat'), await read('cat', first), await read('cat', second)]).toEqual([
    'second',
    'first',
    'second',
  ]);
  const head = await send(server, { method: 'HEAD', key: 'cat', query: { versionId: first } });
  expect(head.headers).toMatchObject({ 'x-cos-version-id': first, 'content-length': '5' });
  expect(versionOf(await cos.headObject({ ...place, Key: 'cat' }))).toBe(second);
  expect(server.objects.keys(bucket)).toEqual(['cat', 'older']);
  await remove('cat');
});

test('copies and uploads in parts add a version, too', async () => {
  const copied = await cos.putObjectCopy({ ...place, Key: 'copy', CopySource: `${host}/older` });
  const upload = { ...place, Key: 'copy', ...(await cos.multipartInit({ ...place, Key: 'copy' })) };
  const { ETag } = await cos.multipartUpload({ ...upload, PartNumber: 1, Body: 'parts' });
  const completed = await cos.multipartComplete({ ...upload, Parts: [{ PartNumber: 1, ETag }] });
  expect(await read('copy', versionOf(copied))).toBe('older');
  expect(await read('copy', versionOf(completed))).toBe('parts');
});

test('what was there before is the version "null"', async () => {
  const second = await put('older', 'newer');
  expect([await read('older'), await read('older', 'null')]).toEqual(['newer', 'older']);
  await remove('older', second);
  expect(await read('older')).toBe('older');
});

test('nothing forbids to overwrite', async () => {
  await put('free', 'first');
  await cos.putObject({
    ...place,
    Key: 'free',
    Body: 'second',
    Headers: { 'x-cos-forbid-overwrite': 'true' },
  });
  expect(await read('free')).toBe('second');
});

describe('a deletion', () => {
  test('puts a delete marker over the object, and tells its id', async () => {
    const first = await put('gone', 'first');
    const { statusCode, headers } = await remove('gone');
    expect([statusCode, headers]).toMatchObject([204, { 'x-cos-delete-marker': 'true' }]);
    const marker = versionOf({ headers });
    for (const method of ['GET', 'HEAD']) {
      expect(await look(method, 'gone')).toMatchObject({
        status: 404,
        headers: { 'x-cos-delete-marker': 'true', 'x-cos-version-id': marker },
      });
    }
    await expect(read('gone', marker)).rejects.toMatchObject({ statusCode: 404, code: 'NoSuchKey' });
    expect(await read('gone', first)).toBe('first');
    expect(server.objects.get(bucket, 'gone')).toBeUndefined();
    expect(server.objects.keys(bucket)).not.toContain('gone');
    expect(events).toEqual(['cos:ObjectCreated:Put', 'cos:ObjectRemove:DeleteMarkerCreated']);
  });

  test('puts another one where there is one, or nothing', async () => {
    const markers = [versionOf(await remove('never')), versionOf(await remove('never'))];
    expect(new Set(markers).size).toBe(2);
    await remove('never', markers[1]);
    expect((await look('GET', 'never')).headers['x-cos-version-id']).toBe(markers[0]);
    await remove('never', markers[0]);
    expect((await look('GET', 'never')).headers).not.toHaveProperty('x-cos-delete-marker');
  });

  test('of the marker brings the object back', async () => {
    await put('back', 'first');
    const marker = versionOf(await remove('back'));
    events.length = 0;
    const { headers } = await remove('back', marker);
    expect(headers).toMatchObject({ 'x-cos-delete-marker': 'true', 'x-cos-version-id': marker });
    expect(await read('back')).toBe('first');
    expect(events).toEqual(['cos:ObjectRemove:Delete']);
  });

  test('of a version removes it for good, and lets the one before it be the object', async () => {
    const [first, second] = [await put('two', 'first'), await put('two', 'second')];
    events.length = 0;
    const { headers } = await remove('two', second);
    expect(headers).toMatchObject({ 'x-cos-version-id': second });
    expect(headers).not.toHaveProperty('x-cos-delete-marker');
    expect(await read('two')).toBe('first');
    await expect(read('two', second)).rejects.toMatchObject({ statusCode: 404, code: 'NoSuchVersion' });
    await remove('two', first);
    expect((await look('GET', 'two')).headers).not.toHaveProperty('x-cos-version-id');
    expect(events).toEqual(['cos:ObjectRemove:Delete', 'cos:ObjectRemove:Delete']);
  });

  test('of many objects puts as many markers', async () => {
    await put('many', 'x');
    const { Deleted } = await cos.deleteMultipleObject({ ...place, Objects: [{ Key: 'many' }] });
    const { headers } = await look('HEAD', 'many');
    expect(Deleted).toEqual([
      { Key: 'many', DeleteMarker: 'true', DeleteMarkerVersionId: headers['x-cos-version-id'] },
    ]);
  });
});

test('a bucket that keeps none names no version, and deletes for good', async () => {
  const elsewhere = { ...place, Bucket: otherBucket, Key: 'plain' };
  expect(versionOf(await cos.putObject({ ...elsewhere, Body: 'x' }))).toBe('');
  expect(versionOf(await cos.headObject(elsewhere))).toBe('');
  expect((await cos.deleteObject(elsewhere)).headers).not.toHaveProperty('x-cos-delete-marker');
  expect(events).toEqual(['cos:ObjectCreated:Put', 'cos:ObjectRemove:Delete']);
});

const versioning = (status: string) =>
  ({
    method: 'PUT',
    query: { versioning: '' },
    body: `<VersioningConfiguration>${status}</VersioningConfiguration>`,
  }) as const;
const md5 = (text: string) => createHash('md5').update(text).digest('base64');
const oneVersion = '<Delete><Object><Key>older</Key><VersionId>null</VersionId></Object></Delete>';

test.each([
  ['a state of no name', 400, 'MalformedXML', versioning('<Status>On</Status>')],
  ['no state', 400, 'MalformedXML', versioning('')],
  ['suspension', 501, 'NotImplemented', versioning('<Status>Suspended</Status>')],
  ['an object to keep versions', 405, 'MethodNotAllowed', { key: 'older', query: { versioning: '' } }],
  ['a version of a bucket', 405, 'MethodNotAllowed', { query: { versionId: 'null' } }],
  [
    'an upload of a version',
    405,
    'MethodNotAllowed',
    { method: 'PUT', key: 'older', body: '', query: { versionId: 'null' } },
  ],
  ['a version that is not there', 404, 'NoSuchVersion', { key: 'older', query: { versionId: 'none' } }],
  [
    'deletion of one that is not there',
    404,
    'NoSuchVersion',
    { method: 'DELETE', key: 'older', query: { versionId: 'none' } },
  ],
  [
    'a copy of a version',
    501,
    'NotImplemented',
    {
      method: 'PUT',
      key: 'copy',
      body: '',
      headers: { 'x-cos-copy-source': `${host}/older?versionId=null` },
    },
  ],
  [
    'deletion of many versions',
    501,
    'NotImplemented',
    { method: 'POST', query: { delete: '' }, body: oneVersion, headers: { 'content-md5': md5(oneVersion) } },
  ],
])('%s is refused', async (_, status, code, request) => {
  expect(await send(server, request)).toMatchObject({ status, code });
  expect(await read('older')).toBe('older');
});
