// When a manifest is written, when it is left alone, and what it says of the thumbnails.

import { beforeEach, describe, expect, test } from 'vitest';
import { ThumbnailError } from '../../../src/function/errors.ts';
import type { Manifest } from '../../../src/function/manifest/content.ts';
import type { ObjectHeaders } from '../../../src/function/store.ts';
import { type RecordResult, thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { objectRecord, TARGET_BUCKET } from '../../support/records.ts';
import { createStubEngine, encodedAs, type StubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('photos/cat.jpg');
const env = {
  THUMB_PRESETS: 'small:200x200;square:100x100,cover,attention,webp',
  THUMB_MANIFEST: 'on',
};
const key = 'photos/cat.jpg.json';
const place = `${TARGET_BUCKET}/${key}`;
const crop = { left: 500, top: 0, width: 3000, height: 3000 };

let store: WatchedStore;
let engine: StubEngine;

const createEngine = (broken?: string) =>
  createStubEngine({
    render: async (specs, _, deliver) => {
      const all = specs.map((spec) => ({ ...encodedAs(spec), ...(spec.fit === 'cover' && { crop }) }));
      for (const [n, one] of all.entries()) if (specs[n]?.format !== broken) deliver(n, one);
      if (specs.some(({ format }) => format === broken)) throw new Error('a bug of the encoder');
      return all;
    },
  });
const deliver = (changes: Record<string, string> = {}): Promise<RecordResult> =>
  thumbnailRecord(cat, createTools({ store, engine, env: { ...env, ...changes } }));
const upload = (bytes: Uint8Array = JPEG_START, headers: Partial<ObjectHeaders> = {}) =>
  lay(store, cat.ref, bytes, headers);
const manifestOf = ({ results }: RecordResult) =>
  results.find((one) => 'manifest' in one && one.manifest) ?? results[0];
const read = (): Manifest => JSON.parse(Buffer.from(store.objects.get(place)?.bytes ?? []).toString());
const isEtag = (text: string) => /^"[0-9a-f]{32}"$/.test(text);

beforeEach(() => {
  store = createWatchedStore();
  engine = createEngine();
  upload();
});

test('says all there is to say of the photo and of its thumbnails', async () => {
  await deliver();
  const manifest = read();
  expect(manifest).toEqual({
    version: 1,
    source: {
      bucket: cat.ref.bucket,
      key: cat.ref.key,
      etag: expect.any(String),
      bytes: JPEG_START.length,
      width: 4000,
      height: 3000,
      format: 'jpeg',
      pages: 1,
    },
    renditions: [
      {
        preset: 'small',
        bucket: TARGET_BUCKET,
        key: 'photos/cat-small.jpg',
        format: 'jpeg',
        contentType: 'image/jpeg',
        width: 200,
        height: 150,
        bytes: 'jpeg 200x150'.length,
        etag: expect.any(String),
      },
      {
        preset: 'square',
        bucket: TARGET_BUCKET,
        key: 'photos/cat-square.webp',
        format: 'webp',
        contentType: 'image/webp',
        width: 100,
        height: 100,
        bytes: 'webp 100x100'.length,
        crop,
        etag: expect.any(String),
      },
    ],
    thumbHash: expect.stringMatching(/^[\w+/=]+$/),
    blurHash: expect.stringMatching(/^.{28}$/),
    dominantColour: '#f87808',
    srcset: [
      { type: 'image/jpeg', srcset: 'photos/cat-small.jpg 200w', width: 200, height: 150 },
      { type: 'image/webp', srcset: 'photos/cat-square.webp 100w', width: 100, height: 100 },
    ],
  });
  expect([manifest.source, ...manifest.renditions].map(({ etag }) => isEtag(etag))).toEqual([
    true,
    true,
    true,
  ]);
  const { etag } =
    (await store.head({ ...cat.ref, bucket: TARGET_BUCKET, key: 'photos/cat-small.jpg' }, createTools())) ??
    {};
  expect(manifest.renditions[0]?.etag).toBe(etag);
});

test('is JSON that nothing caches, and marked as ours, so that it is never taken for a photo', async () => {
  await deliver();
  expect(store.objects.get(place)?.headers).toEqual({
    contentType: 'application/json',
    cacheControl: 'no-cache',
    metadata: {
      'thumbnail-source': 'example-1250000000/photos/cat.jpg',
      'thumbnail-source-etag': read().source.etag.replace(/"/g, ''),
      'thumbnail-recipe': expect.stringMatching(/^[0-9a-f]{32}$/),
      'thumbnail-hops': '1',
    },
  });
  const copied = objectRecord('copied.json');
  const { bytes, headers } = store.objects.get(place) ?? { bytes: JPEG_START, headers: undefined };
  lay(store, copied.ref, bytes, headers);
  expect(await thumbnailRecord(copied, createTools({ store, engine, env }))).toMatchObject({
    results: [{ status: 'skipped', code: 'target-object' }],
  });
});

test('is stored last, and reported', async () => {
  const result = await deliver();
  expect(store.calls.filter((call) => call.startsWith('put')).pop()).toBe(`put ${key}`);
  expect(result).toMatchObject({
    results: [{ preset: 'small' }, { preset: 'square' }, { manifest: true }],
  });
  expect(manifestOf(result)).toEqual({
    manifest: true,
    status: 'stored',
    bucket: TARGET_BUCKET,
    key,
    bytes: store.objects.get(place)?.bytes.length,
    contentType: 'application/json',
    etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
  });
});

test('comes with the one decode that there is', async () => {
  await deliver();
  expect(engine.jobs).toMatchObject([{ specs: [{ width: 200 }, { width: 100 }], preview: true }]);
});

test('is not asked for unless the settings do: no request, no preview', async () => {
  await thumbnailRecord(cat, createTools({ store, engine, env: { THUMB_PRESETS: env.THUMB_PRESETS } }));
  expect(store.calls.filter((call) => call.includes('json'))).toEqual([]);
  expect(engine.jobs).toMatchObject([{ preview: false }]);
});

describe('another delivery', () => {
  beforeEach(async () => {
    await deliver();
  });

  test('costs one more HEAD, decodes nothing and writes nothing when there is nothing to do', async () => {
    const before = store.calls.length;
    expect(manifestOf(await deliver())).toEqual({
      manifest: true,
      status: 'skipped',
      code: 'up-to-date',
      message: `${place} lists what is there`,
    });
    expect(store.calls.slice(before).sort()).toEqual(
      [
        'get photos/cat.jpg',
        'head photos/cat-small.jpg',
        'head photos/cat-square.webp',
        `head ${key}`,
      ].sort(),
    );
    expect(engine.jobs).toHaveLength(1);
  });

  test('makes a manifest that is missing from the headers of the thumbnails and a preview, the same as before', async () => {
    const first = read();
    store.objects.delete(place);
    expect(manifestOf(await deliver())).toMatchObject({ status: 'stored' });
    expect(read()).toEqual(first);
    expect(engine.jobs.slice(1)).toMatchObject([{ specs: [], preview: true }]);
  });

  test('writes the manifest anew when a thumbnail has other bytes than the manifest says', async () => {
    const square = `${TARGET_BUCKET}/photos/cat-square.webp`;
    const { headers } = store.objects.get(square) ?? { headers: { metadata: {} } };
    store.objects.set(square, { bytes: Buffer.from('other bytes'), headers });
    expect(manifestOf(await deliver())).toMatchObject({ status: 'stored' });
    expect(read().renditions[1]?.bytes).toBe('other bytes'.length);
  });

  test('tells of a new upload', async () => {
    const { etag } = read().source;
    upload(Uint8Array.of(...JPEG_START, 7));
    await deliver();
    expect(read().source.etag).not.toBe(etag);
    expect(read().source.bytes).toBe(JPEG_START.length + 1);
  });

  test('tells of the same bytes under other headers, as thumbnails have them, too', async () => {
    upload(JPEG_START, { metadata: { artist: 'me' } });
    expect(manifestOf(await deliver())).toMatchObject({ status: 'stored' });
  });

  test('leaves the manifest of the upload before, and says so, when a thumbnail fails', async () => {
    const { etag } = read().source;
    upload(Uint8Array.of(...JPEG_START, 7));
    engine = createEngine('webp');
    expect(manifestOf(await deliver())).toEqual({
      manifest: true,
      status: 'skipped',
      code: 'incomplete',
      message: `not all thumbnails are in place: ${place} stays as it was made, of the photo with the ETag ${etag}`,
    });
    expect(read().source.etag).toBe(etag);
  });
});

test('lists what was made as less, when there was no time for more, as what it is', async () => {
  engine = createStubEngine({
    render: async (specs) => {
      if (specs.some(({ format }) => format === 'avif')) throw new ThumbnailError('deadline', 'no time left');
      return specs.map(encodedAs);
    },
  });
  const avif = { THUMB_PRESETS: 'small:200x200,avif' };
  await deliver(avif);
  const { renditions } = read();
  expect(renditions).toMatchObject([
    { key: 'photos/cat-small.avif', format: 'webp', contentType: 'image/webp' },
  ]);
  store.objects.delete(place);
  expect(manifestOf(await deliver(avif))).toMatchObject({ status: 'stored' });
  expect(read().renditions).toEqual(renditions);
});

test('is not written when a thumbnail fails', async () => {
  engine = createEngine('webp');
  expect(manifestOf(await deliver())).toMatchObject({
    code: 'incomplete',
    message: expect.stringContaining('is not written'),
  });
  expect(store.objects.has(place)).toBe(false);
});
