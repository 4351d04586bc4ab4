// Uploads in parts: what is refused.

import { expect, test } from 'vitest';
import { bucket, host, otherBucket, type RawRequest, send, startCloud } from './cloud.ts';

const server = await startCloud();
const key = 'parts.bin';

async function startUpload(): Promise<string> {
  const answer = await send(server, { method: 'POST', key, query: { uploads: '' }, body: '' });
  return /<UploadId>(\w+)</.exec(answer.body.toString())?.[1] ?? 'no upload id';
}

async function sendPart(uploadId: string, partNumber: number, body: string | Buffer): Promise<string> {
  const query = { uploadId, partNumber: String(partNumber) };
  const { headers } = await send(server, { method: 'PUT', key, query, body });
  return headers.etag ?? '';
}

const completion = (uploadId: string, parts: readonly (readonly [number, string])[]): RawRequest => ({
  method: 'POST',
  key,
  query: { uploadId },
  body: `<CompleteMultipartUpload>${parts
    .map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`)
    .join('')}</CompleteMultipartUpload>`,
});

test.each(['0', '10001', '1.5', 'x'])('refuses a part of number %s', async (partNumber) => {
  const query = { uploadId: await startUpload(), partNumber };
  const answer = await send(server, { method: 'PUT', key, query, body: 'part' });
  expect([answer.status, answer.code]).toEqual([400, 'InvalidArgument']);
});

test('refuses a part that is not what was sent', async () => {
  const query = { uploadId: await startUpload(), partNumber: '1' };
  const headers = { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' };
  const answer = await send(server, { method: 'PUT', key, query, headers, body: 'part' });
  expect([answer.status, answer.code]).toEqual([400, 'BadDigest']);
});

test.each<[string, string, (etags: readonly [string, string]) => [number, string][]]>([
  [
    'names a part that was not sent',
    'InvalidPart',
    ([first]) => [
      [1, first],
      [3, first],
    ],
  ],
  [
    'names a part by another ETag',
    'InvalidPart',
    ([first]) => [
      [1, first],
      [2, '"other"'],
    ],
  ],
  [
    'names the parts out of order',
    'InvalidPartOrder',
    ([first, second]) => [
      [2, second],
      [1, first],
    ],
  ],
  [
    'names a part twice',
    'InvalidPartOrder',
    ([first]) => [
      [1, first],
      [1, first],
    ],
  ],
  ['names no part', 'MalformedXML', () => []],
  [
    'has a part under 1 MB before its last',
    'EntityTooSmall',
    ([first, second]) => [
      [1, first],
      [2, second],
    ],
  ],
])('refuses to complete an upload that %s', async (_name, code, choose) => {
  const id = await startUpload();
  const etags = [await sendPart(id, 1, 'small'), await sendPart(id, 2, 'smaller')] as const;
  const answer = await send(server, completion(id, choose(etags)));
  expect([answer.status, answer.code]).toEqual([400, code]);
  expect(server.objects.get(bucket, key)).toBeUndefined();
});

test('refuses a completion that is not what was sent', async () => {
  const id = await startUpload();
  const request = completion(id, [[1, await sendPart(id, 1, 'part')]]);
  const answer = await send(server, { ...request, headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } });
  expect([answer.status, answer.code]).toEqual([400, 'BadDigest']);
});

test('refuses parts, completion and abortion of an upload of another key or bucket', async () => {
  const uploadId = await startUpload();
  const etag = await sendPart(uploadId, 1, 'part');
  const requests: RawRequest[] = [
    { method: 'PUT', query: { uploadId, partNumber: '1' }, body: 'part' },
    completion(uploadId, [[1, etag]]),
    { method: 'DELETE', query: { uploadId } },
    { method: 'GET', query: { uploadId } },
  ];
  for (const request of requests) {
    for (const other of [{ key: 'other.bin' }, { key, host: host.replace(bucket, otherBucket) }]) {
      const answer = await send(server, { ...request, ...other });
      expect([answer.status, answer.code]).toEqual([404, 'NoSuchUpload']);
    }
  }
});

test('protects a key that was taken while its parts were sent', async () => {
  const id = await startUpload();
  const parts = [[1, await sendPart(id, 1, 'part')]] as const;
  server.objects.put(bucket, key, Buffer.from('first come'));
  const headers = { 'x-cos-forbid-overwrite': 'true' };
  const answer = await send(server, { ...completion(id, parts), headers });
  expect([answer.status, answer.code]).toEqual([409, 'FileAlreadyExists']);
  expect((await send(server, completion(id, parts))).status).toBe(200);
});
