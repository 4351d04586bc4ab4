// Any key is stored as it is, and is no other key.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bucket, connectSdk, place, startCloud } from './cloud.ts';

const server = await startCloud();
const cos = connectSdk(server);

const keys = [
  'lead.jpg',
  '/lead.jpg',
  '//two',
  'a//b',
  'folder/',
  'a b+c.jpg',
  'per%2Fcent%20.jpg',
  '图片 (1).jpg',
  '😀.jpg',
  '!\'()*~?#&=;:@,$\\"<>.jpg',
  'a/../b/./c',
  'line\nend\ttab',
  'e\u0301',
  '\u00e9',
  'constructor',
  'k'.repeat(850),
];
const contentOf = (key: string) => Buffer.from(createHash('md5').update(key).digest('hex'));

test.each(keys)('makes a round trip: %j', async (Key) => {
  await cos.putObject({ ...place, Key, Body: contentOf(Key) });
  expect((await cos.getObject({ ...place, Key })).Body).toEqual(contentOf(Key));
  expect(server.requests.at(-1)?.key).toBe(Key);
});

test('keeps them apart', () => {
  for (const key of keys) server.objects.put(bucket, key, contentOf(key));
  for (const key of keys) expect(server.objects.get(bucket, key)?.bytes).toEqual(contentOf(key));
  expect(server.objects.keys(bucket)).toHaveLength(keys.length);
  expect(new Set(server.objects.keys(bucket))).toEqual(new Set(keys));
});
