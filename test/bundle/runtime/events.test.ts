// Every sample event through the built file: which object it reads, which it writes, and what it says.

import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { briefly } from '../../support/outcomes.ts';
import { BUCKET, openStage, TARGET } from '../../support/stage.ts';

const folder = new URL('../../fixtures/events/', import.meta.url);
const stage = await openStage();
const thumbnailer = stage.start();
const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#268' } })
  .jpeg()
  .toBuffer();

beforeEach(() => {
  const { objects } = stage.server;
  for (const bucket of [BUCKET, TARGET]) {
    for (const key of objects.keys(bucket)) objects.delete(bucket, key);
  }
});

interface Row {
  readonly file: string;
  /** All that is in the bucket: whoever looks for another key finds nothing. */
  readonly photos: readonly string[];
  readonly outcomes: readonly string[];
}

/** An event of one photo: its thumbnail gets the same key. */
const stores = (file: string, key: string): Row => ({ file, photos: [key], outcomes: [`stored ${key}`] });
const skips = (file: string, code: string): Row => ({ file, photos: [], outcomes: [`skipped ${code}`] });

const rows: readonly Row[] = [
  stores('real-dump', 'photos/cat.jpg'),
  stores('documented-sample', 'photos/cat.jpg'),
  stores('cloudevent', 'photos/cat.jpg'),
  stores('old-console-template', 'photos/happy-face.jpg'),
  stores('size-as-string', 'photos/cat.jpg'),
  stores('bucket-name-in-path', '1250000000/example/photos/cat.jpg'),
  stores('key-and-url-disagree', 'photos/my cat.jpg'),
  stores('key-with-chinese', 'photos/猫咪.jpg'),
  stores('key-with-double-slash', 'photos//cat.jpg'),
  stores('key-with-emoji', 'photos/😀.jpg'),
  stores('key-with-encoded-slash', 'photos/a%2Fb.jpg'),
  stores('key-with-leading-slash', '/photos/cat.jpg'),
  stores('key-with-percent', 'photos/100%.jpg'),
  stores('key-with-plus', 'photos/cat+dog.jpg'),
  stores('key-with-spaces', 'photos/my cat.jpg'),
  {
    file: 'two-records',
    photos: ['photos/cat.jpg', 'photos/dog.jpg'],
    outcomes: ['stored photos/cat.jpg', 'stored photos/dog.jpg'],
  },
  {
    file: 'one-record-malformed',
    photos: ['photos/cat.jpg', 'photos/dog.jpg'],
    outcomes: ['stored photos/cat.jpg', 'failed record-malformed', 'stored photos/dog.jpg'],
  },
  skips('delete-object', 'other-event'),
  skips('empty-object', 'empty-object'),
  skips('folder', 'folder'),
  { file: 'another-service', photos: [], outcomes: ['threw ThumbnailError'] },
];

test.each(rows)('$file: $outcomes', async ({ file, photos, outcomes }) => {
  const { objects } = stage.server;
  for (const key of photos) objects.put(BUCKET, key, photo);
  const invocation = await thumbnailer.invoke(
    JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')),
  );
  expect(briefly(invocation)).toEqual(outcomes);
  expect(objects.keys(TARGET)).toEqual(photos);
});

test('no sample event is left out', () => {
  // doctor.test.ts is about the one that no trigger sends.
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'doctor.json');
  expect(rows.map(({ file }) => `${file}.json`).sort()).toEqual(files.sort());
});
