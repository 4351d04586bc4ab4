// What is done about a record, and that thumbnails are never sources again.

import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/function/config/config.ts';
import { ConfigError } from '../../src/function/errors.ts';
import type { ObjectRecord } from '../../src/function/event/event.ts';
import { planRecord } from '../../src/function/plan.ts';

const photo: ObjectRecord = {
  kind: 'object',
  ref: { bucket: 'example-1250000000', region: 'ap-guangzhou', key: 'photos/cat.jpg' },
  appid: '1250000000',
  eventName: 'cos:ObjectCreated:Put',
  size: 1000,
  delivered: {},
};

const keyed = (key: string): ObjectRecord => ({ ...photo, ref: { ...photo.ref, key } });

const sameBucket = { THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' };

describe('planRecord', () => {
  test('renders every preset of a photo', () => {
    const config = loadConfig({ THUMB_PRESETS: 'a:1x1;b:2x2' });
    expect(planRecord(photo, config)).toEqual({ kind: 'render', presets: config.presets });
  });

  test.each([
    'cos:ObjectCreated:*',
    'cos:ObjectCreated:Post',
    'cos:ObjectCreated:Copy',
    'cos:ObjectCreated:CompleteMultipartUpload',
    'cos:ObjectCreated:Origin',
    'cos:ObjectCreated:Replication',
  ])('acts on %s', (eventName) => {
    expect(planRecord({ ...photo, eventName }, loadConfig({}))).toMatchObject({ kind: 'render' });
  });

  test.each(['cos:ObjectRemove:Delete', 'cos:ObjectRemove:DeleteMarkerCreated'])(
    'mirrors %s where that is wanted, whatever size the event speaks of',
    (eventName) => {
      const config = loadConfig({ THUMB_ON_DELETE: 'mirror' });
      const plan = { kind: 'remove', presets: config.presets };
      expect(planRecord({ ...photo, eventName, size: 0 }, config)).toEqual(plan);
    },
  );

  test.each<[string, ObjectRecord, string]>([
    ['a thumbnail in a folder of the same bucket', keyed('thumbs/photos/cat.jpg'), 'target-object'],
    ['an excluded photo', keyed('private/cat.jpg'), 'excluded'],
    ['a folder', keyed('photos/'), 'folder'],
  ])('leads nowhere when %s is removed', (_, record, code) => {
    const config = loadConfig({ ...sameBucket, THUMB_ON_DELETE: 'mirror', THUMB_EXCLUDE: 'private/**' });
    expect(planRecord({ ...record, eventName: 'cos:ObjectRemove:Delete' }, config)).toMatchObject({ code });
  });

  test.each([
    ['keep', 'cos:ObjectRemove:Delete', /THUMB_ON_DELETE=mirror/],
    ['mirror', 'cos:ObjectRestore:Post', /cos:ObjectRestore:Completed and cos:ObjectRemove:\* are$/],
  ])('with %s says of %s on what it acts', (onDelete, eventName, message) => {
    const config = loadConfig({ THUMB_ON_DELETE: onDelete });
    expect(planRecord({ ...photo, eventName }, config)).toEqual({
      kind: 'skip',
      code: 'other-event',
      message: expect.stringMatching(message),
    });
  });

  test('renders an archived object once it is restored', () => {
    const restored = { ...photo, eventName: 'cos:ObjectRestore:Completed' };
    expect(planRecord(restored, loadConfig({}))).toMatchObject({ kind: 'render' });
  });

  test('renders an object whose size is not known', () => {
    expect(planRecord({ ...photo, size: undefined }, loadConfig({}))).toMatchObject({ kind: 'render' });
  });

  test.each<[string, ObjectRecord, Record<string, string>, string]>([
    ['a removal', { ...photo, eventName: 'cos:ObjectRemove:Delete' }, {}, 'other-event'],
    ['a restoration that has begun', { ...photo, eventName: 'cos:ObjectRestore:Post' }, {}, 'other-event'],
    ['a folder', keyed('photos/'), {}, 'folder'],
    ['the folder above', keyed('photos/..'), {}, 'folder'],
    ['the folder itself', keyed('.'), {}, 'folder'],
    ['an empty object', { ...photo, size: 0 }, {}, 'empty-object'],
    ['an excluded key', photo, { THUMB_EXCLUDE: 'photos/**' }, 'excluded'],
    ['a key that is not included', photo, { THUMB_INCLUDE: '*.png' }, 'excluded'],
    ['a thumbnail of ours', keyed('thumbs/photos/cat.jpg'), sameBucket, 'target-object'],
  ])('skips %s', (_, record, env, code) => {
    const plan = planRecord(record, loadConfig(env));
    expect(plan).toEqual({ kind: 'skip', code, message: expect.stringMatching(/\w{3}/) });
  });

  test.each<[string, ObjectRecord, string]>([
    [
      'other event before folder',
      { ...keyed('photos/'), eventName: 'cos:ObjectRemove:Delete' },
      'other-event',
    ],
    ['folder before thumbnail', keyed('thumbs/'), 'folder'],
    ['thumbnail before excluded', keyed('thumbs/cat.jpg'), 'target-object'],
    ['excluded before empty', { ...keyed('cat.jpg'), size: 0 }, 'excluded'],
  ])('names the first reason: %s', (_, record, code) => {
    const config = loadConfig({ ...sameBucket, THUMB_EXCLUDE: '**/cat.jpg' });
    expect(planRecord({ ...record, size: 0 }, config)).toMatchObject({ code });
  });

  const leavesRecords = { ...sameBucket, THUMB_FAILED_PREFIX: 'failed/' };

  test('skips a failure record beside its source', () => {
    const record = keyed('failed/example-1250000000/cat.jpg.json');
    expect(planRecord(record, loadConfig(leavesRecords))).toEqual({
      kind: 'skip',
      code: 'target-object',
      message: 'the key is in failed/, where failure records go',
    });
  });

  test.each<[string, string, Record<string, string>, string]>([
    [
      'a manifest beside its source',
      'm/photos/cat.jpg.json',
      { ...sameBucket, THUMB_MANIFEST: 'm/{dir}{name}.{ext}.json' },
      'the key is in the folder of THUMB_MANIFEST and ends in .json',
    ],
    [
      'the watermark among the sources',
      'marks/logo.png',
      { ...sameBucket, THUMB_WATERMARK: 'marks/logo.png', THUMB_PRESETS: '200x200,watermark' },
      'the key is that of THUMB_WATERMARK',
    ],
  ])('skips %s', (_, key, env, message) => {
    const skipped = { kind: 'skip', code: 'target-object', message };
    expect(planRecord(keyed(key), loadConfig(env))).toEqual(skipped);
  });

  test.each<[string, string, Record<string, string>]>([
    [
      'a photo in the folder of the manifests',
      'm/cat.jpg',
      { ...sameBucket, THUMB_MANIFEST: 'm/{dir}{name}.{ext}.json' },
    ],
    ['JSON in the source bucket, when manifests go to another', 'cat.jpg.json', { THUMB_MANIFEST: 'on' }],
    [
      'a photo that has the key of the watermark in another bucket',
      'logo.png',
      { THUMB_WATERMARK: 'logo.png', THUMB_PRESETS: '200x200,watermark' },
    ],
    ['a photo in the folder of the failure records', 'failed/cat.jpg', leavesRecords],
    ['JSON elsewhere', 'photos/cat.jpg.json', leavesRecords],
    ['JSON in a folder that is not set', 'failed/cat.jpg.json', sameBucket],
    [
      'JSON in the source bucket, when failure records go to another',
      'failed/a.json',
      { THUMB_FAILED_PREFIX: 'failed/' },
    ],
  ])('skips not yet %s', (_, key, env) => {
    expect(planRecord(keyed(key), loadConfig(env))).toMatchObject({ kind: 'render' });
  });

  test.each(['photos/cat.jpg', 'thumbs.jpg', 'photos/thumbs/cat.jpg'])(
    'makes thumbnails of %s though they go to a folder of the same bucket',
    (key) => {
      expect(planRecord(keyed(key), loadConfig(sameBucket))).toMatchObject({ kind: 'render' });
    },
  );

  test("makes thumbnails of the source bucket's own folder thumbs/ when they go to another bucket", () => {
    const config = loadConfig({ THUMB_TARGET_KEY: 'thumbs/{name}.{ext}' });
    expect(planRecord(keyed('thumbs/cat.jpg'), config)).toMatchObject({ kind: 'render' });
  });

  test.each(['example', 'example-1250000000', '{bucket}-1250000000'])(
    'refuses the loop when the target %s turns out to be the source bucket',
    (targetBucket) => {
      const config = loadConfig({ THUMB_TARGET_BUCKET: targetBucket });
      expect(() => planRecord(photo, config)).toThrow(ConfigError);
      expect(() => planRecord(photo, config)).toThrow(
        /Use another bucket, or let THUMB_TARGET_KEY begin with/,
      );
    },
  );

  test('refuses manifests among the sources when the target turns out to be the source bucket', () => {
    const env = { ...sameBucket, THUMB_TARGET_BUCKET: 'example', THUMB_MANIFEST: '{dir}{name}.json' };
    const config = loadConfig(env);
    expect(() => planRecord(photo, config)).toThrow(
      /THUMB_MANIFEST: example-1250000000 is the source bucket/,
    );
  });
});
