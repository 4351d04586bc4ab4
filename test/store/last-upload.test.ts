// A model of all that can come between deliveries: whatever is uploaded, overwritten and deleted, delivered twice, out of order and at the
// same time, and whichever requests fail, in the end the thumbnails are those of what is in the source bucket.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import type { ObjectStore } from '../../src/function/store.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { at, BUCKET, type Lab, openLab, TARGET } from './lab.ts';
import { type Action, type Fate, type Format, live, look, noPhotos, type Photo } from './world.ts';

const presets = 'small:200x200;large:1600x,webp';
const suffixes: Readonly<Record<Format, readonly string[]>> = {
  jpeg: ['-small.jpg', '-large.webp'],
  png: ['-small.png', '-large.webp'],
  misnamed: [],
  text: [],
  marked: [],
};

const photoOf = (...formats: Photo['format'][]): fc.Arbitrary<Photo> =>
  fc.record({
    picture: fc.integer({ min: 1, max: 3 }),
    artist: fc.constantFrom('Li', 'Han'),
    format: fc.constantFrom(...formats),
  });
const key = fc.constantFrom('a', 'b');
const deliveries = fc.integer({ min: 1, max: 2 });
const uploadOf = (photo: fc.Arbitrary<Photo>): fc.Arbitrary<Action> => fc.record({ key, photo, deliveries });
const deletion: fc.Arbitrary<Action> = fc.record({ key, photo: fc.constant(undefined), deliveries });
const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('served') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>('refused', 'unanswered') },
);

describe.each([
  { kind: 'memory', numRuns: 300 },
  { kind: 'COS', numRuns: 10 },
])('in the end the thumbnails are those of the last uploads ($kind)', ({ kind, numRuns }) => {
  let lab: Lab | undefined;
  let store: ObjectStore;
  let keysIn: (bucket: string) => string[];

  beforeAll(async () => {
    lab = kind === 'COS' ? await openLab() : undefined;
    const memory = createMemoryStore([BUCKET, TARGET]);
    store = lab?.store ?? memory;
    keysIn = (bucket) => lab?.server.objects.keys(bucket) ?? memory.keys(bucket);
  });
  afterAll(() => lab?.close());

  async function holdingsOf(bucket: string): Promise<Record<string, Photo>> {
    const holdings = keysIn(bucket).map(async (one) => [one, await look(store, at(one, bucket))] as const);
    return Object.fromEntries(await Promise.all(holdings));
  }

  async function clear(): Promise<void> {
    for (const bucket of [BUCKET, TARGET]) {
      for (const one of keysIn(bucket))
        await store.delete(at(one, bucket), { deadline: Deadline.in(60_000) });
    }
  }

  test.each([
    // Photos of one format: thumbnails of a former one are kept, too.
    { onDelete: 'keep', action: uploadOf(photoOf('jpeg')) },
    {
      onDelete: 'mirror',
      action: fc.oneof(
        { weight: 3, arbitrary: uploadOf(photoOf('jpeg', 'png')) },
        { weight: 2, arbitrary: uploadOf(photoOf(...noPhotos)) },
        { weight: 2, arbitrary: deletion },
      ),
    },
  ])('with THUMB_ON_DELETE=$onDelete', async ({ onDelete, action }) => {
    const actions = fc.array(action, { minLength: 1, maxLength: 6 });
    const env = { THUMB_PRESETS: presets, THUMB_ON_DELETE: onDelete };
    await fc.assert(
      fc
        .asyncProperty(
          fc.scheduler(),
          actions,
          fc.array(fate, { maxLength: 80 }),
          async (scheduler, doings, fates) => {
            await live(doings, { store, scheduler, fates, env });
            const photos = Object.entries(await holdingsOf(BUCKET));
            const implied = photos.flatMap(([name, is]) =>
              suffixes[is.format].map((suffix) => [`${name}${suffix}`, is]),
            );
            expect(await holdingsOf(TARGET)).toEqual(Object.fromEntries(implied));
          },
        )
        .afterEach(clear),
      { seed: 1, numRuns },
    );
  });
});
