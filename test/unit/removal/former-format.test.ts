// A photo is overwritten by one of another format, which has thumbnails at other keys: where deletions are mirrored, those of
// the former format go, and nothing else does.

import { beforeEach, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { marksOf } from '../../../src/function/publish/recipe.ts';
import { type RecordResult, thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, PNG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const mirror = { THUMB_ON_DELETE: 'mirror', THUMB_PRESETS: 'small:200x200;large:1600x,webp' };

let store: WatchedStore;
/** Called before each request of the store. */
let before: (call: string) => unknown;

beforeEach(() => {
  before = () => undefined;
  store = createWatchedStore((call) => before(call));
});

const deliver = (env: Readonly<Record<string, string>> = mirror): Promise<RecordResult> =>
  thumbnailRecord(cat, createTools({ store, env }));
const upload = (bytes: Uint8Array) => lay(store, cat.ref, bytes);
const layThumbnail = (key: string, of = cat.ref) =>
  lay(store, targetRef(key), TEXT, {
    metadata: marksOf(of, { etag: '"abc"', size: 4, headers: { metadata: {} } }, 'recipe'),
  });
const targets = () => store.keys(TARGET_BUCKET).sort();
const looked = () => store.calls.filter((call) => call.startsWith('head cat-'));

test('a JPEG that is a PNG now has the thumbnails of a PNG', async () => {
  upload(JPEG_START);
  await deliver();
  expect(targets()).toEqual(['cat-large.webp', 'cat-small.jpg']);
  upload(PNG_START);
  expect(await deliver()).toMatchObject({
    results: [
      { preset: 'small', status: 'stored', key: 'cat-small.png' },
      { preset: 'large', status: 'stored', key: 'cat-large.webp' },
      { preset: 'small', status: 'removed', bucket: TARGET_BUCKET, key: 'cat-small.jpg' },
    ],
  });
  expect(targets()).toEqual(['cat-large.webp', 'cat-small.png']);
  expect(store.calls.at(-1)).toBe('head cat.jpg');
});

test('a delivery that finds all in place removes them, too: an earlier one may have been ended before', async () => {
  upload(PNG_START);
  await deliver();
  layThumbnail('cat-small.jpg');
  expect(await deliver()).toMatchObject({
    results: [{ code: 'up-to-date' }, { code: 'up-to-date' }, { status: 'removed', key: 'cat-small.jpg' }],
  });
});

test.each<[string, () => void]>([
  ["another photo's thumbnail", () => layThumbnail('cat-small.webp', sourceRef('cat.webp'))],
  ['what is none of ours', () => lay(store, targetRef('cat-small.webp'), TEXT)],
  ['a thumbnail of a preset that there is not', () => layThumbnail('cat-huge.webp')],
])('%s stays', async (_, layObject) => {
  upload(JPEG_START);
  layObject();
  const [there] = targets();
  await deliver();
  expect(targets()).toEqual(expect.arrayContaining([there, 'cat-small.jpg', 'cat-large.webp']));
});

test('they stay where deletions are not mirrored, and are not looked for', async () => {
  upload(PNG_START);
  layThumbnail('cat-small.jpg');
  await deliver({ ...mirror, THUMB_ON_DELETE: 'keep' });
  expect(targets()).toContain('cat-small.jpg');
  expect(looked()).toEqual(['head cat-small.png', 'head cat-large.webp']);
});

test('presets that do not follow the format cost no look', async () => {
  upload(PNG_START);
  await deliver({ ...mirror, THUMB_PRESETS: 'small:200x200,jpeg;large:1600x,webp' });
  expect(looked()).toEqual(['head cat-small.jpg', 'head cat-large.webp']);
});

test('they stay until the thumbnail that replaces them is there', async () => {
  const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'put', attempts: 3 });
  upload(PNG_START);
  layThumbnail('cat-small.jpg');
  before = (call) => {
    if (call === 'put cat-small.png') throw busy;
  };
  expect(await deliver()).toMatchObject({ results: [{ error: busy }, { status: 'stored' }] });
  expect(targets()).toEqual(['cat-large.webp', 'cat-small.jpg']);
});

test('one that cannot be removed fails alone, and another delivery may mend it', async () => {
  const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'delete', attempts: 3 });
  upload(PNG_START);
  layThumbnail('cat-small.jpg');
  before = (call) => {
    if (call === 'delete cat-small.jpg') throw busy;
  };
  expect(await deliver()).toMatchObject({
    results: [{ status: 'stored' }, { status: 'stored' }, { preset: 'small', error: busy }],
  });
});

test('a late delivery that removes those of the present format makes them again', async () => {
  upload(JPEG_START);
  before = (call) => {
    if (call !== 'put cat-small.jpg') return;
    before = () => undefined;
    upload(PNG_START);
    layThumbnail('cat-small.png');
  };
  await deliver();
  expect(store.calls).toContain('delete cat-small.png');
  expect(targets()).toEqual(['cat-large.webp', 'cat-small.png']);
});
