// The thumbnails of one photo among each other: which failure is one's own, and which is everybody's.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Encoded, RenderSpec } from '../../../src/function/engine/engine.ts';
import { StoreError, ThumbnailError } from '../../../src/function/errors.ts';
import { Deferred } from '../../../src/function/render/deferred.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine, encodedAs } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const env = { THUMB_PRESETS: 'small:200x200;large:1600x,webp' };
const small = 'cat-small.jpg';
const large = 'cat-large.webp';

/** A store that holds the photo. */
function createStoreWithCat(before?: (call: string) => unknown) {
  const store = createWatchedStore(before);
  lay(store, cat.ref, JPEG_START);
  return store;
}

test('the first is stored while the engine still makes the second', async () => {
  const stored = new Deferred<unknown>();
  const store = createStoreWithCat((call) => call === `put ${small}` && stored.resolve(call));
  const engine = createStubEngine({
    async render(specs, _, deliver) {
      const [first, second] = specs.map(encodedAs);
      deliver(0, first as Encoded);
      await stored.value;
      return [first as Encoded, second as Encoded];
    },
  });
  const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
  expect(result).toMatchObject({ results: [{ status: 'stored' }, { status: 'stored' }] });
  expect(store.calls.filter((call) => call.startsWith('put'))).toEqual([`put ${small}`, `put ${large}`]);
});

test('an engine that fails after the first was stored fails the second alone, and the source is looked at again', async () => {
  const store = createStoreWithCat();
  const engine = createStubEngine({
    async render(specs, _, deliver) {
      deliver(0, encodedAs(specs[0] as RenderSpec));
      throw new ThumbnailError('engine-crashed', 'out of memory');
    },
  });
  const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
  expect(result).toMatchObject({
    results: [
      { preset: 'small', status: 'stored' },
      { preset: 'large', error: { code: 'engine-crashed' } },
    ],
  });
  expect(store.calls.at(-1)).toBe('head cat.jpg');
});

describe('one thumbnail fails, and the other is stored', () => {
  test('rendition-impossible: more pixels than the format holds; the engine is not asked for it', async () => {
    const store = createStoreWithCat();
    const engine = createStubEngine({ info: { width: 1600, height: 30_000 } });
    const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
    expect(result).toMatchObject({
      results: [
        { preset: 'small', status: 'stored', key: small },
        {
          preset: 'large',
          error: {
            code: 'rendition-impossible',
            message: expect.stringContaining('webp holds 16383 a side'),
          },
        },
      ],
    });
    expect(engine.rendered).toMatchObject([[{ format: 'jpeg', width: 11, height: 200 }]]);
  });

  test('rendition-impossible: more pixels than this function has memory for', async () => {
    const store = createStoreWithCat();
    const engine = createStubEngine({ info: { width: 16_000, height: 16_000 } });
    const huge = { THUMB_PRESETS: 'small:200x200;large:16000x16000' };
    const result = await thumbnailRecord(cat, createTools({ store, engine, env: huge }));
    expect(result).toMatchObject({
      results: [
        { preset: 'small', status: 'stored' },
        {
          preset: 'large',
          error: {
            code: 'rendition-impossible',
            message: expect.stringMatching(/1953\.2 MB .* 432 MB to spare/),
          },
        },
      ],
    });
    expect(engine.rendered).toMatchObject([[{ width: 200 }]]);
  });

  test("target-conflict: the key is somebody else's; the engine is not asked for it", async () => {
    const store = createStoreWithCat();
    const engine = createStubEngine();
    lay(store, targetRef(small), TEXT);
    const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
    expect(engine.rendered).toMatchObject([[{ format: 'webp' }]]);
    expect(result).toMatchObject({
      results: [
        { preset: 'small', error: { code: 'target-conflict', retryable: false } },
        { preset: 'large', status: 'stored', key: large },
      ],
    });
    expect(store.objects.get(`${TARGET_BUCKET}/${small}`)?.bytes).toEqual(TEXT);
  });

  test.each(['head', 'put'])(
    'as the store fails to %s it; another delivery may mend it',
    async (operation) => {
      const busy = new StoreError('store-unavailable', 'COS is busy', { operation, attempts: 4 });
      const store = createStoreWithCat((call) => {
        if (call === `${operation} ${small}`) throw busy;
      });
      const result = await thumbnailRecord(cat, createTools({ store, env }));
      expect(result).toMatchObject({
        results: [
          { preset: 'small', error: busy },
          { preset: 'large', status: 'stored', key: large },
        ],
      });
      expect(busy.retryable).toBe(true);
    },
  );

  test('as a bug, when the engine answers with too few', async () => {
    const store = createStoreWithCat();
    const engine = createStubEngine({ render: async (specs) => specs.slice(0, 1).map(encodedAs) });
    const result = await thumbnailRecord(cat, createTools({ store, engine, env }));
    expect(result).toMatchObject({
      results: [
        { status: 'stored', key: small },
        { preset: 'large', error: { name: 'Error', message: expect.stringContaining('fewer thumbnails') } },
      ],
    });
  });
});

test('does not ask the engine when no thumbnail is possible', async () => {
  const engine = createStubEngine({ info: { width: 1600, height: 30_000 } });
  const tools = createTools({ store: createStoreWithCat(), engine, env: { THUMB_PRESETS: '1600x,webp' } });
  expect(await thumbnailRecord(cat, tools)).toMatchObject({
    results: [{ preset: '', error: { code: 'rendition-impossible' } }],
  });
  expect(engine.rendered).toEqual([]);
});

test('asks whose the targets are while the header is read', async () => {
  const store = createStoreWithCat();
  let before: readonly string[] = [];
  const engine = createStubEngine({
    inspect: async () => {
      await nextTurn();
      before = [...store.calls];
    },
  });
  await thumbnailRecord(cat, createTools({ store, engine, env }));
  expect(before).toEqual(['get cat.jpg', `head ${small}`, `head ${large}`]);
});

test("decodes nothing when every target is somebody else's", async () => {
  const store = createStoreWithCat();
  const engine = createStubEngine();
  lay(store, targetRef(small), TEXT);
  lay(store, targetRef(large), TEXT);
  expect(await thumbnailRecord(cat, createTools({ store, engine, env }))).toMatchObject({
    results: [{ error: { code: 'target-conflict' } }, { error: { code: 'target-conflict' } }],
  });
  expect(engine.rendered).toEqual([]);
});

describe.each(['inspect', 'render'] as const)('the engine fails to %s', (step) => {
  const corrupt = new ThumbnailError('source-corrupt', 'cut short');
  const broken = () => createStubEngine({ [step]: () => Promise.reject(corrupt) });
  const slowHead = (call: string) => (call.startsWith('head') ? nextTurn() : undefined);
  const onUnhandled = vi.fn();
  afterEach(() => {
    process.off('unhandledRejection', onUnhandled);
    onUnhandled.mockReset();
  });

  test('and with it the whole record, once nothing is under way any more', async () => {
    const store = createStoreWithCat(slowHead);
    const working = thumbnailRecord(cat, createTools({ store, engine: broken(), env }));
    expect((await working).results).toEqual([{ error: corrupt }]);
    expect(store.underWay()).toBe(0);
    expect(store.calls).toEqual(['get cat.jpg', `head ${small}`, `head ${large}`]);
  });

  test('before the targets are known, and Node.js does not take that for unhandled', async () => {
    process.on('unhandledRejection', onUnhandled);
    const tools = createTools({ store: createStoreWithCat(slowHead), engine: broken(), env });
    expect((await thumbnailRecord(cat, tools)).results).toEqual([{ error: corrupt }]);
    expect(onUnhandled).not.toHaveBeenCalled();
  });
});
