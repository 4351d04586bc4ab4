// The SDK and the server agree on uploads in parts.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type COS from 'cos-nodejs-sdk-v5';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Crc64 } from '../../../src/function/checksum/crc64.ts';
import { bucket, connectSdk, otherBucket, place, startCloud } from './cloud.ts';

const MB = 1024 * 1024;
const server = await startCloud();
const folder = await mkdtemp(join(tmpdir(), 'uploads-'));
/** Two parts of 1 MB and a rest, none like the other. */
const bytes = Buffer.alloc(2.5 * MB, 0).map((_, i) => (i * 7 + (i >> 11)) & 255);
const FilePath = join(folder, 'photo.bin');
/**
 * The SDK remembers unfinished uploads in a file too, which it writes 400 ms after an upload and so perhaps after the last test.
 * It goes on without that file where there can be none.
 */
const cos = connectSdk(server, { ConfCwd: join(FilePath, 'no-folder') });

beforeAll(() => writeFileSync(FilePath, bytes));
afterAll(() => rm(folder, { recursive: true }));

/** The typings of these two calls promise nothing and something at once. */
const listParts = (params: COS.MultipartListPartParams): Promise<COS.MultipartListPartResult> =>
  cos.multipartListPart(params);
const listUploads = (Bucket = bucket): Promise<COS.MultipartListResult> =>
  cos.multipartList({ ...place, Bucket, Prefix: 'under way/' } as COS.MultipartListParams);

const requestsOf = (key: string) =>
  server.requests
    .filter((request) => request.key === key)
    .map(({ method, query }) => [method, ...Object.keys(query)].join(' '));

test('stores a file that the SDK sends in parts', async () => {
  const Key = 'sliced 图.bin';
  const answer = await cos.sliceUploadFile({
    ...place,
    Key,
    FilePath,
    ChunkSize: MB,
    Headers: { 'x-cos-meta-a': 'b' },
  });
  expect(requestsOf(Key).filter((line) => line === 'PUT partNumber uploadId')).toHaveLength(3);
  const stored = server.objects.get(bucket, Key);
  expect(stored?.bytes.equals(bytes)).toBe(true);
  expect(stored).toMatchObject({
    size: bytes.length,
    crc64: new Crc64().update(bytes).digest(),
    etag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/),
    headers: { 'x-cos-meta-a': 'b' },
  });
  expect(answer.ETag).toBe(stored?.etag);
  expect(answer.headers?.['x-cos-hash-crc64ecma']).toBe(stored?.crc64);
});

test('stores a file that the SDK decides to send whole', async () => {
  await cos.uploadFile({ ...place, Key: 'whole.bin', FilePath, SliceSize: 5 * MB });
  expect(requestsOf('whole.bin')).toEqual(['PUT']);
  expect(server.objects.get(bucket, 'whole.bin')?.etag).toBe(
    `"${createHash('md5').update(bytes).digest('hex')}"`,
  );
});

async function startUpload(Key: string): Promise<{ Key: string; UploadId: string }> {
  const { UploadId } = await cos.multipartInit({ ...place, Key });
  return { Key, UploadId };
}

test('lists the parts of an upload, page by page', async () => {
  const upload = { ...place, ...(await startUpload('listed.bin')) };
  for (const PartNumber of [3, 1, 2]) {
    await cos.multipartUpload({ ...upload, PartNumber, Body: `part ${PartNumber}` });
  }
  const first = await listParts({ ...upload, MaxParts: 2 });
  expect(first.Part.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    ['1', '6'],
    ['2', '6'],
  ]);
  expect(first).toMatchObject({ IsTruncated: 'true', NextPartNumberMarker: '2', UploadId: upload.UploadId });
  const rest = await listParts({ ...upload, PartNumberMarker: '2' });
  expect(rest.Part.map(({ PartNumber }) => PartNumber)).toEqual(['3']);
});

test('lists the uploads that are under way, and forgets those that were aborted', async () => {
  const kept = await startUpload('under way/b');
  const aborted = await startUpload('under way/a');
  expect((await listUploads()).Upload.map(({ Key }) => Key)).toEqual(['under way/a', 'under way/b']);
  expect((await listUploads(otherBucket)).Upload).toEqual([]);
  expect((await cos.multipartAbort({ ...place, ...aborted })).statusCode).toBe(204);
  expect((await listUploads()).Upload.map(({ UploadId }) => UploadId)).toEqual([kept.UploadId]);
  await expect(cos.multipartAbort({ ...place, ...aborted })).rejects.toMatchObject({ code: 'NoSuchUpload' });
});

test('stores nothing until an upload is completed, and the last of two parts with one number', async () => {
  const upload = { ...place, ...(await startUpload('late.bin')) };
  await cos.multipartUpload({ ...upload, PartNumber: 1, Body: 'first' });
  const { ETag } = await cos.multipartUpload({ ...upload, PartNumber: 1, Body: 'second' });
  expect(server.objects.get(bucket, 'late.bin')).toBeUndefined();
  await cos.multipartComplete({ ...upload, Parts: [{ PartNumber: 1, ETag }] });
  expect(server.objects.get(bucket, 'late.bin')?.bytes.toString()).toBe('second');
  await expect(listParts(upload)).rejects.toMatchObject({ code: 'NoSuchUpload' });
});
