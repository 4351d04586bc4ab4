// The source is overwritten or deleted while its thumbnails are made: nothing stale is left, and nobody waits for ever.

import { describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/function/errors.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const env = { THUMB_PRESETS: '200x200,webp' };
const version = (n: number) => Uint8Array.of(...JPEG_START, n);
const round = ['get cat.jpg', 'head cat.webp', 'put cat.webp', 'head cat.jpg'];

/** Its thumbnails are the source's last byte. */
const engine = createStubEngine({
  render: async (specs, bytes) =>
    specs.map(({ width, height }) => ({ bytes: bytes.slice(-1), width, height })),
});
const made = (store: WatchedStore) => store.objects.get(`${TARGET_BUCKET}/cat.webp`)?.bytes;
const deliver = (store: WatchedStore) => thumbnailRecord(cat, createTools({ store, engine, env }));

/** A store that holds version 1, and in which something happens before each PUT, by its number. */
function createChangingStore(change: (put: number) => void): WatchedStore {
  let puts = 0;
  const store = createWatchedStore((call) => {
    if (call.startsWith('put')) change(++puts);
  });
  lay(store, cat.ref, version(1));
  return store;
}

test('overwritten once: the thumbnail is made again of the new bytes, by the same delivery', async () => {
  const store = createChangingStore((put) => put === 1 && lay(store, cat.ref, version(2)));
  expect(await deliver(store)).toMatchObject({ results: [{ status: 'stored' }] });
  expect(store.calls).toEqual([...round, ...round]);
  expect(made(store)).toEqual(Uint8Array.of(2));
});

test('given other metadata, which its ETag does not tell: the thumbnail takes it over', async () => {
  const metadata = { artist: 'Li' };
  const store = createChangingStore((put) => put === 1 && lay(store, cat.ref, version(1), { metadata }));
  await deliver(store);
  expect(store.objects.get(`${TARGET_BUCKET}/cat.webp`)?.headers.metadata).toMatchObject(metadata);
});

test('overwritten, and another delivery was faster: its thumbnail stays', async () => {
  const faster = createWatchedStore();
  lay(faster, cat.ref, version(2));
  await deliver(faster);
  const store = createWatchedStore((call) => {
    if (call === 'put cat.webp') lay(store, cat.ref, version(2));
    if (call === 'head cat.jpg') for (const [name, is] of faster.objects) store.objects.set(name, is);
  });
  lay(store, cat.ref, version(1));
  expect(await deliver(store)).toMatchObject({ results: [{ code: 'up-to-date' }] });
  expect(store.calls).toEqual([...round, 'get cat.jpg', 'head cat.webp']);
});

test('overwritten by something that is no photo: the record ends as that one does', async () => {
  const store = createChangingStore(() => lay(store, cat.ref, TEXT));
  expect(await deliver(store)).toMatchObject({ results: [{ error: { code: 'source-unsupported' } }] });
});

test('overwritten each time: the record is left to the next delivery after three rounds', async () => {
  const store = createChangingStore((put) => lay(store, cat.ref, version(put + 1)));
  const message = expect.stringMatching(/each of the 3 times/);
  expect(await deliver(store)).toMatchObject({
    results: [{ error: { code: 'source-changed', retryable: true, message } }],
  });
  expect(store.calls).toEqual([...round, ...round, ...round]);
});

test('deleted: what was made of it stays where deletions are not mirrored', async () => {
  const store = createChangingStore(() => store.objects.delete('example-1250000000/cat.jpg'));
  expect(await deliver(store)).toMatchObject({ results: [{ status: 'stored' }] });
  expect(store.calls).toEqual(round);
  expect(made(store)).toEqual(Uint8Array.of(1));
});

describe('the last look at the source', () => {
  test('is taken although one of the thumbnails failed', async () => {
    const store = createWatchedStore();
    lay(store, cat.ref, version(1));
    lay(store, targetRef('cat-small.webp'), TEXT);
    const presets = { THUMB_PRESETS: 'small:200x200,webp;large:1600x,webp' };
    await thumbnailRecord(cat, createTools({ store, engine, env: presets }));
    expect(store.calls.slice(-2)).toEqual(['put cat-large.webp', 'head cat.jpg']);
  });

  test('is not taken when nothing was stored', async () => {
    const store = createWatchedStore();
    lay(store, cat.ref, version(1));
    lay(store, targetRef('cat.webp'), TEXT);
    await deliver(store);
    expect(store.calls).toEqual(['get cat.jpg', 'head cat.webp']);
  });

  test('fails the record when it is refused, so that the event is delivered again', async () => {
    const denied = new StoreError('store-denied', 'allow name/cos:HeadObject', {
      operation: 'head',
      attempts: 1,
    });
    const store = createWatchedStore((call) => {
      if (call === 'head cat.jpg') throw denied;
    });
    lay(store, cat.ref, version(1));
    expect((await deliver(store)).results).toEqual([{ error: denied }]);
  });
});
