// The SDK and the server agree on lists, and on deleting many.

import type COS from 'cos-nodejs-sdk-v5';
import { expect, test } from 'vitest';
import { bucket, connectSdk, otherBucket, place, startCloud } from './cloud.ts';

const server = await startCloud();
const cos = connectSdk(server);

/** In COS' order: by UTF-8 bytes, in which 😀 comes after ﬀ (in JavaScript's it comes before). */
const keys = ['/lead', 'a', 'b/1', 'b/2', 'b/c/3', 'b0', 'c d&<>"\'', 'ﬀ', '😀'];
for (const key of [...keys].reverse()) server.objects.put(bucket, key, Buffer.from(key));

const names = ({ Contents, CommonPrefixes }: COS.GetBucketResult) => [
  ...Contents.map(({ Key }) => Key),
  ...CommonPrefixes.map(({ Prefix }) => `${Prefix}*`),
];

test('lists all objects in the order of their bytes, with their facts', async () => {
  const list = await cos.getBucket(place);
  expect(names(list)).toEqual(keys);
  expect(list).toMatchObject({ Name: bucket, Prefix: '', MaxKeys: '1000', IsTruncated: 'false' });
  expect(list.Contents[1]).toMatchObject({
    Key: 'a',
    Size: '1',
    ETag: '"0cc175b9c0f1b6a831c399e269772661"',
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    StorageClass: 'STANDARD',
  });
});

test('has what is stored, changed and deleted between two lists', async () => {
  const under = { ...place, Prefix: 'changing/' };
  server.objects.put(bucket, 'changing/a', Buffer.from('a'));
  expect(names(await cos.getBucket(under))).toEqual(['changing/a']);
  server.objects.put(bucket, 'changing/b', Buffer.from('b'), { 'x-cos-storage-class': 'ARCHIVE' });
  server.objects.put(bucket, 'changing/a', Buffer.from('longer'));
  const [a, b] = (await cos.getBucket(under)).Contents;
  expect([a?.Size, a?.StorageClass, b?.StorageClass]).toEqual(['6', 'STANDARD', 'ARCHIVE']);
  server.objects.delete(bucket, 'changing/a');
  server.objects.delete(bucket, 'changing/b');
  expect(names(await cos.getBucket(under))).toEqual([]);
});

test.each([
  [{ Prefix: 'b' }, ['b/1', 'b/2', 'b/c/3', 'b0']],
  [{ Delimiter: '/' }, ['a', 'b0', 'c d&<>"\'', 'ﬀ', '😀', '/*', 'b/*']],
  [{ Prefix: 'b/', Delimiter: '/' }, ['b/1', 'b/2', 'b/c/*']],
  [{ Marker: 'b/2' }, ['b/c/3', 'b0', 'c d&<>"\'', 'ﬀ', '😀']],
  [{ Marker: 'b/2', Delimiter: '/' }, ['b0', 'c d&<>"\'', 'ﬀ', '😀', 'b/*']],
  [{ Prefix: 'nothing' }, []],
  [{ Prefix: 'c', EncodingType: 'url' as const }, ['c%20d%26%3C%3E%22%27']],
])('lists %j', async (params, expected) => {
  expect(names(await cos.getBucket({ ...place, ...params }))).toEqual(expected);
});

test.each([
  ['objects', {}, keys],
  ['objects and prefixes', { Delimiter: '/' }, ['/*', 'a', 'b/*', 'b0', 'c d&<>"\'', 'ﬀ', '😀']],
])('lists %s page by page, none twice and none left out', async (_name, params, expected) => {
  const seen: string[] = [];
  let Marker: string | undefined = '';
  for (let page = 0; page < 20 && Marker !== undefined; page++) {
    const list: COS.GetBucketResult = await cos.getBucket({ ...place, ...params, Marker, MaxKeys: 1 });
    expect(names(list)).toHaveLength(1);
    seen.push(...names(list));
    Marker = list.IsTruncated === 'true' ? list.NextMarker : undefined;
  }
  expect(seen).toEqual(expected);
});

test('lists an empty bucket', async () => {
  expect(names(await cos.getBucket({ ...place, Bucket: otherBucket }))).toEqual([]);
});

test('deletes many objects, odd keys and missing ones among them', async () => {
  const gone = ['x/1', '/x', 'x y&<>"\'图😀'];
  for (const key of [...gone, 'x/stays']) server.objects.put(otherBucket, key, Buffer.from(key));
  const answer = await cos.deleteMultipleObject({
    ...place,
    Bucket: otherBucket,
    Objects: [...gone, 'x/missing'].map((Key) => ({ Key })),
  });
  expect(answer.Deleted.map(({ Key }) => Key)).toEqual([...gone, 'x/missing']);
  expect(server.objects.keys(otherBucket)).toEqual(['x/stays']);
});

test('says nothing of what it deleted when asked to be quiet', async () => {
  server.objects.put(otherBucket, 'quiet', Buffer.from('x'));
  const answer = await cos.deleteMultipleObject({
    ...place,
    Bucket: otherBucket,
    Objects: [{ Key: 'quiet' }],
    Quiet: true,
  } as COS.DeleteMultipleObjectParams);
  expect(answer.Deleted).toEqual([]);
  expect(server.objects.keys(otherBucket)).not.toContain('quiet');
});
