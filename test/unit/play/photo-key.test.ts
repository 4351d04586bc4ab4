// What the page calls a photo becomes a key, and never leads out of its folder.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPhotoKey } from '../../../src/play/photo-key.ts';

test.each([
  ['photos/', 'cat.jpg', 'photos/cat.jpg'],
  ['', 'cat.jpg', 'cat.jpg'],
  ['/avatars', 'trip/day 1/猫.jpg', 'avatars/trip/day 1/猫.jpg'],
  ['photos/', '../../etc/passwd', 'photos/etc/passwd'],
  ['..\\..', 'C:\\me\\cat.jpg', 'C:/me/cat.jpg'],
  ['photos/', './...', 'photos/photo'],
  ['photos/', '', 'photos/photo'],
  ['photos/', 'a\u0000b\n.jpg', 'photos/ab.jpg'],
  ['photos/', `${'a'.repeat(300)}.jpg`, `photos/${'a'.repeat(60)}${'a'.repeat(36)}.jpg`],
])('%j and %j', (folder, name, key) => {
  expect(toPhotoKey(folder, name)).toBe(key);
});

test('is a key that COS takes, whatever comes', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('..', '.', '/', '\\', '\u0000', '\u007f', '//', ' '));
  const path = fc.array(part, { maxLength: 30 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(path, path, (folder, name) => {
      const parts = toPhotoKey(folder, name).split('/');
      expect(parts.length).toBeLessThanOrEqual(11);
      for (const one of parts) {
        expect(one).not.toMatch(/^\.*$|[\p{Cc}\\]/u);
        expect(one.length).toBeLessThanOrEqual(100);
      }
    }),
    { seed: 15 },
  );
});
