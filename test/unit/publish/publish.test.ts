// Whose a target key is, and that nobody else's object is overwritten.

import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../src/function/config/config.ts';
import { Deadline } from '../../../src/function/deadline.ts';
import { StoreError } from '../../../src/function/errors.ts';
import { parsePresets } from '../../../src/function/preset/parse.ts';
import { type Claim, claim, storeClaimed } from '../../../src/function/publish/claim.ts';
import { type PublishedPhoto, publish, thumbnailOf } from '../../../src/function/publish/publish.ts';
import { isOfRecipe, marksOf } from '../../../src/function/publish/recipe.ts';
import type { Task } from '../../../src/function/render/task.ts';
import type { ObjectInfo, ObjectRef } from '../../../src/function/store.ts';
import { JPEG_START, TEXT } from '../../support/bytes.ts';
import { ordinarySpec } from '../../support/photo.ts';
import { sourceRef, targetRef } from '../../support/records.ts';
import { encodedAs } from '../../support/stub-engine.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const deadline = Deadline.in(60_000);
const source = sourceRef('cat.png');
const target = targetRef('cat.jpg');
const conflict = (message: RegExp) =>
  expect.objectContaining({ code: 'target-conflict', message: expect.stringMatching(message) });

const photo: ObjectInfo = {
  etag: '"abc"',
  size: 4,
  headers: {
    contentType: 'image/png',
    cacheControl: 'max-age=60',
    contentDisposition: 'inline; filename=cat.png',
    metadata: { artist: 'me' },
  },
};

/** Lays down what this function made from a source. */
function layThumbnailOf(store: WatchedStore, of: ObjectRef, recipe = 'old'): void {
  lay(store, target, TEXT, { metadata: marksOf(of, photo, recipe) });
}

const bytesAt = (store: WatchedStore, { bucket, key }: ObjectRef) =>
  store.objects.get(`${bucket}/${key}`)?.bytes;

const claimTarget = (store: WatchedStore) => claim(thumbnailOf(source, target), { store, deadline });

describe('a claim', () => {
  test('a free key is free', async () => {
    const store = createWatchedStore();
    expect(await claimTarget(store)).toMatchObject({ claimant: { target }, existing: undefined });
    expect(store.calls).toEqual(['head cat.jpg']);
  });

  test('a key that holds what was made from this source is ours, and tells its recipe', async () => {
    const store = createWatchedStore();
    layThumbnailOf(store, source);
    const { existing } = await claimTarget(store);
    expect(existing && isOfRecipe('old', existing.headers)).toBe(true);
    expect(existing && isOfRecipe('new', existing.headers)).toBe(false);
  });

  test("another source's thumbnail is a conflict that names its owner", async () => {
    const store = createWatchedStore();
    layThumbnailOf(store, sourceRef('猫.gif'));
    await expect(claimTarget(store)).rejects.toThrow(
      conflict(/cat\.jpg is the thumbnail of example-1250000000\/%E7%8C%AB\.gif\. Let THUMB_TARGET_KEY/),
    );
  });

  test('an object that is none of ours is a conflict', async () => {
    const store = createWatchedStore();
    lay(store, target, JPEG_START, { metadata: { artist: 'me' } });
    await expect(claimTarget(store)).rejects.toThrow(
      conflict(/cat\.jpg is there already and was not made by this function\. Move it away/),
    );
  });
});

describe('a claim to a key at which HEAD is refused', () => {
  const failure = { operation: 'head', status: 403, attempts: 1 };
  const refused = new StoreError('store-denied', 'cannot head', failure);
  const content = {
    bytes: TEXT,
    headers: { contentType: 'image/jpeg', metadata: marksOf(source, photo, 'new') },
    isSame: () => true,
  };
  /** A store whose role may not list the target bucket, or not look at its objects. */
  const createBlindStore = () =>
    createWatchedStore((call) => {
      if (call === 'head cat.jpg') throw refused;
    });

  test('stores where there is nothing', async () => {
    const store = createBlindStore();
    const claimed = await claimTarget(store);
    expect(claimed).toMatchObject({ existing: undefined, hidden: refused });
    expect(await storeClaimed(claimed, content, { store, deadline })).toBeDefined();
    expect(bytesAt(store, target)).toEqual(TEXT);
    expect(store.calls).toEqual(['head cat.jpg', 'put cat.jpg']);
  });

  test('overwrites nothing, and says that it cannot see what is there', async () => {
    const store = createBlindStore();
    lay(store, target, JPEG_START);
    const storing = storeClaimed(await claimTarget(store), content, { store, deadline });
    await expect(storing).rejects.toMatchObject({
      code: 'store-denied',
      retryable: true,
      message: expect.stringMatching(
        /COS answered HEAD with 403: .*name\/cos:GetBucket.*name\/cos:HeadObject/,
      ),
      cause: refused,
    });
    expect(bytesAt(store, target)).toEqual(JPEG_START);
  });

  test('says so, too, where nothing can be stored', async () => {
    const store = createWatchedStore((call) => {
      if (call === 'head cat.jpg') throw refused;
      throw new StoreError('store-denied', 'cannot put', { operation: 'put', status: 403, attempts: 1 });
    });
    const storing = storeClaimed(await claimTarget(store), content, { store, deadline });
    await expect(storing).rejects.toMatchObject({
      code: 'store-denied',
      message: expect.stringMatching(/^cannot put\. Before that, COS answered HEAD with 403/),
    });
  });

  test.each([undefined, 400, 405])('fails at a HEAD with another status: %s', async (status) => {
    const store = createWatchedStore(() => {
      throw new StoreError('store-denied', 'cannot head', { ...failure, status });
    });
    await expect(claimTarget(store)).rejects.toMatchObject({ code: 'store-denied', message: 'cannot head' });
  });
});

describe('publish', () => {
  const [preset] = parsePresets('small:200x200,q70');
  if (!preset) throw new Error('no preset');
  const free: Claim = { claimant: thumbnailOf(source, target), existing: undefined };
  const task: Task = {
    preset,
    format: 'jpeg',
    target,
    claim: free,
    recipe: 'new',
    spec: ordinarySpec,
    warnings: [],
  };
  const encoded = encodedAs(ordinarySpec);
  const config = loadConfig({});
  const from: PublishedPhoto = { ref: source, source: photo, info: { format: 'png' } };
  /** Stores the thumbnail at a key that was claimed before; by itself at one that was free. */
  const publishTo = (store: WatchedStore, claimed = free) =>
    publish({ ...task, claim: claimed }, encoded, from, { store, deadline, config });
  const outcome = {
    preset: 'small',
    status: 'stored',
    bucket: target.bucket,
    key: 'cat.jpg',
    format: 'jpeg',
    width: 200,
    height: 150,
    bytes: encoded.bytes.length,
    contentType: 'image/jpeg',
    etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
  };

  test('stores the bytes with the headers and marks of a thumbnail, and says what it stored', async () => {
    const store = createWatchedStore();
    expect(await publishTo(store)).toEqual(outcome);
    expect(store.calls).toEqual(['put cat.jpg']);
    expect(store.objects.get(`${target.bucket}/cat.jpg`)).toEqual({
      bytes: encoded.bytes,
      headers: {
        contentType: 'image/jpeg',
        cacheControl: 'max-age=60',
        contentDisposition: 'inline',
        metadata: {
          'thumbnail-source': 'example-1250000000/cat.png',
          'thumbnail-source-etag': 'abc',
          'thumbnail-recipe': 'new',
          'thumbnail-hops': '1',
          'thumbnail-shape': '200x150',
          artist: 'me',
        },
      },
    });
  });

  test('overwrites what was made from this source before', async () => {
    const store = createWatchedStore();
    layThumbnailOf(store, source);
    expect(await publishTo(store, await claimTarget(store))).toEqual(outcome);
    expect(store.calls).toEqual(['head cat.jpg', 'put cat.jpg']);
    expect(bytesAt(store, target)).toEqual(encoded.bytes);
  });

  test('overwrites what another delivery of this source stored meanwhile', async () => {
    const store = createWatchedStore();
    layThumbnailOf(store, source);
    expect(await publishTo(store)).toEqual(outcome);
    expect(store.calls).toEqual(['put cat.jpg', 'head cat.jpg', 'put cat.jpg']);
    expect(bytesAt(store, target)).toEqual(encoded.bytes);
  });

  test('leaves the same thumbnail that another delivery of this source stored meanwhile', async () => {
    const store = createWatchedStore();
    layThumbnailOf(store, source, 'new');
    expect(await publishTo(store)).toEqual({
      preset: 'small',
      status: 'skipped',
      code: 'up-to-date',
      message: expect.stringContaining(`${target.bucket}/cat.jpg was made of the same source`),
    });
    expect(store.calls).toEqual(['put cat.jpg', 'head cat.jpg']);
  });

  test('stores when the object that stood in its way is gone again', async () => {
    const store = createWatchedStore((call) => {
      if (call === 'head cat.jpg') store.objects.delete(`${target.bucket}/cat.jpg`);
    });
    layThumbnailOf(store, sourceRef('cat.gif'));
    expect(await publishTo(store)).toEqual(outcome);
  });

  test.each([
    ["another source's thumbnail", sourceRef('cat.gif')],
    ["another bucket's thumbnail", { ...source, bucket: 'other-1250000000' }],
  ])('leaves alone %s that was stored meanwhile', async (_, owner) => {
    const store = createWatchedStore();
    layThumbnailOf(store, owner);
    await expect(publishTo(store)).rejects.toThrow(conflict(/is the thumbnail of/));
    expect(bytesAt(store, target)).toEqual(TEXT);
  });

  test('fails as the store fails, and does not try again', async () => {
    const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'put', attempts: 4 });
    const store = createWatchedStore(() => {
      throw busy;
    });
    await expect(publishTo(store)).rejects.toBe(busy);
    expect(store.calls).toEqual(['put cat.jpg']);
  });
});
