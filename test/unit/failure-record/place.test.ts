// Where a failure record is stored.

import { expect, test } from 'vitest';
import { failureKey, placeFailure } from '../../../src/function/failure-record/place.ts';
import { objectRecord, SOURCE_BUCKET } from '../../support/records.ts';

const keyOf = (key: string) => failureKey('failed/', { bucket: SOURCE_BUCKET, key });
const digest = /^failed\/sha256\/[0-9a-f]{64}\.json$/;

test.each(['cat.jpg', 'photos/cat.jpg', '照片/猫 +%2F.jpg', '..cat.jpg', 'a.../%2e%2e/cat', 'sha256'])(
  'the failure record of %j is under its bucket, by its own key',
  (key) => {
    expect(keyOf(key)).toBe(`failed/example-1250000000/${key}.json`);
  },
);

test.each([
  '../cat.jpg',
  'a/../../../cat.jpg',
  './cat.jpg',
  '/cat.jpg',
  'a//cat.jpg',
  'a\\cat.jpg',
  '..\\cat.jpg',
  'a\ncat.jpg',
  'a\u007fcat.jpg',
  '猫'.repeat(283),
])('that of %j, which is no plain path or too long, is called by a digest', (key) => {
  expect(keyOf(key)).toMatch(digest);
  expect(keyOf(key)).toBe(keyOf(key));
  expect(keyOf(key)).not.toBe(keyOf(`${key}x`));
  expect(failureKey('failed/', { bucket: 'other-1250000000', key })).not.toBe(keyOf(key));
});

test('850 bytes are the longest', () => {
  const room = 850 - 'failed/example-1250000000/.json'.length;
  expect(keyOf('x'.repeat(room))).toHaveLength(850);
  expect(keyOf('x'.repeat(room + 1))).toMatch(digest);
});

const malformed = (delivered: unknown) =>
  ({ kind: 'malformed', delivered, error: expect.anything() }) as const;
const config = { failedPrefix: 'failed/', targetBucket: '{bucket}resized' };

test('it goes to the bucket of the thumbnails', () => {
  expect(placeFailure(objectRecord('cat.jpg'), undefined, config)).toEqual({
    bucket: 'exampleresized-1250000000',
    region: 'ap-guangzhou',
    key: 'failed/example-1250000000/cat.jpg.json',
  });
});

test('that of a record that cannot be read goes where its neighbours do, by a digest of what came', () => {
  const [one, other] = [{ cos: {} }, { cos: { cosObject: 1 } }].map((delivered) =>
    placeFailure(malformed(delivered), objectRecord('cat.jpg'), config),
  );
  expect(one).toMatchObject({ bucket: 'exampleresized-1250000000', key: expect.stringMatching(digest) });
  expect(other?.key).toMatch(digest);
  expect(other?.key).not.toBe(one?.key);
  expect(placeFailure(malformed({ cos: {} }), undefined, config)).toBeUndefined();
});

test('that of a record that nests too deeply to be written has a place too', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  const [one, again, other] = [{ deep }, { deep }, { deep, a: 1 }].map((delivered) =>
    placeFailure(malformed(delivered), objectRecord('cat.jpg'), config),
  );
  expect(one?.key).toMatch(digest);
  expect(again?.key).toBe(one?.key);
  expect(other?.key).not.toBe(one?.key);
});

test('without a prefix there is no place', () => {
  expect(
    placeFailure(objectRecord('cat.jpg'), undefined, { ...config, failedPrefix: undefined }),
  ).toBeUndefined();
});
