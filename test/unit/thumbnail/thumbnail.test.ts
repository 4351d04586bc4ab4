// One record from object to thumbnails: the sequence, what is skipped, and what fails as a whole.

import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../../src/function/engine/engine.ts';
import { type ErrorCode, StoreError } from '../../../src/function/errors.ts';
import type { ObjectRecord } from '../../../src/function/event/event.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { GIF_START, HEIC_START, JPEG_START, PNG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, sourceRef, TARGET_BUCKET } from '../../support/records.ts';
import { createStubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

const cat = objectRecord('photos/cat.jpg');
const MB = 1024 * 1024;

describe('a photo', () => {
  const env = { THUMB_PRESETS: 'small:200x200,cover,north,q70;large:1600x,webp' };

  test('is read once, decoded once, and stored once per preset', async () => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, cat.ref, JPEG_START);
    const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
    expect(store.calls).toEqual([
      'get photos/cat.jpg',
      'head photos/cat-small.jpg',
      'head photos/cat-large.webp',
      'put photos/cat-small.jpg',
      'put photos/cat-large.webp',
      'head photos/cat.jpg',
    ]);
    expect(engine.inspected).toEqual(['jpeg']);
    expect(engine.rendered).toEqual([
      [
        {
          fit: 'cover',
          gravity: 'north',
          resizedWidth: 267,
          resizedHeight: 200,
          width: 200,
          height: 200,
          format: 'jpeg',
          quality: 70,
        },
        {
          fit: 'inside',
          gravity: 'centre',
          resizedWidth: 1600,
          resizedHeight: 1200,
          width: 1600,
          height: 1200,
          format: 'webp',
          quality: 80,
        },
      ],
    ]);
    expect(result).toMatchObject({
      results: [
        { preset: 'small', status: 'stored', key: 'photos/cat-small.jpg', bytes: 'jpeg 200x200'.length },
        { preset: 'large', status: 'stored', key: 'photos/cat-large.webp', width: 1600, height: 1200 },
      ],
    });
    const stored = store.objects.get(`${TARGET_BUCKET}/photos/cat-large.webp`);
    expect(Buffer.from(stored?.bytes ?? []).toString()).toBe('webp 1600x1200');
  });

  test.each([
    ['jpeg', 80],
    ['webp', 80],
    ['png', undefined],
  ])('has the usual quality as %s: %s', async (format, quality) => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, cat.ref, JPEG_START);
    await thumbnailRecord(cat, createTools({ store, engine, env: { THUMB_PRESETS: `200x200,${format}` } }));
    expect(engine.rendered).toMatchObject([[{ format, quality }]]);
  });

  test.each([
    ['photos/cat.jpg', PNG_START, 'png', 'photos/cat.png'],
    ['photos/cat', GIF_START, 'gif', 'photos/cat.gif'],
  ])('%s is what its bytes say, whatever its name', async (key, bytes, format, target) => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, sourceRef(key), bytes, { contentType: 'image/jpeg' });
    const result = await thumbnailRecord(objectRecord(key), createTools({ store, engine }));
    expect(engine.inspected).toEqual([format]);
    expect(result).toMatchObject({ results: [{ status: 'stored', key: target }] });
  });
});

describe('skipped without a request', () => {
  const sameBucket = { THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: 'thumbs/{name}.{ext}' };

  test.each<[string, ObjectRecord, Record<string, string>]>([
    ['other-event', { ...cat, eventName: 'cos:ObjectRemove:Delete' }, {}],
    ['folder', objectRecord('photos/'), {}],
    ['target-object', objectRecord('thumbs/cat.jpg'), sameBucket],
    ['excluded', cat, { THUMB_EXCLUDE: 'photos/**' }],
    ['empty-object', { ...cat, size: 0 }, {}],
  ])('%s', async (code, record, env) => {
    const store = createWatchedStore();
    lay(store, record.ref, JPEG_START);
    const result = await thumbnailRecord(record, createTools({ store, env }));
    expect(result).toEqual({
      etag: undefined,
      results: [{ status: 'skipped', code, message: expect.stringMatching(/\w{3}/) }],
    });
    expect(store.calls).toEqual([]);
  });
});

describe('skipped once it was asked for', () => {
  test('source-missing: it was deleted since the event', async () => {
    const result = await thumbnailRecord(cat, createTools());
    expect(result).toMatchObject({ results: [{ status: 'skipped', code: 'source-missing' }] });
    expect(result.etag).toBeUndefined();
  });

  test.each([
    ['empty-object', 'cat.jpg', new Uint8Array(0), {}],
    ['target-object', 'cat.jpg', JPEG_START, { metadata: { 'thumbnail-recipe': 'abc' } }],
    ['not-an-image', 'diary.txt', TEXT, { contentType: 'text/plain' }],
    ['not-an-image', 'diary', TEXT, {}],
  ])('%s: %s', async (code, key, bytes, headers) => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, sourceRef(key), bytes, headers);
    const result = await thumbnailRecord(objectRecord(key), createTools({ store, engine }));
    expect(result).toMatchObject({ results: [{ status: 'skipped', code }] });
    expect(result.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(store.calls).toEqual([`get ${key}`]);
    expect(engine.inspected).toEqual([]);
  });
});

describe('failed before anything is decoded', () => {
  const failure = (code: ErrorCode, message: RegExp) => ({
    error: expect.objectContaining({ code, message: expect.stringMatching(message) }),
  });

  test('source-too-big by the size in the event, without a request', async () => {
    const store = createWatchedStore();
    const { results } = await thumbnailRecord({ ...cat, size: 145 * MB }, createTools({ store }));
    expect(results).toEqual([failure('source-too-big', /145 MB, the limit is 144 MB/)]);
    expect(store.calls).toEqual([]);
  });

  test('source-too-big when it has grown since the event', async () => {
    const store = createWatchedStore();
    lay(store, cat.ref, new Uint8Array(2 * MB));
    const tools = createTools({ store, env: { THUMB_MAX_SOURCE_MB: '1' } });
    const { results } = await thumbnailRecord({ ...cat, size: 1000 }, tools);
    expect(results).toEqual([failure('source-too-big', /2097152 bytes/)]);
  });

  test.each<[string, Partial<SourceInfo>, RegExp]>([
    ['pixels', { width: 40_000, height: 30_000 }, /1200 megapixels/],
    ['pages', { pages: 10_001 }, /10001 pages/],
    [
      'what its decoder would hold',
      { width: 12_000, height: 8_000, interlaced: true },
      /Give the function more memory/,
    ],
  ])('source-too-big by %s, as its header says', async (_, info, message) => {
    const store = createWatchedStore();
    const engine = createStubEngine({ info });
    lay(store, cat.ref, JPEG_START);
    const { results } = await thumbnailRecord(cat, createTools({ store, engine }));
    expect(results).toEqual([failure('source-too-big', message)]);
    expect(engine.rendered).toEqual([]);
  });

  test.each([
    [
      'text named like a photo',
      'cat.jpg',
      TEXT,
      {},
      /begins with the bytes 44 65 61 72 20 64 69 61: expected JPEG/,
    ],
    ['text whose Content-Type is a photo', 'cat', TEXT, { contentType: 'Image/JPEG' }, /named like an image/],
    ['HEIC', 'IMG_1.HEIC', HEIC_START, {}, /^this is HEIC, which is not supported\. .*Upload JPEG instead/],
    ['HEIC named like a JPEG', 'cat.jpg', HEIC_START, {}, /^this is HEIC/],
  ])('source-unsupported: %s', async (_, key, bytes, headers, message) => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, sourceRef(key), bytes, headers);
    const { results } = await thumbnailRecord(objectRecord(key), createTools({ store, engine }));
    expect(results).toEqual([failure('source-unsupported', message)]);
    expect(engine.inspected).toEqual([]);
  });

  test('as the store fails, when the photo cannot be read', async () => {
    const denied = new StoreError('store-denied', 'no permission', { operation: 'get', attempts: 1 });
    const store = createWatchedStore(() => {
      throw denied;
    });
    const { results } = await thumbnailRecord(cat, createTools({ store }));
    expect(results).toEqual([{ error: denied }]);
  });
});
