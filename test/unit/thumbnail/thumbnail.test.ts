// One record from object to thumbnails: the sequence, what is skipped, and what fails as a whole.

import { describe, expect, test } from 'vitest';
import type { SourceInfo } from '../../../src/function/engine/engine.ts';
import { type ErrorCode, StoreError } from '../../../src/function/errors.ts';
import type { ObjectRecord } from '../../../src/function/event/event.ts';
import { UnreadableError } from '../../../src/function/store.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import {
  APPLE_DOUBLE_START,
  GIF_START,
  JPEG_2000_START,
  JPEG_START,
  MP4_START,
  NOISE,
  PDF_START,
  PNG_START,
  TEXT,
} from '../../support/bytes.ts';
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
    ['not-an-image', 'clip.mp4', MP4_START, { contentType: 'video/mp4' }],
    ['not-an-image', 'clip', MP4_START, {}],
    ['not-an-image', 'clip.mov', MP4_START, { contentType: 'image/jpeg' }],
    ['not-an-image', 'doc.pdf', PDF_START, { contentType: 'application/pdf' }],
    ['not-an-image', 'photos/._cat.jpg', APPLE_DOUBLE_START, { contentType: 'image/jpeg' }],
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

  test.each([
    [
      'a photo',
      JPEG_START,
      'cat.jpg',
      failure('source-too-big', /^the photo has 2 MB, the limit is 1 MB\. Raise/),
    ],
    [
      'a format that is not read',
      JPEG_2000_START,
      'cat.jp2',
      failure('source-unsupported', /^this is JPEG 2000/),
    ],
    ['a video', MP4_START, 'clip.mp4', expect.objectContaining({ status: 'skipped', code: 'not-an-image' })],
  ])('source-too-big, if its beginning is that of a photo: %s', async (_, start, key, result) => {
    const store = createWatchedStore();
    const record = objectRecord(key, { size: 1000 });
    lay(store, record.ref, Buffer.concat([start, Buffer.alloc(2 * MB - start.length)]));
    const tools = createTools({ store, env: { THUMB_MAX_SOURCE_MB: '1' } });
    expect((await thumbnailRecord(record, tools)).results).toEqual([result]);
    expect(store.calls).toEqual([`get ${key}`]);
  });

  test.each<[string, Partial<SourceInfo>, RegExp]>([
    ['pixels', { width: 40_000, height: 30_000 }, /1200 megapixels/],
    ['pages', { pages: 10_001 }, /10001 pages/],
    [
      'what its decoder would hold',
      { width: 12_000, height: 8_000, interlaced: true },
      /Give the function 640 MB or more/,
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
      /^named like an image, but this is a text, "Dear diary, today I took a photo\."\. Upload the photo itself\.$/,
    ],
    ['text whose Content-Type is a photo', 'cat', TEXT, { contentType: 'Image/JPEG' }, /named like an image/],
    [
      'bytes of no kind',
      'cat.jpg',
      NOISE,
      {},
      /this is a file that begins with the bytes 00 01 c0 ff\. Expected JPEG/,
    ],
    [
      'a PDF named like a photo',
      'cat.jpg',
      PDF_START,
      { contentType: 'image/jpeg' },
      /but this is a PDF document\. Documents/,
    ],
    [
      'a video whose Content-Type is a photo',
      'cat',
      MP4_START,
      { contentType: 'image/jpeg' },
      /but this is an MP4/,
    ],
    ['attributes named like a photo', 'cat.jpg', APPLE_DOUBLE_START, {}, /AppleDouble/],
    [
      'JPEG 2000',
      'IMG_1.JP2',
      JPEG_2000_START,
      {},
      /^this is JPEG 2000, which is not supported\. Export it as JPEG or PNG/,
    ],
    ['JPEG 2000 named like a JPEG', 'cat.jpg', JPEG_2000_START, {}, /^this is JPEG 2000/],
  ])('source-unsupported: %s', async (_, key, bytes, headers, message) => {
    const store = createWatchedStore();
    const engine = createStubEngine();
    lay(store, sourceRef(key), bytes, headers);
    const { results } = await thumbnailRecord(objectRecord(key), createTools({ store, engine }));
    expect(results).toEqual([failure('source-unsupported', message)]);
    expect(engine.inspected).toEqual([]);
  });

  test.each([
    ['cat.jpg', { error: expect.objectContaining({ code: 'source-corrupt', message: 'a test' }) }],
    [
      'app.js',
      expect.objectContaining({ code: 'not-an-image', message: expect.stringMatching(/^a test Its name/) }),
    ],
  ])('as the store says, when it cannot be unpacked and is called %s', async (key, result) => {
    const object = { etag: '"abc"', size: 10, headers: { metadata: {} }, bytes: JPEG_START };
    const store = createWatchedStore(() => {
      throw new UnreadableError('source-corrupt', 'a test', object);
    });
    const { results } = await thumbnailRecord(objectRecord(key), createTools({ store }));
    expect(results).toEqual([result]);
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
