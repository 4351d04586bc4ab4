// Where manifests go, who may overwrite them, and what becomes of one that cannot be stored.

import { beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { type RecordResult, thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { createTestHandler } from '../../support/handler.ts';
import { objectRecord, rawRecord, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const key = 'cat.jpg.json';
const place = `${TARGET_BUCKET}/${key}`;
const on = { THUMB_MANIFEST: 'on' };

let store: WatchedStore;
let interfere: (call: string) => unknown;

beforeEach(() => {
  interfere = () => undefined;
  store = createWatchedStore((call) => interfere(call));
  lay(store, cat.ref, JPEG_START);
});

const deliver = (env: Record<string, string> = on, record = cat, engine = createStubEngine()) =>
  thumbnailRecord(record, createTools({ store, engine, env }));
const manifestOf = ({ results }: RecordResult) =>
  results.find((one) => 'manifest' in one && one.manifest) ?? results[0];

test.each([
  { template: 'on', source: 'photos/猫.JPG', expected: 'photos/猫.JPG.json' },
  { template: 'on', source: 'README', expected: 'README.json' },
  { template: 'about/{dir}{name}.json', source: 'photos/cat.jpg', expected: 'about/photos/cat.json' },
])('THUMB_MANIFEST=$template puts that of $source at $expected', async ({ template, source, expected }) => {
  const record = objectRecord(source);
  lay(store, record.ref, JPEG_START);
  expect(manifestOf(await deliver({ THUMB_MANIFEST: template }, record))).toMatchObject({
    status: 'stored',
    bucket: TARGET_BUCKET,
    key: expected,
  });
});

describe('a key that is taken', () => {
  test.each([
    { owner: {}, says: /is there already and is no manifest of this function.*THUMB_MANIFEST/ },
    {
      owner: { 'thumbnail-source': 'example-1250000000/cat.png', 'thumbnail-recipe': 'any' },
      says: /is the manifest of example-1250000000\/cat\.png\..*\{ext\}/,
    },
    { owner: { 'thumbnail-failure': 'example-1250000000/cat.jpg' }, says: /is no manifest/ },
  ])('by $owner is not overwritten, and the thumbnails are made', async ({ owner, says }) => {
    lay(store, targetRef(key), Buffer.from('somebody else’s'), { metadata: owner });
    const result = await deliver();
    expect(result).toMatchObject({ results: [{ status: 'stored' }, { manifest: true }] });
    expect(manifestOf(result)).toMatchObject({
      error: { code: 'target-conflict', message: expect.stringMatching(says) },
    });
    expect(Buffer.from(store.objects.get(place)?.bytes ?? []).toString()).toBe('somebody else’s');
  });

  test('since it was claimed by another delivery that says the same is left as it is', async () => {
    await deliver();
    const theirs = store.objects.get(place);
    store.objects.delete(place);
    const before = store.calls.length;
    interfere = (call) => call === `put ${key}` && theirs && store.objects.set(place, theirs);
    expect(manifestOf(await deliver())).toMatchObject({ status: 'skipped', code: 'up-to-date' });
    expect(store.calls.slice(before).filter((call) => call.endsWith(key))).toEqual([
      `head ${key}`,
      `put ${key}`,
      `head ${key}`,
    ]);
  });

  test('since it was claimed by another delivery of an upload before is overwritten', async () => {
    await deliver();
    const theirs = store.objects.get(place);
    store.objects.delete(place);
    lay(store, cat.ref, Uint8Array.of(...JPEG_START, 7));
    let once = true;
    interfere = (call) => {
      if (call !== `put ${key}` || !once || !theirs) return;
      once = false;
      store.objects.set(place, theirs);
    };
    expect(manifestOf(await deliver())).toMatchObject({ status: 'stored' });
    expect(store.objects.get(place)).not.toEqual(theirs);
  });
});

test.each([
  {
    source: `${'long/'.repeat(168)}cat.jpg`,
    says: /key of the manifest would have 852 bytes.*THUMB_MANIFEST/,
  },
  { source: 'a/../cat.jpg', says: /key of the manifest would be/ },
])('a key that cannot be is a failure for good: $source', async ({ source, says }) => {
  const record = objectRecord(source);
  lay(store, record.ref, JPEG_START);
  expect(manifestOf(await deliver(on, record))).toMatchObject({
    error: { code: 'rendition-impossible', message: expect.stringMatching(says) },
  });
});

test('a thumbnail that another delivery has stored meanwhile is listed by a HEAD of its own', async () => {
  await deliver({});
  const theirs = store.objects.get(`${TARGET_BUCKET}/cat.jpg`);
  store.objects.delete(`${TARGET_BUCKET}/cat.jpg`);
  interfere = (call) =>
    call === 'put cat.jpg' && theirs && store.objects.set(`${TARGET_BUCKET}/cat.jpg`, theirs);
  const result = await deliver();
  expect(result).toMatchObject({
    results: [{ code: 'up-to-date' }, { status: 'stored', manifest: true }],
  });
  const { renditions } = JSON.parse(Buffer.from(store.objects.get(place)?.bytes ?? []).toString());
  expect(renditions).toMatchObject([{ key: 'cat.jpg', bytes: theirs?.bytes.length, width: 200 }]);
});

test('a thumbnail that was there and is gone leaves the manifest to the next delivery', async () => {
  await deliver({});
  const theirs = store.objects.get(`${TARGET_BUCKET}/cat.jpg`);
  store.objects.delete(`${TARGET_BUCKET}/cat.jpg`);
  let heads = 0;
  interfere = (call) => {
    if (call === 'put cat.jpg' && theirs) store.objects.set(`${TARGET_BUCKET}/cat.jpg`, theirs);
    if (call === 'head cat.jpg' && ++heads === 3) store.objects.delete(`${TARGET_BUCKET}/cat.jpg`);
  };
  expect(manifestOf(await deliver())).toMatchObject({ error: { code: 'object-missing' } });
});

test('a preview that cannot be decoded fails the manifest alone', async () => {
  await deliver({});
  const broken = createStubEngine({
    render: async () => {
      throw new Error('no decode is expected but that of the preview');
    },
  });
  expect(await deliver(on, cat, broken)).toMatchObject({
    results: [
      { code: 'up-to-date' },
      { manifest: true, error: { message: expect.stringContaining('preview') } },
    ],
  });
});

describe('the event', () => {
  const event = { Records: [rawRecord('cat.jpg')] };
  const answer = { time_limit_in_ms: 60_000 };

  test('is delivered again when the store refuses the manifest, and the reason names it', async () => {
    const refusal = new StoreError('store-unavailable', 'COS is ill', { operation: 'put', attempts: 4 });
    const {
      handler,
      store: own,
      lines,
    } = createTestHandler({
      env: on,
      before: (call) => {
        if (call === `put ${key}`) throw refusal;
      },
    });
    lay(own, cat.ref, JPEG_START);
    await expect(handler(event, answer)).rejects.toThrow(
      /1 failure:\n {2}the manifest of example-1250000000\/cat\.jpg: store-unavailable: COS is ill/,
    );
    expect(lines).toMatchObject([
      { outcomes: [expect.stringContaining('stored'), 'manifest: failed store-unavailable: COS is ill'] },
    ]);
  });

  test('is answered with the manifest among what was stored', async () => {
    const { handler, store: own, lines } = createTestHandler({ env: on });
    lay(own, cat.ref, JPEG_START);
    expect(await handler(event, answer)).toMatchObject({ stored: 2 });
    expect(lines).toMatchObject([
      { outcomes: [expect.anything(), expect.stringMatching(`^manifest: stored ${place} \\d+ bytes$`)] },
    ]);
  });

  test('leaves a failure record that says that the manifest failed for good', async () => {
    const { handler, store: own } = createTestHandler({ env: { ...on, THUMB_FAILED_PREFIX: 'failed/' } });
    lay(own, cat.ref, JPEG_START);
    lay(own, targetRef(key), JPEG_START);
    expect(await handler(event, answer)).toMatchObject({ stored: 1, failed: 1 });
    const record = own.objects.get(`${TARGET_BUCKET}/failed/example-1250000000/cat.jpg.json`);
    expect(JSON.parse(Buffer.from(record?.bytes ?? []).toString()).failed).toEqual([
      { manifest: true, code: 'target-conflict', message: expect.any(String) },
    ]);
  });
});

describe('a deleted photo', () => {
  const deletion = objectRecord('cat.jpg', { eventName: 'cos:ObjectRemove:Delete' });
  const mirror = { ...on, THUMB_ON_DELETE: 'mirror' };

  test('takes its manifest with it where deletions are mirrored', async () => {
    await deliver(mirror);
    store.objects.delete(`${cat.ref.bucket}/cat.jpg`);
    const result = await deliver(mirror, deletion);
    expect(manifestOf(result)).toEqual({ manifest: true, status: 'removed', bucket: TARGET_BUCKET, key });
    expect(store.keys(TARGET_BUCKET)).toEqual([]);
  });

  test('leaves what is no manifest of its own', async () => {
    lay(store, targetRef(key), JPEG_START, {
      metadata: { 'thumbnail-source': 'example-1250000000/dog.jpg' },
    });
    store.objects.delete(`${cat.ref.bucket}/cat.jpg`);
    await deliver(mirror, deletion);
    expect(store.keys(TARGET_BUCKET)).toEqual([key]);
  });
});
