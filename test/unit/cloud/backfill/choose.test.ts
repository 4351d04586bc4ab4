// Which objects get a call: the function's own rules, and what a listing shows beyond them.

import { describe, expect, test } from 'vitest';
import { createChooser } from '../../../../src/cloud/backfill/choose.ts';
import { loadConfig } from '../../../../src/function/config/config.ts';
import { listed } from '../../../support/listing.ts';

const source = { bucket: 'example-1250000000', region: 'ap-guangzhou' };
const chooser = (env: Record<string, string> = {}, anyName = false) =>
  createChooser({ source, config: loadConfig(env), anyName });

describe('by default', () => {
  test.each([
    ['photos/cat.jpg', 1000, 'STANDARD', undefined],
    ['photos/CAT.JPEG', 1000, 'STANDARD_IA', undefined],
    ['photos/cat', 1000, 'INTELLIGENT_TIERING', undefined],
    ['photos/cat.dat', 1000, 'MAZ_STANDARD', undefined],
    ['photos/', 0, 'STANDARD', 'folder'],
    ['photos/..', 10, 'STANDARD', 'folder'],
    ['photos/cat.jpg', 0, 'STANDARD', 'empty-object'],
    ['photos/cat.jpg', 1000, 'ARCHIVE', 'archived'],
    ['photos/cat.jpg', 1000, 'DEEP_ARCHIVE', 'archived'],
    ['videos/cat.MP4', 1000, 'STANDARD', 'named-otherwise'],
    ['photos/._cat.jpg', 1000, 'STANDARD', 'named-otherwise'],
    ['photos/cat.NEF', 1000, 'STANDARD', 'unsupported-name'],
    ['photos/cat.HEIC', 1000, 'STANDARD', undefined],
  ])('%s of %i bytes in %s: %s', (key, size, storageClass, reason) => {
    expect(chooser()(listed(key, { size, storageClass }))).toBe(reason);
  });
});

test('THUMB_INCLUDE and THUMB_EXCLUDE decide as in the function', () => {
  const choose = chooser({ THUMB_INCLUDE: 'photos/**', THUMB_EXCLUDE: '**/tmp/**' });
  expect(['photos/a.jpg', 'photos/tmp/a.jpg', 'other/a.jpg'].map((key) => choose(listed(key)))).toEqual([
    undefined,
    'excluded',
    'excluded',
  ]);
});

test('what the function writes into the source bucket itself is left out', () => {
  const choose = chooser({ THUMB_TARGET_BUCKET: '{bucket}', THUMB_TARGET_KEY: 'thumbs/{dir}{name}.{ext}' });
  expect([choose(listed('thumbs/a.jpg')), choose(listed('a.jpg'))]).toEqual(['target-object', undefined]);
});

test('with --any-name only the bytes tell, but an archived object still has none', () => {
  const choose = chooser({}, true);
  expect(['a.mp4', 'a.heic', '._a.jpg'].map((key) => choose(listed(key)))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(choose(listed('a.mp4', { size: 10, storageClass: 'ARCHIVE' }))).toBe('archived');
});

test('settings that would make thumbnails of thumbnails are an error, as in the function', () => {
  // {bucket} would be refused when it is read: only the name of this very bucket is found out here.
  const choose = chooser({ THUMB_TARGET_BUCKET: 'example' });
  expect(() => choose(listed('a.jpg'))).toThrow(/without end/);
});
