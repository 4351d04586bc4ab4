// Keys with a digest: another photo has other keys, the manifest lists them, and where deletions are mirrored those of before go, by
// the manifest, and none is ever lost sight of.

import { beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { StoreError, ThumbnailError } from '../../../src/function/errors.ts';
import { hasFailed } from '../../../src/function/failed.ts';
import type { ObjectHeaders } from '../../../src/function/store.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START, PDF_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine, type StubAnswers } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('photos/cat.jpg');
const removal = { ...cat, eventName: 'cos:ObjectRemove:Delete' };
const hashed = {
  THUMB_TARGET_KEY: '{dir}{name}-{preset}-{hash}.{ext}',
  THUMB_PRESETS: 'small:200x200;large:1600x,webp',
  THUMB_MANIFEST: 'on',
};
const mirror = { ...hashed, THUMB_ON_DELETE: 'mirror' };
const anotherPhoto = Uint8Array.of(...JPEG_START, 1);
const manifestKey = 'photos/cat.jpg.json';

let store: WatchedStore;
/** Called before each request of the store. */
let before: (call: string) => unknown;

beforeEach(() => {
  before = () => undefined;
  store = createWatchedStore((call) => before(call));
  lay(store, cat.ref, JPEG_START);
});

async function deliver(
  env: Readonly<Record<string, string>> = mirror,
  record = cat,
  answers: StubAnswers = {},
) {
  const tools = createTools({ store, env, engine: createStubEngine(answers) });
  const { results } = await thumbnailRecord(record, tools);
  return results;
}

const targets = () => store.keys(TARGET_BUCKET).sort();
const thumbnails = () => targets().filter((key) => key !== manifestKey);
function listed(): string[] {
  const manifest = store.objects.get(`${TARGET_BUCKET}/${manifestKey}`)?.bytes ?? new Uint8Array(0);
  const { renditions } = JSON.parse(Buffer.from(manifest).toString()) as { renditions: { key: string }[] };
  return renditions.map(({ key }) => key).sort();
}
const overwrite = (bytes: Uint8Array, headers: Partial<ObjectHeaders> = {}) =>
  lay(store, cat.ref, bytes, headers);
const unavailable = () => new StoreError('store-unavailable', 'a test', { operation: 'test', attempts: 1 });

describe('keys with {hash}', () => {
  test('have ten characters in its place, and the manifest lists them', async () => {
    await deliver();
    expect(thumbnails()).toEqual([
      expect.stringMatching(/^photos\/cat-large-[0-9a-f]{10}\.webp$/),
      expect.stringMatching(/^photos\/cat-small-[0-9a-f]{10}\.jpg$/),
    ]);
    expect(listed()).toEqual(thumbnails());
  });

  test('are the same for the same photo, which is up to date then', async () => {
    await deliver();
    const first = targets();
    const again = await deliver();
    expect(again.map((one) => 'code' in one && one.code)).toEqual(['up-to-date', 'up-to-date', 'up-to-date']);
    expect(targets()).toEqual(first);
  });

  test.each<[string, () => unknown, Record<string, string>]>([
    ['another photo', () => overwrite(anotherPhoto), {}],
    ['another focus', () => overwrite(JPEG_START, { metadata: { focus: '0.1,0.1' } }), {}],
    ['another preset', () => undefined, { THUMB_PRESETS: 'small:100x100;large:800x,webp' }],
    ['another Cache-Control', () => undefined, { THUMB_CACHE_CONTROL: 'no-cache' }],
  ])('are others for %s', async (_, change, env) => {
    await deliver(hashed);
    const first = thumbnails();
    change();
    await deliver({ ...hashed, ...env });
    expect(thumbnails().filter((key) => !first.includes(key))).toHaveLength(2);
    expect(listed()).toEqual(thumbnails().filter((key) => !first.includes(key)));
  });

  test('a photo with {hash} in its own name keeps it there', async () => {
    const odd = objectRecord('a{hash}b.jpg');
    lay(store, odd.ref, JPEG_START);
    await deliver({ ...hashed, THUMB_PRESETS: 'small:200x200' }, odd);
    expect(targets()).toContainEqual(expect.stringMatching(/^a\{hash\}b-small-[0-9a-f]{10}\.jpg$/));
  });

  test("nobody else's object at such a key is overwritten", async () => {
    await deliver();
    const [key = ''] = thumbnails();
    lay(store, targetRef(key), TEXT);
    const results = await deliver();
    expect(results).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ code: 'target-conflict' }) }),
    );
  });

  test('need the manifest', () => {
    expect(() => loadConfig({ THUMB_TARGET_KEY: '{name}-{hash}.{ext}' })).toThrow(
      /THUMB_TARGET_KEY: nobody can compute keys with \{hash\}, so they must be listed; set THUMB_MANIFEST=on/,
    );
  });

  test('cost one HEAD each, as others do', async () => {
    await deliver(hashed);
    expect(store.calls.filter((call) => call.startsWith('head'))).toHaveLength(4);
  });
});

describe('mirrored', () => {
  test('the thumbnails of the photo before go', async () => {
    await deliver();
    const first = thumbnails();
    overwrite(anotherPhoto);
    const results = await deliver();
    expect(results.filter((one) => 'status' in one && one.status === 'removed')).toHaveLength(2);
    expect(thumbnails()).toHaveLength(2);
    expect(thumbnails().some((key) => first.includes(key))).toBe(false);
    expect(listed()).toEqual(thumbnails());
  });

  test('not mirrored they stay', async () => {
    await deliver(hashed);
    overwrite(anotherPhoto);
    await deliver(hashed);
    expect(thumbnails()).toHaveLength(4);
  });

  test('a removed photo takes all along', async () => {
    await deliver();
    store.objects.delete(`${cat.ref.bucket}/${cat.ref.key}`);
    await deliver(mirror, removal);
    expect(targets()).toEqual([]);
  });

  test('a photo that becomes something else takes all along', async () => {
    await deliver();
    overwrite(PDF_START);
    await deliver();
    expect(targets()).toEqual([]);
  });

  const withImpossible = { ...mirror, THUMB_PRESETS: 'small:200x200;large:16383x,enlarge,webp' };
  const narrow: StubAnswers = { info: { width: 100, height: 400 } };

  test('a preset that fails for good takes along what it had, and the manifest lists the others', async () => {
    await deliver();
    overwrite(anotherPhoto);
    await deliver(withImpossible, cat, narrow);
    expect(thumbnails()).toEqual([expect.stringMatching(/^photos\/cat-small-/)]);
    expect(listed()).toEqual(thumbnails());
  });

  test('nothing is lost sight of where a preset failed for good', async () => {
    await deliver(withImpossible, cat, narrow);
    const first = thumbnails();
    expect(first).toHaveLength(1);
    overwrite(anotherPhoto);
    await deliver(withImpossible, cat, narrow);
    expect(thumbnails()).toHaveLength(1);
    expect(thumbnails()).not.toEqual(first);
    store.objects.delete(`${cat.ref.bucket}/${cat.ref.key}`);
    await deliver(mirror, removal);
    expect(targets()).toEqual([]);
  });

  test('where all presets fail for good, what was made of the same photo stays, and so does its manifest', async () => {
    await deliver();
    const first = targets();
    const env = { ...mirror, THUMB_PRESETS: 'large:16383x,enlarge,webp' };
    await deliver(env, cat, narrow);
    expect(targets()).toEqual(first);
    expect(listed()).toEqual(thumbnails());
    overwrite(anotherPhoto);
    await deliver(env, cat, narrow);
    expect(targets()).toEqual([]);
  });

  test('what was stored of a photo that was replaced meanwhile goes, whoever has written the manifest since', async () => {
    let isReplaced = false;
    before = async (call) => {
      if (isReplaced || call !== `put ${manifestKey}`) return;
      isReplaced = true;
      overwrite(anotherPhoto);
      // Another delivery has looked for a manifest before there was one, and writes its own after this one has written.
      before = async (next) => {
        if (next !== `head ${cat.ref.key}`) return;
        before = () => undefined;
        store.objects.delete(`${TARGET_BUCKET}/${manifestKey}`);
        await deliver();
      };
    };
    await deliver();
    expect(thumbnails()).toHaveLength(2);
    expect(listed()).toEqual(thumbnails());
  });

  test.each([
    ['reading the manifest', (call: string) => call === `get ${manifestKey}`],
    ['a deletion', (call: string) => call.startsWith('delete ')],
    ['storing the manifest', (call: string) => call === `put ${manifestKey}`],
    ['storing a thumbnail', (call: string) => call.startsWith('put photos/cat-small')],
  ])('when %s fails, the next delivery leaves nothing behind', async (_, fails) => {
    await deliver();
    overwrite(anotherPhoto);
    before = (call) => {
      if (fails(call)) throw unavailable();
    };
    const results = await deliver();
    expect(
      results.some((one) => 'error' in one && one.error instanceof ThumbnailError && one.error.retryable),
    ).toBe(true);
    before = () => undefined;
    await deliver();
    expect(thumbnails()).toHaveLength(2);
    expect(listed()).toEqual(thumbnails());
  });

  test.each([
    ['a deletion', (call: string) => call.startsWith('delete photos/cat-')],
    ['reading the manifest', (call: string) => call === `get ${manifestKey}`],
  ])(
    'when %s fails after the photo was removed, the manifest stays for the next delivery',
    async (_, fails) => {
      await deliver();
      store.objects.delete(`${cat.ref.bucket}/${cat.ref.key}`);
      before = (call) => {
        if (fails(call)) throw unavailable();
      };
      await deliver(mirror, removal);
      expect(targets()).toContain(manifestKey);
      before = () => undefined;
      await deliver(mirror, removal);
      expect(targets()).toEqual([]);
    },
  );

  test.each(['source-archived', 'source-encrypted', 'source-blocked'] as const)(
    'a manifest that COS lets nobody read (%s) is not the fault of the photo',
    async (code) => {
      await deliver();
      overwrite(anotherPhoto);
      before = (call) => {
        if (call === `get ${manifestKey}`) {
          throw new StoreError(code, 'it is archived (HTTP 403)', { operation: 'get', attempts: 1 });
        }
      };
      const upload = await deliver();
      store.objects.delete(`${cat.ref.bucket}/${cat.ref.key}`);
      for (const results of [upload, await deliver(mirror, removal)]) {
        const { error } = results.filter(hasFailed)[0] ?? {};
        expect(error).toMatchObject({ code: 'store-denied', retryable: true });
        expect(String(error)).toContain(
          `${TARGET_BUCKET}/${manifestKey}, the manifest that lists the thumbnails of before, cannot be read: it is archived`,
        );
      }
      expect(targets()).toContain(manifestKey);
    },
  );

  test.each<[string, string]>([
    ['no JSON', 'x'],
    ['no list', '{"renditions":5}'],
    [
      'odd entries',
      '{"renditions":[null,5,{"key":1},{"preset":"small","bucket":"example-1250000000","key":"photos/cat.jpg"}]}',
    ],
    [
      'a foreign object',
      `{"renditions":[{"preset":"small","bucket":"${TARGET_BUCKET}","key":"foreign.jpg"}]}`,
    ],
  ])('a manifest that was changed to %s removes nothing that is not of this photo', async (_, text) => {
    await deliver();
    const { headers } = store.objects.get(`${TARGET_BUCKET}/${manifestKey}`) ?? {};
    lay(store, targetRef(manifestKey), Buffer.from(text), headers);
    lay(store, targetRef('foreign.jpg'), TEXT);
    overwrite(anotherPhoto);
    const results = await deliver();
    expect(results.filter((one) => 'status' in one && one.status === 'removed')).toEqual([]);
    expect(targets()).toContain('foreign.jpg');
    expect(store.objects.has(`${cat.ref.bucket}/${cat.ref.key}`)).toBe(true);
  });

  test('a manifest that was changed to list half of a character goes with its photo', async () => {
    await deliver();
    const { headers } = store.objects.get(`${TARGET_BUCKET}/${manifestKey}`) ?? {};
    const odd = [{ preset: 'small', bucket: TARGET_BUCKET, key: '\ud800.jpg' }];
    lay(store, targetRef(manifestKey), Buffer.from(JSON.stringify({ renditions: odd })), headers);
    store.objects.delete(`${cat.ref.bucket}/${cat.ref.key}`);
    // As a request's address is made: what cannot be encoded throws.
    before = encodeURIComponent;
    await deliver(mirror, removal);
    expect(targets()).not.toContain(manifestKey);
  });
});
