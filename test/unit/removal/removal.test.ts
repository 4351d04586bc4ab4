// Deletions mirrored: exactly the thumbnails of the object that is gone go with it, and none of one that is there.

import { beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import type { ObjectRecord } from '../../../src/function/event/event.ts';
import { marksOf } from '../../../src/function/publish/recipe.ts';
import type { ObjectRef } from '../../../src/function/store.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, SOURCE_BUCKET, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const uploaded = objectRecord('cat.jpg');
const deleted: ObjectRecord = { ...uploaded, eventName: 'cos:ObjectRemove:Delete', size: 0 };
const env = { THUMB_ON_DELETE: 'mirror', THUMB_PRESETS: 'small:200x200;large:1600x,webp' };
const possible = [
  'cat-small.jpg',
  'cat-large.webp',
  'cat-small.png',
  'cat-small.webp',
  'cat-small.gif',
  'cat-small.avif',
];
const heads = possible.map((key) => `head ${key}`);

let store: WatchedStore;
/** Called before each request of the store. */
let before: (call: string) => unknown;

beforeEach(() => {
  before = () => undefined;
  store = createWatchedStore((call) => before(call));
});

const deliver = (record = deleted) => thumbnailRecord(record, createTools({ store, env }));
const layThumbnail = (key: string, of: ObjectRef = uploaded.ref) =>
  lay(store, targetRef(key), TEXT, {
    metadata: marksOf(of, { etag: '"abc"', size: 4, headers: { metadata: {} } }, 'recipe'),
  });
const upload = () => lay(store, uploaded.ref, JPEG_START);
const targets = () => store.keys(TARGET_BUCKET).sort();
const removed = (preset: string, key: string) => ({ preset, status: 'removed', bucket: TARGET_BUCKET, key });

test('the thumbnails of every format that the photo may have had are removed', async () => {
  layThumbnail('cat-small.png');
  layThumbnail('cat-large.webp');
  expect(await deliver()).toEqual({
    results: [removed('large', 'cat-large.webp'), removed('small', 'cat-small.png')],
  });
  expect(targets()).toEqual([]);
  expect(store.calls).toEqual([
    'get cat.jpg',
    ...heads,
    ...['delete cat-large.webp', 'delete cat-small.png'],
    'head cat.jpg',
  ]);
});

test.each<[string, () => void]>([
  ["another photo's thumbnail", () => layThumbnail('cat-small.jpg', sourceRef('cat.png'))],
  [
    "another bucket's thumbnail",
    () => layThumbnail('cat-small.jpg', { ...uploaded.ref, bucket: 'other-1250000000' }),
  ],
  ['what is none of ours', () => lay(store, targetRef('cat-small.jpg'), TEXT)],
  [
    'what names the photo and is no thumbnail',
    () =>
      lay(store, targetRef('cat-small.jpg'), TEXT, {
        metadata: { 'thumbnail-source': `${SOURCE_BUCKET}/cat.jpg` },
      }),
  ],
  ['a thumbnail of a preset that there is not', () => layThumbnail('cat-huge.jpg')],
])('%s stays', async (_, layObject) => {
  layObject();
  const [key] = targets();
  expect(await deliver()).toMatchObject({ results: [{ status: 'skipped', code: 'source-missing' }] });
  expect(targets()).toEqual([key]);
});

test('a key that would lead out of its folder is not looked at', async () => {
  const odd = { ...deleted, ref: sourceRef('a/../cat.jpg') };
  expect(await deliver(odd)).toMatchObject({ results: [{ status: 'skipped', code: 'source-missing' }] });
  expect(store.calls).toEqual(['get a/../cat.jpg']);
});

test('nothing is left of it: one GET and the HEADs, and no last look', async () => {
  expect(await deliver()).toMatchObject({ results: [{ status: 'skipped', code: 'source-missing' }] });
  expect(store.calls).toEqual(['get cat.jpg', ...heads]);
});

test('the photo may have been larger than any that is read', async () => {
  layThumbnail('cat-small.jpg');
  expect(await deliver({ ...deleted, size: 1e12 })).toMatchObject({ results: [{ status: 'removed' }] });
});

test('a photo that is there again is treated as an upload: its thumbnails may have fallen to an earlier delivery', async () => {
  upload();
  expect(await deliver()).toMatchObject({ results: [{ status: 'stored' }, { status: 'stored' }] });
  expect(await deliver()).toMatchObject({ results: [{ code: 'up-to-date' }, { code: 'up-to-date' }] });
  expect(store.calls.filter((call) => call.startsWith('delete'))).toEqual([]);
});

test('a photo that comes back while its thumbnails are removed gets them again', async () => {
  layThumbnail('cat-small.jpg');
  before = (call) => call === 'delete cat-small.jpg' && upload();
  expect(await deliver()).toMatchObject({ results: [{ status: 'stored' }, { status: 'stored' }] });
  expect(targets()).toEqual(['cat-large.webp', 'cat-small.jpg']);
});

describe('an upload', () => {
  test('that finds its photo gone removes what an earlier delivery of it may have stored too late', async () => {
    layThumbnail('cat-small.jpg');
    expect(await deliver(uploaded)).toMatchObject({ results: [removed('small', 'cat-small.jpg')] });
    expect(targets()).toEqual([]);
  });

  test('whose photo goes while its thumbnails are stored removes them', async () => {
    upload();
    before = (call) => call === 'put cat-small.jpg' && store.objects.delete(`${SOURCE_BUCKET}/cat.jpg`);
    expect(await deliver(uploaded)).toMatchObject({
      results: [removed('small', 'cat-small.jpg'), removed('large', 'cat-large.webp')],
    });
    expect(targets()).toEqual([]);
  });
});

test.each(['head', 'delete'])(
  'one that fails to %s fails alone, and another delivery may mend it',
  async (operation) => {
    const busy = new StoreError('store-unavailable', 'COS is busy', { operation, attempts: 3 });
    layThumbnail('cat-small.jpg');
    layThumbnail('cat-large.webp');
    before = (call) => {
      if (call === `${operation} cat-small.jpg`) throw busy;
    };
    expect(await deliver()).toMatchObject({
      results: [{ preset: 'small', error: busy }, removed('large', 'cat-large.webp')],
    });
    expect(targets()).toEqual(['cat-small.jpg']);
  },
);
