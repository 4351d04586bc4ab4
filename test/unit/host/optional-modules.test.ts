// What a build that lacks a module says.

import { expect, test } from 'vitest';
import { formatsWithout, readRefusal, writeRefusal } from '../../../wasm/host/optional-modules.ts';

test('a build lacks the formats whose modules are not in it', () => {
  expect(formatsWithout(() => true)).toEqual([]);
  expect(formatsWithout((name) => name !== 'heicDecoder')).toEqual(['heic']);
  expect(formatsWithout((name) => name !== 'heif' && name !== 'jxl')).toEqual(['avif', 'jxl']);
});

test('it says which, and what to do', () => {
  expect(readRefusal(['heic'], 'heic')).toMatch(/^this is HEIC, .*--without heic.*Upload a JPEG/);
  expect(writeRefusal(['avif'], 'avif')).toMatch(/^AVIF cannot be written: .*--without avif.*webp/);
  expect(readRefusal(['heic'], 'avif')).toBeUndefined();
  expect(readRefusal(undefined, 'heic')).toBeUndefined();
  expect(writeRefusal(['heic', 'jxl'], 'avif')).toBeUndefined();
});
