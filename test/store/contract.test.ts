// What every object store does, whatever is behind it: one suite for the store in memory and for COS.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import type { ObjectStore, UnreadableError } from '../../src/function/store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { at, BUCKET, type Lab, noise, openLab, TARGET } from './lab.ts';

const jpeg = { contentType: 'image/jpeg', metadata: {} };
const deadline = () => Deadline.in(120_000);
const roomy = () => ({ maxBytes: 1_000_000, deadline: deadline() });

describe.each(['memory', 'COS'])('a store (%s)', (kind) => {
  let lab: Lab | undefined;
  let store: ObjectStore;

  beforeAll(async () => {
    lab = kind === 'COS' ? await openLab() : undefined;
    store = lab ? lab.store : createMemoryStore([BUCKET, TARGET]);
  });
  afterAll(() => lab?.close());

  test('gives back what was put into it, headers and all', async () => {
    const headers = {
      contentType: 'image/webp',
      cacheControl: 'max-age=86400',
      contentDisposition: 'inline; filename="cat.webp"',
      expires: 'Wed, 21 Oct 2026 07:28:00 GMT',
      metadata: { 'source-etag': '"abc"', artist: '%E7%8C%AB' },
    };
    const bytes = noise(100_000);
    const stored = await store.put(at('all.webp'), bytes, { headers, deadline: deadline() });
    const { bytes: read, ...info } = await store.get(at('all.webp'), roomy());
    expect(Buffer.from(read).equals(bytes)).toBe(true);
    expect(read.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(info).toEqual({ etag: expect.stringMatching(/^"[0-9a-f]{32}"$/), size: 100_000, headers });
    expect(await store.head(at('all.webp'), { deadline: deadline() })).toEqual(info);
    expect(stored).toEqual({ etag: info.etag });
  });

  test('leaves out the headers that were not given', async () => {
    await store.put(at('bare.jpg'), noise(10), { headers: jpeg, deadline: deadline() });
    expect((await store.head(at('bare.jpg'), { deadline: deadline() }))?.headers).toEqual(jpeg);
  });

  test.each([
    'photos/2024/a b+c.jpg',
    '/leading.jpg',
    '//two//slashes.jpg',
    '图片/猫 🐈.jpg',
    'cafe\u0301.jpg',
    "100%25?x=1&y=2#z;,@$:()*!'.jpg",
    'dots/../and/./more.jpg',
    'back\\slash"quote.jpg',
  ])('keeps the key %s as it is', async (key) => {
    const bytes = new TextEncoder().encode(key);
    await store.put(at(key), bytes, { headers: jpeg, deadline: deadline() });
    expect(Buffer.from((await store.get(at(key), roomy())).bytes).toString()).toBe(key);
    expect((await store.head(at(key), { deadline: deadline() }))?.size).toBe(bytes.length);
    if (lab) expect(lab.server.objects.keys(BUCKET)).toContain(key);
  });

  test('holds an empty object', async () => {
    await store.put(at('empty'), new Uint8Array(0), { headers: jpeg, deadline: deadline() });
    const { bytes, size } = await store.get(at('empty'), roomy());
    expect([bytes.length, size]).toEqual([0, 0]);
  });

  test('keeps its own copy of the bytes, and gives each reader another', async () => {
    const bytes = noise(1000);
    await store.put(at('copy'), bytes, { headers: jpeg, deadline: deadline() });
    const original = Uint8Array.from(bytes);
    bytes.fill(0);
    (await store.get(at('copy'), roomy())).bytes.fill(0);
    expect(Buffer.from((await store.get(at('copy'), roomy())).bytes).equals(original)).toBe(true);
  });

  test('overwrites, unless told not to', async () => {
    const put = (text: string, ifAbsent: boolean) =>
      store.put(at('owned'), Buffer.from(text), { headers: jpeg, ifAbsent, deadline: deadline() });
    await put('first', true);
    await expect(put('second', true)).rejects.toMatchObject({ name: 'StoreError', code: 'target-conflict' });
    expect(Buffer.from((await store.get(at('owned'), roomy())).bytes).toString()).toBe('first');
    await put('third', false);
    expect(Buffer.from((await store.get(at('owned'), roomy())).bytes).toString()).toBe('third');
  });

  test('says that an object is missing', async () => {
    await expect(store.get(at('no-such-key'), roomy())).rejects.toMatchObject({
      name: 'StoreError',
      code: 'object-missing',
      failure: { operation: 'get', reason: 'NoSuchKey', attempts: 1 },
    });
    expect(await store.head(at('no-such-key'), { deadline: deadline() })).toBeUndefined();
  });

  test('deletes an object, and no other', async () => {
    await store.put(at('doomed'), noise(1), { headers: jpeg, deadline: deadline() });
    await store.put(at('doomed/not'), noise(1), { headers: jpeg, deadline: deadline() });
    await store.delete(at('doomed'), { deadline: deadline() });
    expect(await store.head(at('doomed'), { deadline: deadline() })).toBeUndefined();
    expect(await store.head(at('doomed/not'), { deadline: deadline() })).toBeDefined();
  });

  test('has nothing to delete where nothing is', async () => {
    await store.delete(at('no-such-key'), { deadline: deadline() });
  });

  test('says that a bucket is missing, except to HEAD', async () => {
    const nowhere = at('key', 'nowhere-1250000000');
    const denied = { name: 'StoreError', code: 'store-denied', failure: { reason: 'NoSuchBucket' } };
    await expect(store.get(nowhere, roomy())).rejects.toMatchObject(denied);
    await expect(store.put(nowhere, noise(1), { headers: jpeg, deadline: deadline() })).rejects.toMatchObject(
      denied,
    );
    await expect(store.delete(nowhere, { deadline: deadline() })).rejects.toMatchObject(denied);
    expect(await store.head(nowhere, { deadline: deadline() })).toBeUndefined();
  });

  test('reads as many bytes as are allowed, and not one more', async () => {
    await store.put(at('large'), noise(5000), { headers: jpeg, deadline: deadline() });
    const get = (maxBytes: number) => store.get(at('large'), { maxBytes, deadline: deadline() });
    expect((await get(5000)).bytes.length).toBe(5000);
    const refusal = await get(4999).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'UnreadableError',
      code: 'source-too-big',
      object: { size: 5000 },
    });
    // Its beginning is known, by which it can be recognised.
    const { etag, bytes } = (refusal as UnreadableError).object;
    expect(etag).toBe((await get(5000)).etag);
    expect(bytes).toEqual((await get(5000)).bytes.subarray(0, 4096));
  });

  test('does not start once the deadline has passed', async () => {
    await store.put(at('late'), noise(1), { headers: jpeg, deadline: deadline() });
    const late = { code: 'deadline' };
    const passed = Deadline.in(-1);
    await expect(store.get(at('late'), { maxBytes: 1, deadline: passed })).rejects.toMatchObject(late);
    await expect(store.head(at('late'), { deadline: passed })).rejects.toMatchObject(late);
    await expect(store.put(at('late'), noise(2), { headers: jpeg, deadline: passed })).rejects.toMatchObject(
      late,
    );
    await expect(store.delete(at('late'), { deadline: passed })).rejects.toMatchObject(late);
    expect((await store.head(at('late'), { deadline: deadline() }))?.size).toBe(1);
  });
});
