// How much memory an engine may still take.

import { expect, test } from 'vitest';
import {
  createBound,
  isRefused,
  mayTake,
  noteRefusal,
  setBound,
  shortageOf,
} from '../../../wasm/thread/memory-bound.ts';

const MB = 1024 * 1024;

function boundOf(limitMb: number) {
  const bound = createBound();
  setBound(bound, limitMb);
  return bound;
}

test('without a limit everything is granted', () => {
  expect(mayTake(createBound(), 2000 * MB, 100 * MB)).toBe(true);
});

test.each([
  [20, true],
  [21, false],
])('with 100 of 128 MB held and 8 kept back, %i MB are granted: %s', (mb, isGranted) => {
  const bound = boundOf(128);
  expect(mayTake(bound, mb * MB, 100 * MB)).toBe(isGranted);
});

test('what was granted counts until it is held', () => {
  const bound = boundOf(128);
  expect(mayTake(bound, 18 * MB, 100 * MB)).toBe(true);
  expect(mayTake(bound, 5 * MB, 100 * MB)).toBe(false);
  expect(mayTake(bound, 5 * MB, 110 * MB)).toBe(false);
  expect(mayTake(bound, 2 * MB, 118 * MB)).toBe(true);
});

test('a refusal is over with the next grant, and forgotten with the next source', () => {
  const bound = boundOf(128);
  noteRefusal(bound);
  expect(isRefused(bound)).toBe(true);
  mayTake(bound, MB, 100 * MB);
  expect(isRefused(bound)).toBe(false);
  expect(shortageOf(bound)).toMatch(/left of the function's 128 MB.*Give the function 256 MB/);
  noteRefusal(bound);
  setBound(bound, 128);
  expect(isRefused(bound)).toBe(false);
  expect(shortageOf(bound)).toBeUndefined();
});
