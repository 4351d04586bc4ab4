// The model of all that can come between deliveries, where keys have a digest: whoever comes first or last, in the end the manifest
// lists every thumbnail that there is. Without it nobody could find one, or remove it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Deadline } from '../../src/function/deadline.ts';
import type { Manifest } from '../../src/function/manifest/content.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { at, BUCKET, TARGET } from './lab.ts';
import { type Action, type Fate, type Format, live, noPhotos } from './world.ts';

const env = {
  THUMB_PRESETS: 'small:200x200;large:1600x,webp',
  THUMB_TARGET_KEY: '{dir}{name}-{preset}-{hash}.{ext}',
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

interface End {
  readonly listed: readonly string[];
  readonly stored: readonly string[];
}

/** Lets a world live, and checks that each manifest is about the photo of now. */
async function liveOut(
  actions: readonly Action[],
  fates: readonly Fate[],
  scheduler: fc.Scheduler,
): Promise<End> {
  const store = createMemoryStore([BUCKET, TARGET]);
  await live(actions, { store, scheduler, fates, env });
  const keys = store.keys(TARGET);
  const listed: string[] = [];
  for (const key of keys.filter((one) => one.endsWith('.json'))) {
    const { bytes } = await store.get(at(key, TARGET), { maxBytes: 1e6, deadline });
    const { source, renditions }: Manifest = JSON.parse(Buffer.from(bytes).toString());
    expect(source.etag).toBe((await store.head(at(source.key, BUCKET), { deadline }))?.etag);
    listed.push(...renditions.map((one) => one.key));
  }
  return { listed: listed.sort(), stored: keys.filter((key) => !key.endsWith('.json')).sort() };
}

test('in the end manifests list everything that was stored, in whatever order all comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(action, { minLength: 1, maxLength: 6 }),
      async (scheduler, actions) => {
        const { listed, stored } = await liveOut(actions, [], scheduler);
        expect(stored).toEqual(listed);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('in the end everything that manifests list is there, also where requests fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(action, { minLength: 1, maxLength: 6 }),
      fc.array(fate, { maxLength: 80 }),
      async (scheduler, actions, fates) => {
        const { listed, stored } = await liveOut(actions, fates, scheduler);
        expect(stored).toEqual(expect.arrayContaining([...listed]));
      },
    ),
    { seed: 1, numRuns: 150 },
  );
});
