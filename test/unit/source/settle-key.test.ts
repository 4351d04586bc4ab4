// Records whose url and key disagree: the thumbnails are those of the object that is there.

import { describe, expect, test } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { StoreError } from '../../../src/function/errors.ts';
import { settleKey } from '../../../src/function/source/source.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { createTestHandler } from '../../support/handler.ts';
import { objectRecord, sourceRef, TARGET_BUCKET } from '../../support/records.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

const deadline = Deadline.in(60_000);
const uploaded = objectRecord('a+b.jpg', { otherKey: 'a b.jpg' });
const removed = { ...uploaded, eventName: 'cos:ObjectRemove:Delete' };
const refused = new StoreError('store-denied', 'refused', { operation: 'head', status: 403, attempts: 1 });

describe('settleKey', () => {
  test.each([
    { record: uploaded, there: ['a+b.jpg'], key: 'a+b.jpg', calls: 1 },
    { record: uploaded, there: ['a b.jpg'], key: 'a b.jpg', calls: 2 },
    { record: uploaded, there: ['a+b.jpg', 'a b.jpg'], key: 'a+b.jpg', calls: 1 },
    { record: uploaded, there: [], key: 'a+b.jpg', calls: 2 },
    { record: removed, there: [], key: 'a+b.jpg', calls: 1 },
    { record: removed, there: ['a b.jpg'], key: 'a+b.jpg', calls: 1 },
    { record: removed, there: ['a+b.jpg'], key: 'a b.jpg', calls: 2 },
    { record: removed, there: ['a+b.jpg', 'a b.jpg'], key: 'a+b.jpg', calls: 2 },
  ])('of $record.eventName, where there is $there, is for $key', async ({ record, there, key, calls }) => {
    const store = createWatchedStore();
    for (const one of there) lay(store, sourceRef(one), JPEG_START);
    expect((await settleKey(record, { store, deadline })).ref).toEqual(sourceRef(key));
    expect(store.calls).toHaveLength(calls);
  });

  test('costs nothing for a record with one key', async () => {
    const store = createWatchedStore();
    const plain = objectRecord('a.jpg');
    expect(await settleKey(plain, { store, deadline })).toBe(plain);
    expect(store.calls).toEqual([]);
  });

  test('tries the other key where HEAD is refused, as that of a missing object may be', async () => {
    const store = createWatchedStore((call) => {
      if (call === 'head a+b.jpg') throw refused;
    });
    expect(await settleKey(uploaded, { store, deadline })).toBe(uploaded);
    lay(store, sourceRef('a b.jpg'), JPEG_START);
    expect((await settleKey(uploaded, { store, deadline })).ref.key).toBe('a b.jpg');
  });
});

/** An event with `a+b.jpg` in its url and `a b.jpg` in its key. */
const eventOf = (eventName: string) => ({
  Records: [
    {
      cos: {
        cosBucket: { region: 'gz', name: 'example', appid: '1250000000' },
        cosObject: {
          url: 'http://example-1250000000.cos.ap-guangzhou.myqcloud.com/a+b.jpg',
          key: '/1250000000/example/a b.jpg',
        },
      },
      event: { eventName },
    },
  ],
});

describe('an event whose url and key disagree', () => {
  test('makes the thumbnail of the object that is there, and removes it with that object', async () => {
    const on = createTestHandler({ env: { THUMB_ON_DELETE: 'mirror' } });
    lay(on.store, sourceRef('a b.jpg'), JPEG_START);
    expect(await on.handler(eventOf('cos:ObjectCreated:Put'))).toMatchObject({
      stored: 1,
      records: [{ key: 'a b.jpg' }],
    });
    on.store.objects.delete('example-1250000000/a b.jpg');
    expect(await on.handler(eventOf('cos:ObjectRemove:Delete'))).toMatchObject({
      removed: 1,
      records: [{ key: 'a b.jpg', outcomes: [{ key: 'a b.jpg' }] }],
    });
    expect(on.store.keys(TARGET_BUCKET)).toEqual([]);
  });

  test('removes no thumbnail of an object that is there', async () => {
    let isBlind = false;
    const on = createTestHandler({
      env: { THUMB_ON_DELETE: 'mirror' },
      before: (call) => {
        if (isBlind && call === 'head a b.jpg') throw refused;
      },
    });
    lay(on.store, sourceRef('a b.jpg'), JPEG_START);
    await on.handler(eventOf('cos:ObjectCreated:Put'));
    isBlind = true;
    await on.handler(eventOf('cos:ObjectRemove:Delete')).catch(() => undefined);
    expect(on.store.keys(TARGET_BUCKET)).toEqual(['a b.jpg']);
  });

  test('is of a missing photo only if there is none at either key', async () => {
    const on = createTestHandler();
    expect(await on.handler(eventOf('cos:ObjectCreated:Put'))).toMatchObject({
      skipped: 1,
      records: [{ key: 'a+b.jpg', outcomes: [{ code: 'source-missing' }] }],
    });
    expect(on.store.calls).toEqual(['head a+b.jpg', 'head a b.jpg', 'get a+b.jpg', 'get a b.jpg']);
  });
});
