// Presets that trim: the photo is looked at when a thumbnail is due, once for each threshold, and never else.

import { beforeEach, describe, expect, test } from 'vitest';
import type { Footprint, Region } from '../../../src/function/engine/engine.ts';
import { ThumbnailError } from '../../../src/function/errors.ts';
import { thumbnailRecord } from '../../../src/function/thumbnail.ts';
import { JPEG_START } from '../../support/bytes.ts';
import { objectRecord } from '../../support/records.ts';
import { createStubEngine } from '../../support/stub-engine.ts';
import { createTools } from '../../support/tools.ts';
import { createWatchedStore, lay, type WatchedStore } from '../../support/watched-store.ts';

const cat = objectRecord('cat.jpg');
const narrow: Region = { left: 500, top: 0, width: 1000, height: 3000 };

let store: WatchedStore;
let looks: number[];
let trim: (threshold: number) => Region;

beforeEach(() => {
  store = createWatchedStore();
  lay(store, cat.ref, JPEG_START);
  looks = [];
  trim = () => narrow;
});

/** @returns The results and the specs they were made by. */
async function deliver(presets: string, decoderBytes?: Footprint['decoderBytes']) {
  const stub = createStubEngine({
    trim: (threshold) => {
      looks.push(threshold);
      return trim(threshold);
    },
  });
  const engine = { ...stub, footprint: { ...stub.footprint, ...(decoderBytes && { decoderBytes }) } };
  const tools = createTools({ store, engine, env: { THUMB_PRESETS: presets } });
  const result = await thumbnailRecord(cat, tools);
  return { results: result.results, specs: engine.rendered[0] };
}

test('what is left is fitted into the box', async () => {
  const { specs } = await deliver('200x300,trim');
  expect(specs).toMatchObject([{ region: narrow, width: 100, height: 300 }]);
  expect(looks).toEqual([10]);
});

test('the photo is looked at once for each threshold, and the others have all of it', async () => {
  const { specs } = await deliver('a:200x200,trim;b:100x100,trim;c:50x50,trim=40;d:50x50');
  expect(looks).toEqual([10, 40]);
  expect(specs?.map(({ region }) => region)).toEqual([narrow, narrow, narrow, undefined]);
});

test('a photo without border is all of it', async () => {
  trim = () => ({ left: 0, top: 0, width: 4000, height: 3000 });
  const { specs } = await deliver('200x200,trim');
  expect(specs?.[0]).not.toHaveProperty('region');
});

test('a delivery that comes again does not look', async () => {
  await deliver('a:200x200,trim;b:100x100');
  looks = [];
  const { results } = await deliver('a:200x200,trim;b:100x100');
  expect(results).toMatchObject([{ code: 'up-to-date' }, { code: 'up-to-date' }]);
  expect(looks).toEqual([]);
});

describe('a thumbnail is made anew', () => {
  // Of the whole photo, 4000x3000, each pair would be the same.
  test.each([
    ['another threshold', '200x200,trim', '200x200,trim=11'],
    ['trimming itself', '200x200', '200x200,trim'],
    ['another box for what is left', '200x,trim', '200x200,trim'],
  ])('for %s', async (_, before, after) => {
    await deliver(before);
    const { results } = await deliver(after);
    expect(results).toMatchObject([{ status: 'stored' }]);
  });
});

test('only what is left must fit the memory', async () => {
  trim = () => ({ left: 0, top: 0, width: 4000, height: 800 });
  const { results } = await deliver('16000x,trim,webp,enlarge');
  expect(results).toMatchObject([{ status: 'stored', width: 16_000, height: 3200 }]);
});

test('what is left may be too tall for the format, though the photo is not', async () => {
  trim = () => ({ left: 0, top: 0, width: 10, height: 3000 });
  const { results } = await deliver('100x,trim,webp,enlarge');
  expect(results).toMatchObject([{ error: { code: 'rendition-impossible' } }]);
});

test('an engine that cannot trim fails those alone', async () => {
  trim = () => {
    throw new ThumbnailError('rendition-impossible', 'this engine does not trim');
  };
  const { results } = await deliver('a:200x200,trim;b:100x100');
  expect(results).toMatchObject([
    { preset: 'a', error: { message: 'this engine does not trim' } },
    { preset: 'b', status: 'stored' },
  ]);
});

test('a photo that cannot be decoded fails as a whole', async () => {
  trim = () => {
    throw new ThumbnailError('source-corrupt', 'cut short');
  };
  const { results } = await deliver('a:200x200,trim;b:100x100');
  expect(results).toMatchObject([{ error: { code: 'source-corrupt' } }]);
  expect(results[0]).not.toHaveProperty('preset');
});

test('a photo that is too large to be decoded whole is not trimmed; the others are made', async () => {
  const wholeOnly: Footprint['decoderBytes'] = ({ width, height }, scale) =>
    scale === 1 ? 40 * width * height : 1;
  const { results } = await deliver('a:200x200,trim;b:100x100', wholeOnly);
  expect(results).toMatchObject([
    {
      preset: 'a',
      error: { code: 'rendition-impossible', message: expect.stringMatching(/trim.* 457\.8 MB/) },
    },
    { preset: 'b', status: 'stored' },
  ]);
  expect(looks).toEqual([]);
});
