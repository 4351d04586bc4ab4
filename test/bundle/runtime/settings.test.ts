// Settings as the built file finds them in its environment: wrong ones stop every event, right ones shape the thumbnails.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { briefly, outcomesOf } from '../../support/outcomes.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const photo = readFileSync(samples.landscape.path);
const event = await stage.upload('photos/cat.jpg', photo);

beforeEach(() => {
  for (const key of stage.server.objects.keys(TARGET)) stage.server.objects.delete(TARGET, key);
});

test.each([
  [
    'a preset that is none',
    { THUMB_PRESETS: '200xx' },
    /THUMB_PRESETS: preset "200xx": expected WIDTHxHEIGHT/,
  ],
  [
    'a misspelt name',
    { THUMB_PRESET: '200x200' },
    /THUMB_PRESET: no such setting; did you mean THUMB_PRESETS/,
  ],
  [
    'the source bucket for target, as {bucket}',
    { THUMB_TARGET_BUCKET: '{bucket}' },
    /\{bucket\} is the source bucket/,
  ],
])('%s stops every event, and the process lives on', async (_, env, message) => {
  const thumbnailer = stage.start({ env });
  const [first, second] = [await thumbnailer.invoke(event), await thumbnailer.invoke(event)];
  expect(first.error).toMatchObject({ type: 'ConfigError', message: expect.stringMatching(message) });
  expect(second.error).toEqual(first.error);
  expect([second.statusCode, second.coldStart]).toEqual([430, undefined]);
});

test.each(['example', 'example-1250000000'])(
  'the source bucket for target, as %s, is found with the event',
  async (name) => {
    const { statusCode, error } = await stage.start({ env: { THUMB_TARGET_BUCKET: name } }).invoke(event);
    expect(statusCode).toBe(430);
    expect(error?.message).toMatch(/config-invalid: .*example-1250000000 is the source bucket/s);
    expect(stage.server.objects.keys(BUCKET)).toEqual(['photos/cat.jpg']);
  },
);

test('several presets make several thumbnails of one download', async () => {
  const before = stage.server.requests.length;
  const env = { THUMB_PRESETS: 'small:100x100,cover,webp;wide:400x,png;tall:x90,q40' };
  const invocation = await stage.start({ env }).invoke(event);
  expect(briefly(invocation)).toEqual([
    'stored photos/cat-small.webp',
    'stored photos/cat-wide.png',
    'stored photos/cat-tall.jpg',
  ]);
  const requests = stage.server.requests.slice(before);
  expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  const sizes = stage.server.objects.keys(TARGET).map(async (key) => {
    const { format, width, height } = await sharp(stage.server.objects.get(TARGET, key)?.bytes).metadata();
    return `${key} ${format} ${width}x${height}`;
  });
  expect(await Promise.all(sizes)).toEqual([
    'photos/cat-small.webp webp 100x100',
    'photos/cat-tall.jpg jpeg 160x90',
    'photos/cat-wide.png png 400x225',
  ]);
});

test('presets by folder: the first route that fits decides, also where one of them needs the other engine', async () => {
  const env = {
    THUMB_PRESETS: 'for=avatars/**;square:60x60,cover,jpeg,effort=9;for=tmp/**;none;for=photos/**;100x',
  };
  const thumbnailer = stage.start({ env });
  const deliver = async (key: string) => thumbnailer.invoke(await stage.upload(key, photo));
  expect(briefly(await thumbnailer.invoke(event))).toEqual(['stored photos/cat.jpg']);
  expect(briefly(await deliver('avatars/me.jpg'))).toEqual(['stored avatars/me-square.jpg']);
  expect(briefly(await deliver('tmp/cat.jpg'))).toEqual(['skipped no-preset']);
  expect(briefly(await deliver('cat.jpg'))).toEqual(['skipped no-preset']);
});

test('thumbnails and manifests are kept as the settings say, and the photo says nothing of it', async () => {
  const plain = { THUMB_MANIFEST: 'on' };
  const kept = {
    ...plain,
    THUMB_ACL: 'public-read',
    THUMB_STORAGE_CLASS: 'STANDARD_IA',
    THUMB_TAGS: 'team=web',
  };
  const env = { ...kept, THUMB_CACHE_CONTROL: 'public, max-age=60' };
  const headers = { 'Cache-Control': 'no-store', Expires: '0' };
  const upload = await stage.upload('photos/kept.jpg', photo, headers);
  const at = (key: string) => stage.server.objects.get(TARGET, key);
  const keys = ['photos/kept.jpg', 'photos/kept.jpg.json'];
  const stored = keys.map((key) => `stored ${key}`);

  expect(briefly(await stage.start({ env: plain }).invoke(upload))).toEqual(stored);
  expect(keys.map((key) => at(key)?.keeping)).toEqual([undefined, undefined]);
  expect(at('photos/kept.jpg')?.headers).toMatchObject({ 'cache-control': 'no-store', expires: '0' });

  // What is kept in another way is made again, once.
  const thumbnailer = stage.start({ env });
  expect(briefly(await thumbnailer.invoke(upload))).toEqual(stored);
  expect(briefly(await thumbnailer.invoke(upload))).toEqual(['skipped up-to-date', 'skipped up-to-date']);
  const keeping = { acl: 'public-read', storageClass: 'STANDARD_IA', tags: { team: 'web' } };
  expect(keys.map((key) => at(key)?.keeping)).toEqual([keeping, keeping]);
  expect(at('photos/kept.jpg')?.headers).toMatchObject({ 'cache-control': 'public, max-age=60' });
  expect(at('photos/kept.jpg')?.headers).not.toHaveProperty('expires');
  expect(at('photos/kept.jpg.json')?.headers).toMatchObject({ 'cache-control': 'no-cache' });
});

test('keys with {hash} change with the photo, the manifest lists them, and those of before go where that is mirrored', async () => {
  const env = {
    THUMB_TARGET_KEY: 'h/{name}-{preset}-{hash}.{ext}',
    THUMB_PRESETS: 'small:100x100;wide:400x,jpeg,effort=9',
    THUMB_MANIFEST: 'on',
    THUMB_ON_DELETE: 'mirror',
  };
  const thumbnailer = stage.start({ env });
  const keys = () => stage.server.objects.keys(TARGET);
  const listed = () => {
    const { renditions } = JSON.parse(
      String(stage.server.objects.get(TARGET, 'h/photos/hash.jpg.json')?.bytes),
    );
    return renditions.map(({ key }: { key: string }) => key);
  };
  await thumbnailer.invoke(await stage.upload('photos/hash.jpg', photo));
  const first: string[] = listed();
  expect(first).toEqual([
    expect.stringMatching(/^h\/hash-small-[0-9a-f]{10}\.jpg$/),
    expect.stringMatching(/^h\/hash-wide-[0-9a-f]{10}\.jpg$/),
  ]);
  const upload = await stage.upload('photos/hash.jpg', readFileSync(samples.portrait.path));
  await thumbnailer.invoke(upload);
  expect(listed().filter((key: string) => first.includes(key))).toEqual([]);
  expect(keys()).toEqual([...listed(), 'h/photos/hash.jpg.json'].sort());
  expect(briefly(await thumbnailer.invoke(upload))).toEqual(Array(3).fill('skipped up-to-date'));
});

test('of two photos with one target key the first keeps it, and the second is told of it', async () => {
  const thumbnailer = stage.start({ env: { THUMB_PRESETS: '60x60,webp', THUMB_INCLUDE: 'photos/**' } });
  const jpeg = await stage.upload('photos/a.jpg', photo);
  const png = await stage.upload('photos/a.png', readFileSync(samples.transparent.path));
  expect(briefly(await thumbnailer.invoke(jpeg))).toEqual(['stored photos/a.webp']);
  const stored = stage.server.objects.get(TARGET, 'photos/a.webp');
  const second = await thumbnailer.invoke(png);
  expect(second.statusCode).toBe(200);
  expect(outcomesOf(second)).toEqual([
    {
      preset: '',
      status: 'failed',
      code: 'target-conflict',
      message: expect.stringMatching(
        /is the thumbnail of example-1250000000\/photos\/a\.jpg\. Let THUMB_TARGET_KEY/,
      ),
    },
  ]);
  expect(stage.server.objects.get(TARGET, 'photos/a.webp')).toEqual(stored);
});

test('an object at the target key that is not of this function is left alone', async () => {
  stage.server.objects.put(TARGET, 'photos/cat.jpg', Buffer.from('somebody else'));
  const [outcome] = outcomesOf(await stage.start().invoke(event));
  expect(outcome).toMatchObject({ status: 'failed', code: 'target-conflict' });
  expect(String(stage.server.objects.get(TARGET, 'photos/cat.jpg')?.bytes)).toBe('somebody else');
});
