// The picture that is laid over thumbnails: when it is fetched, what it decides, and whose fault it is when it cannot be used.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Deadline } from '../../../src/function/deadline.ts';
import { StoreError, ThumbnailError } from '../../../src/function/errors.ts';
import { WatermarkCache } from '../../../src/function/render/watermark.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, PNG_START } from '../../support/bytes.ts';
import { createTestHandler } from '../../support/handler.ts';
import { objectRecord, rawRecord, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine, encodedAs, type StubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const logo = targetRef('marks/logo.png');
const picture = Uint8Array.of(...PNG_START, 1);
const how = { gravity: 'southeast', scale: 0.2, opacity: 0.5, tile: false } as const;

describe('is fetched', () => {
  let store: WatchedStore;
  let watermarks: WatermarkCache;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    store = createWatchedStore();
    watermarks = new WatermarkCache();
    lay(store, logo, picture);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const fetch = (bucket = TARGET_BUCKET) =>
    watermarks.fetch({ key: logo.key, ...how }, { ...logo, bucket }, { store, deadline: Deadline.in(1e9) });
  const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

  test('with its numbers and its ETag', async () => {
    const { etag } = (await store.head(logo, { deadline: Deadline.in(1e9) })) ?? {};
    expect(await fetch()).toEqual({ spec: { ...how, etag }, bytes: picture, ref: logo });
  });

  test('once, and looked at again after a minute', async () => {
    await fetch();
    later(59_000);
    await fetch();
    expect(store.calls).toEqual(['get marks/logo.png']);
    later(2000);
    await fetch();
    later(59_000);
    await fetch();
    expect(store.calls).toEqual(['get marks/logo.png', 'head marks/logo.png']);
  });

  test('anew when it has changed', async () => {
    const before = await fetch();
    lay(store, logo, Uint8Array.of(...PNG_START, 2));
    expect(await fetch()).toEqual(before);
    later(61_000);
    const now = await fetch();
    expect(now).toMatchObject({ bytes: Uint8Array.of(...PNG_START, 2) });
    expect(now).not.toMatchObject({ spec: 'spec' in before && before.spec });
  });

  test('from each target bucket by itself', async () => {
    await fetch();
    lay(store, { ...logo, bucket: 'example-1250000000' }, JPEG_START);
    expect(await fetch('example-1250000000')).toMatchObject({ bytes: JPEG_START });
    expect(await fetch()).toMatchObject({ bytes: picture });
  });

  test.each([
    { name: 'that is not there', bytes: undefined, says: 'it is not there' },
    { name: 'of too many bytes', bytes: new Uint8Array(2_000_001), says: 'it has more than 2000000 bytes' },
    { name: 'that is none', bytes: Buffer.from('<svg xmlns="'), says: 'by its first bytes it is no picture' },
  ])(
    'in vain: a picture $name is a wrong setting, which another delivery may find mended',
    async ({ bytes, says }) => {
      store.objects.clear();
      if (bytes) lay(store, logo, bytes);
      const { error } = (await fetch()) as { error: ThumbnailError };
      expect(error).toMatchObject({ code: 'config-invalid', retryable: true });
      expect(error.message).toBe(
        `${TARGET_BUCKET}/marks/logo.png, which THUMB_WATERMARK names, cannot be used: ${says}. ` +
          'Store a PNG, WebP, JPEG or GIF there, or let THUMB_WATERMARK name another key.',
      );
      lay(store, logo, picture);
      expect(await fetch()).toMatchObject({ bytes: picture });
    },
  );

  test('in vain: a picture that is archived is a wrong setting, because the photo is not at fault', async () => {
    store = createWatchedStore(() => {
      throw new StoreError('source-archived', 'archived', { operation: 'get', attempts: 1 });
    });
    expect(await fetch()).toMatchObject({ error: { code: 'config-invalid', retryable: true } });
  });

  test('in vain: what the store fails with stays what it is', async () => {
    const refusal = new StoreError('store-denied', 'no such bucket', { operation: 'get', attempts: 1 });
    store = createWatchedStore(() => {
      throw refusal;
    });
    expect(await fetch()).toEqual({ error: refusal });
  });
});

describe('a thumbnail', () => {
  const cat = objectRecord('cat.jpg');
  const env = {
    THUMB_PRESETS: 'plain:100x100;marked:200x200,watermark',
    THUMB_WATERMARK: 'marks/logo.png,scale=0.2,opacity=0.5',
  };
  let store: WatchedStore;
  let engine: StubEngine;
  const deliver = () => thumbnailRecord(cat, createTools({ store, engine, env }));

  beforeEach(() => {
    store = createWatchedStore();
    engine = createStubEngine();
    lay(store, cat.ref, JPEG_START);
    lay(store, logo, picture);
  });

  test('whose preset wants it carries it, others do not', async () => {
    await deliver();
    const [job] = engine.jobs;
    expect(job?.specs.map(({ watermark }) => watermark)).toEqual([
      undefined,
      { ...how, etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) },
    ]);
    expect(job?.watermark).toEqual(picture);
  });

  test('is made anew with another picture, and only that which carries it', async () => {
    await deliver();
    lay(store, logo, Uint8Array.of(...PNG_START, 2));
    expect(await deliver()).toMatchObject({
      results: [
        { preset: 'plain', code: 'up-to-date' },
        { preset: 'marked', status: 'stored' },
      ],
    });
  });

  test('fails without the picture, others do not', async () => {
    store.objects.delete(`${TARGET_BUCKET}/marks/logo.png`);
    expect(await deliver()).toMatchObject({
      results: [
        { preset: 'plain', status: 'stored' },
        { preset: 'marked', error: { code: 'config-invalid' } },
      ],
    });
  });

  test('fails with the name of the picture when the engine cannot read it', async () => {
    engine = createStubEngine({
      render: async ([plain], _, deliverOne) => {
        if (plain) deliverOne(0, encodedAs(plain));
        throw new ThumbnailError('config-invalid', 'the picture cannot be used: it ends too soon');
      },
    });
    expect(await deliver()).toMatchObject({
      results: [
        { preset: 'plain', status: 'stored' },
        {
          preset: 'marked',
          error: {
            code: 'config-invalid',
            message: expect.stringMatching(
              /^exampleresized-1250000000\/marks\/logo\.png, .*it ends too soon/,
            ),
          },
        },
      ],
    });
  });

  test('is no place for the picture itself: its key is taken', async () => {
    const same = {
      ...env,
      THUMB_TARGET_KEY: 'marks/{name}-{preset}.png',
      THUMB_WATERMARK: 'marks/cat-plain.png',
    };
    lay(store, targetRef('marks/cat-plain.png'), picture);
    expect(await thumbnailRecord(cat, createTools({ store, engine, env: same }))).toMatchObject({
      results: [{ preset: 'plain', error: { code: 'target-conflict' } }, { status: 'stored' }],
    });
  });

  test('of the next invocation carries the picture that the instance has', async () => {
    const { handler, store: own } = createTestHandler({ env });
    lay(own, logo, picture);
    for (const key of ['a.jpg', 'b.jpg']) {
      lay(own, objectRecord(key).ref, JPEG_START);
      await handler({ Records: [rawRecord(key)] }, { time_limit_in_ms: 60_000 });
    }
    expect(own.calls.filter((call) => call.endsWith('logo.png'))).toEqual(['get marks/logo.png']);
  });
});
