// The model of all that can come between deliveries, with manifests: in the end each speaks of the last upload of its photo and
// lists what is there, and there is none where there is no photo, or no photo any more.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import type { Manifest } from '../../src/function/manifest/content.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { at, BUCKET, TARGET } from './lab.ts';
import { type Action, type Fate, type Format, live, look, noPhotos } from './world.ts';

const env = {
  THUMB_PRESETS: 'small:200x200;large:1600x,webp',
  THUMB_ON_DELETE: 'mirror',
  THUMB_MANIFEST: 'on',
};
const deadline = Deadline.in(600_000);

const photo = fc.record({
  picture: fc.integer({ min: 1, max: 3 }),
  artist: fc.constantFrom('Li', 'Han'),
  format: fc.constantFrom<Format>('jpeg', 'png', 'jpeg', 'png', ...noPhotos),
});
const action: fc.Arbitrary<Action> = fc.record({
  key: fc.constantFrom('a', 'b'),
  photo: fc.option(photo, { nil: undefined, freq: 3 }),
  deliveries: fc.integer({ min: 1, max: 2 }),
});
const fate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fate>('served') },
  { weight: 1, arbitrary: fc.constantFrom<Fate>('refused', 'unanswered') },
);

test('in the end manifests speak of the last uploads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(action, { minLength: 1, maxLength: 6 }),
      fc.array(fate, { maxLength: 80 }),
      async (scheduler, actions, fates) => {
        const store = createMemoryStore([BUCKET, TARGET]);
        await live(actions, { store, scheduler, fates, env });
        const etagOf = async (key: string, bucket: string) =>
          (await store.head(at(key, bucket), { deadline }))?.etag;
        const manifests = store.keys(TARGET).filter((key) => key.endsWith('.json'));
        const photos: string[] = [];
        for (const key of store.keys(BUCKET)) {
          const { format } = await look(store, at(key, BUCKET));
          if (format === 'jpeg' || format === 'png') photos.push(`${key}.json`);
        }
        expect(manifests.sort()).toEqual(photos.sort());
        const listed: string[] = [];
        for (const key of manifests) {
          const { bytes } = await store.get(at(key, TARGET), { maxBytes: 1e6, deadline });
          const { source, renditions }: Manifest = JSON.parse(Buffer.from(bytes).toString());
          expect(source.etag).toBe(await etagOf(source.key, BUCKET));
          for (const one of renditions) expect(one.etag).toBe(await etagOf(one.key, TARGET));
          listed.push(...renditions.map((one) => one.key));
        }
        expect([...listed, ...manifests].sort()).toEqual(store.keys(TARGET).sort());
      },
    ),
    { seed: 1, numRuns: 150 },
  );
});
