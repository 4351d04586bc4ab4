// Deletions mirrored, where photos that fail leave failure records: a photo's own goes with it, and no other's.

import { beforeEach, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { createTestHandler, type TestHandler } from '../../support/handler.ts';
import { rawRecord, SOURCE_BUCKET, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { lay } from '../../support/watched-store.ts';

const key = 'failed/example-1250000000/text.jpg.json';
const mirror = { THUMB_ON_DELETE: 'mirror', THUMB_FAILED_PREFIX: 'failed/' };

let on: TestHandler;
/** Called before each request of the store. */
let before: (call: string) => unknown;

beforeEach(() => {
  before = () => undefined;
  start(mirror);
});

function start(env: Readonly<Record<string, string>>): void {
  on = createTestHandler({ env, before: (call) => before(call) });
}
const deliver = (eventName?: string) => on.handler({ Records: [rawRecord('text.jpg', eventName)] });
const deliverDeletion = () => deliver('cos:ObjectRemove:Delete');
const layFailureRecord = (of = 'text.jpg', at = key) =>
  lay(on.store, targetRef(at), TEXT, { metadata: { 'thumbnail-failure': `${SOURCE_BUCKET}/${of}` } });
const upload = (bytes = TEXT) => lay(on.store, sourceRef('text.jpg'), bytes);
const targets = () => on.store.keys(TARGET_BUCKET);
const recordIn = () =>
  JSON.parse(Buffer.from(on.store.objects.get(`${TARGET_BUCKET}/${key}`)?.bytes ?? []).toString());

test('a photo that failed and is deleted takes its failure record with it', async () => {
  upload();
  await deliver();
  expect(targets()).toEqual([key]);
  on.store.objects.delete(`${SOURCE_BUCKET}/text.jpg`);
  const report = await deliverDeletion();
  expect(report).toMatchObject({ removed: 1, failed: 0 });
  expect(report.records[0]?.outcomes).toEqual([{ status: 'removed', bucket: TARGET_BUCKET, key }]);
  expect(targets()).toEqual([]);
});

test('so does one whose upload is replayed when it is gone', async () => {
  layFailureRecord();
  expect(await deliver()).toMatchObject({ removed: 1 });
  expect(targets()).toEqual([]);
});

test.each<[string, () => void]>([
  ["another photo's failure record", () => layFailureRecord('other.jpg')],
  ['what is no failure record', () => lay(on.store, targetRef(key), TEXT)],
  ["another photo's, by its own name", () => layFailureRecord('other.jpg', key.replace('text', 'other'))],
  ['the failure record of a photo that is there', () => [layFailureRecord(), upload(JPEG_START)]],
])('%s stays', async (_, prepare) => {
  prepare();
  const [there] = targets();
  expect(await deliverDeletion()).toMatchObject({ removed: 0 });
  expect(targets()).toContain(there);
});

test.each([
  ['is kept', { THUMB_FAILED_PREFIX: 'failed/' }],
  ['is not looked for without the setting', { THUMB_ON_DELETE: 'mirror' }],
])('it %s', async (_, env) => {
  start(env);
  layFailureRecord();
  await deliverDeletion();
  expect(targets()).toEqual([key]);
  expect(on.store.calls).not.toContain(`head ${key}`);
});

test('one that cannot be removed is left to the next delivery', async () => {
  layFailureRecord();
  const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'delete', attempts: 3 });
  before = () => {
    if (on.store.calls.includes(`delete ${key}`)) throw busy;
  };
  await expect(deliverDeletion()).rejects.toMatchObject({
    message:
      'this event should be delivered again because of 1 failure:\n  example-1250000000/text.jpg: store-unavailable: COS is busy',
    report: {
      records: [{ outcomes: [{ status: 'failed', code: 'store-unavailable', message: 'COS is busy' }] }],
    },
  });
});

test('a photo that comes back and fails while it is removed has one in the end', async () => {
  layFailureRecord();
  before = (call) => call === `delete ${key}` && upload();
  expect(await deliverDeletion()).toMatchObject({ failed: 1 });
  expect(recordIn()).toMatchObject({
    key: 'text.jpg',
    etag: expect.stringMatching(/^"/),
    failed: [{ code: 'source-unsupported' }],
  });
});
