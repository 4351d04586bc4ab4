// A delivery that comes again: what is there already is neither decoded nor stored, what is not is.

import { beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/function/engine/engine.ts';
import type { ObjectHeaders } from '../../../src/function/store.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { objectRecord, TARGET_BUCKET } from '../../support/records.ts';
import { createStubEngine, type StubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const env = { THUMB_PRESETS: 'small:200x200;large:1600x,webp' };
const small = `${TARGET_BUCKET}/cat-small.jpg`;
const upToDate = (preset: string, key: string) => ({
  preset,
  status: 'skipped',
  code: 'up-to-date',
  message: `${TARGET_BUCKET}/${key} was made of the same source in the same way`,
});

let store: WatchedStore;
let engine: StubEngine;

const deliver = (changes: { env?: Record<string, string>; engine?: Engine } = {}) =>
  thumbnailRecord(cat, createTools({ store, engine, env, ...changes }));
const upload = (bytes: Uint8Array = JPEG_START, headers: Partial<ObjectHeaders> = {}) =>
  lay(store, cat.ref, bytes, headers);

beforeEach(async () => {
  store = createWatchedStore();
  engine = createStubEngine();
  upload();
  await deliver();
  expect(engine.rendered).toHaveLength(1);
});

/** The calls of one more delivery. */
async function callsOf(delivery: () => Promise<unknown>): Promise<readonly string[]> {
  const before = store.calls.length;
  await delivery();
  return store.calls.slice(before);
}

test('costs one GET and one HEAD per thumbnail, and decodes nothing', async () => {
  const calls = await callsOf(async () => {
    expect(await deliver()).toMatchObject({
      results: [upToDate('small', 'cat-small.jpg'), upToDate('large', 'cat-large.webp')],
    });
  });
  expect(calls).toEqual(['get cat.jpg', 'head cat-small.jpg', 'head cat-large.webp']);
  expect(engine.rendered).toHaveLength(1);
});

test('makes only the thumbnail that is not there', async () => {
  store.objects.delete(small);
  expect(await deliver()).toMatchObject({
    results: [{ preset: 'small', status: 'stored' }, upToDate('large', 'cat-large.webp')],
  });
  expect(engine.rendered[1]).toMatchObject([{ format: 'jpeg', width: 200 }]);
  expect(engine.rendered).toHaveLength(2);
});

describe('makes them anew', () => {
  const all = [
    ...['get cat.jpg', 'head cat-small.jpg', 'head cat-large.webp'],
    ...['put cat-small.jpg', 'put cat-large.webp', 'head cat.jpg'],
  ];

  test.each<[string, Uint8Array, Partial<ObjectHeaders>]>([
    ['other bytes', Uint8Array.of(...JPEG_START, 1), {}],
    ['other metadata', JPEG_START, { metadata: { artist: 'Li' } }],
    ['another Cache-Control', JPEG_START, { cacheControl: 'no-cache' }],
  ])('of a photo with %s', async (_, bytes, headers) => {
    upload(bytes, headers);
    expect(await callsOf(deliver)).toEqual(all);
  });

  test.each([
    ['engine', { engine: { ...createStubEngine(), version: 'stub 2.0' } }],
    ['quality', { env: { THUMB_PRESETS: 'small:200x200,q9;large:1600x,webp,q9' } }],
  ])('by another %s', async (_, changes) => {
    expect(await callsOf(() => deliver(changes))).toEqual(all);
  });

  test('but not for another Content-Type, which no thumbnail takes over', async () => {
    upload(JPEG_START, { contentType: 'image/jpg' });
    expect(await callsOf(deliver)).not.toContain('put cat-small.jpg');
  });
});
