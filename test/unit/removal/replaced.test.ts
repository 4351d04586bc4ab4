// A photo is overwritten by something of which no thumbnail can be made: where deletions are mirrored, what was made of the photo
// before goes as if that had been deleted, and nothing else does.

import { beforeEach, describe, expect, test } from 'vitest';
import { type ErrorCode, StoreError, ThumbnailError } from '../../../src/function/errors.ts';
import { marksOf } from '../../../src/function/publish/recipe.ts';
import type { SkipCode } from '../../../src/function/report.ts';
import type { ObjectHeaders } from '../../../src/function/store.ts';
import { type RecordResult, thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_2000_START, JPEG_START, PDF_START, PNG_START, TEXT } from '../../support/bytes.ts';
import { objectRecord, SOURCE_BUCKET, sourceRef, TARGET_BUCKET, targetRef } from '../../support/records.ts';
import { createStubEngine, encodedAs, type StubAnswers } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const mirror = {
  THUMB_ON_DELETE: 'mirror',
  THUMB_PRESETS: 'small:200x200;large:1600x,webp',
  THUMB_MANIFEST: 'on',
  THUMB_MAX_SOURCE_MB: '1',
};
const traces = ['cat-large.webp', 'cat-small.jpg', 'cat.jpg.json'];

let store: WatchedStore;
/** Called before each request of the store. */
let before: (call: string) => unknown;

beforeEach(async () => {
  before = () => undefined;
  store = createWatchedStore((call) => before(call));
  lay(store, cat.ref, JPEG_START);
  await deliver();
  expect(targets()).toEqual(traces);
});

const deliver = (
  answers: StubAnswers = {},
  env: Readonly<Record<string, string>> = mirror,
  record = cat,
): Promise<RecordResult> =>
  thumbnailRecord(record, createTools({ store, env, engine: createStubEngine(answers) }));
const overwrite = (bytes: Uint8Array, headers: Partial<ObjectHeaders> = {}) =>
  lay(store, cat.ref, bytes, headers);
const targets = () => store.keys(TARGET_BUCKET).sort();
const fails = (code: ErrorCode) => () => Promise.reject(new ThumbnailError(code, 'a test'));
const anotherPhoto = Uint8Array.of(...JPEG_START, 1);

interface Replacement {
  readonly what: string;
  readonly put: () => unknown;
  readonly outcome: object;
  readonly answers?: StubAnswers;
}

const skipped = (code: SkipCode) => ({ status: 'skipped', code });
const failed = (code: ErrorCode) => ({ error: { code } });

const replacements: readonly Replacement[] = [
  { what: 'nothing', put: () => overwrite(new Uint8Array(0)), outcome: skipped('empty-object') },
  {
    what: 'a forged mark on another photo',
    put: () => overwrite(anotherPhoto, { metadata: { 'thumbnail-recipe': 'forged' } }),
    outcome: skipped('target-object'),
  },
  {
    what: 'a forged mark on the same photo',
    put: () => overwrite(JPEG_START, { metadata: { 'thumbnail-recipe': 'forged' } }),
    outcome: skipped('target-object'),
  },
  { what: 'a PDF', put: () => overwrite(PDF_START), outcome: failed('source-unsupported') },
  {
    what: 'JPEG 2000, which is not read',
    put: () => overwrite(JPEG_2000_START),
    outcome: failed('source-unsupported'),
  },
  {
    what: 'too many bytes',
    put: () => overwrite(Buffer.alloc(2e6, 255)),
    outcome: failed('source-unsupported'),
  },
  {
    what: 'a photo of too many bytes',
    put: () => overwrite(Buffer.concat([JPEG_START, Buffer.alloc(2e6)])),
    outcome: failed('source-too-big'),
  },
  {
    what: 'too many pixels',
    put: () => overwrite(anotherPhoto),
    outcome: failed('source-too-big'),
    answers: { info: { width: 40_000, height: 40_000 } },
  },
  {
    what: 'a damaged photo',
    put: () => overwrite(anotherPhoto),
    outcome: failed('source-corrupt'),
    answers: { inspect: fails('source-corrupt') },
  },
];

test.each(replacements)('by $what', async ({ put, outcome, answers }) => {
  put();
  const { results } = await deliver(answers);
  expect(results[0]).toMatchObject(outcome);
  expect(results.slice(1)).toEqual([
    { preset: 'small', status: 'removed', bucket: TARGET_BUCKET, key: 'cat-small.jpg' },
    { preset: 'large', status: 'removed', bucket: TARGET_BUCKET, key: 'cat-large.webp' },
    { manifest: true, status: 'removed', bucket: TARGET_BUCKET, key: 'cat.jpg.json' },
  ]);
  expect(targets()).toEqual([]);
  expect(store.calls.at(-1)).toBe('head cat.jpg');
  // There is nothing left to remove, and nothing that was written to look after.
  expect(await deliver(answers)).toMatchObject({ results: [outcome] });
});

test.each(replacements)(
  'by $what, where deletions are not mirrored: all stays',
  async ({ put, outcome, answers }) => {
    put();
    const { results } = await deliver(answers, { ...mirror, THUMB_ON_DELETE: 'keep' });
    expect(results).toMatchObject([outcome]);
    expect(targets()).toEqual(traces);
  },
);

test('by a text, after a photo of another format', async () => {
  const diary = objectRecord('diary');
  lay(store, diary.ref, PNG_START);
  await deliver({}, mirror, diary);
  expect(targets()).toContain('diary-small.png');
  lay(store, diary.ref, TEXT);
  expect((await deliver({}, mirror, diary)).results[0]).toMatchObject({ code: 'not-an-image' });
  expect(targets()).toEqual(traces);
});

test('the size in the event decides nothing: the object may be a photo again', async () => {
  for (const size of [0, 1e12]) {
    expect(await deliver({}, mirror, { ...cat, size })).toMatchObject({
      results: [{ code: 'up-to-date' }, { code: 'up-to-date' }, { code: 'up-to-date' }],
    });
  }
});

describe('all stays', () => {
  test.each(['engine-crashed', 'deadline', 'store-unavailable', 'config-invalid'] as const)(
    'after %s, which another delivery may mend',
    async (code) => {
      overwrite(anotherPhoto);
      const { results } = await deliver({ inspect: fails(code) });
      expect(results).toMatchObject([{ error: { code } }]);
      expect(targets()).toEqual(traces);
    },
  );

  test('after a bug', async () => {
    overwrite(anotherPhoto);
    await deliver({ inspect: () => Promise.reject(new TypeError('a bug')) });
    expect(targets()).toEqual(traces);
  });

  test('that was made of the same content, when that was possible', async () => {
    const { results } = await deliver({ inspect: fails('source-corrupt') });
    expect(results).toMatchObject([{ error: { code: 'source-corrupt' } }]);
    expect(targets()).toEqual(traces);
  });

  test("that is another photo's, or none of ours", async () => {
    const marks = marksOf(
      sourceRef('cat.webp'),
      { etag: '"abc"', size: 4, headers: { metadata: {} } },
      'recipe',
    );
    lay(store, targetRef('cat-small.webp'), TEXT, { metadata: marks });
    lay(store, targetRef('cat-small.png'), TEXT);
    overwrite(PDF_START);
    await deliver();
    expect(targets()).toEqual(['cat-small.png', 'cat-small.webp']);
  });
});

describe('by a photo of which one thumbnail fails', () => {
  const failLarge =
    (code: ErrorCode): NonNullable<StubAnswers['render']> =>
    async (specs, _, deliverOne) => {
      const small = specs.findIndex(({ format }) => format === 'jpeg');
      if (small >= 0 && specs[small]) deliverOne(small, encodedAs(specs[small]));
      throw new ThumbnailError(code, 'a test');
    };

  test('for good: the one before it goes, and the manifest', async () => {
    overwrite(anotherPhoto);
    const { results } = await deliver({ render: failLarge('rendition-impossible') });
    expect(results).toMatchObject([
      { preset: 'small', status: 'stored' },
      { preset: 'large', error: { code: 'rendition-impossible' } },
      { preset: 'large', status: 'removed', key: 'cat-large.webp' },
      { manifest: true, status: 'removed', key: 'cat.jpg.json' },
    ]);
    expect(targets()).toEqual(['cat-small.jpg']);
  });

  test('for now: the one before it stays, and the manifest', async () => {
    overwrite(anotherPhoto);
    const { results } = await deliver({ render: failLarge('engine-crashed') });
    expect(results.at(-1)).toMatchObject({ manifest: true, code: 'incomplete' });
    expect(targets()).toEqual(traces);
  });
});

test('one that cannot be removed fails alone, and another delivery may mend it', async () => {
  const busy = new StoreError('store-unavailable', 'COS is busy', { operation: 'delete', attempts: 3 });
  overwrite(PDF_START);
  before = (call) => {
    if (call === 'delete cat-small.jpg') throw busy;
  };
  expect(await deliver()).toMatchObject({
    results: [
      { error: { code: 'source-unsupported' } },
      { preset: 'small', error: busy },
      { status: 'removed' },
      { status: 'removed' },
    ],
  });
  expect(targets()).toEqual(['cat-small.jpg']);
});

test('a photo that comes back while its thumbnails are removed gets them again', async () => {
  overwrite(PDF_START);
  before = (call) => call === 'delete cat-small.jpg' && overwrite(anotherPhoto);
  const { results } = await deliver();
  expect(results).toMatchObject([{ status: 'stored' }, { status: 'stored' }, { status: 'stored' }]);
  expect(targets()).toEqual(traces);
});

test('a photo that is deleted while they are removed is followed, too', async () => {
  overwrite(PDF_START);
  before = (call) => call === 'delete cat-small.jpg' && store.objects.delete(`${SOURCE_BUCKET}/cat.jpg`);
  expect(await deliver()).toMatchObject({ results: [{ code: 'source-missing' }] });
  expect(targets()).toEqual([]);
});
