// When an engine is ended for the sake of the process.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchMemory } from '../../../wasm/host/memory-watch.ts';
import { createBound, mayTake, noteRefusal, setBound } from '../../../wasm/thread/memory-bound.ts';

const MB = 1024 * 1024;
let heldMb: number | undefined;
const heldBytes = () => (heldMb === undefined ? undefined : heldMb * MB);

beforeEach(() => {
  vi.useFakeTimers();
  heldMb = 90;
});
afterEach(() => {
  vi.useRealTimers();
});

function watch(memoryMb = 128) {
  const bound = createBound();
  setBound(bound, memoryMb);
  const onShort = vi.fn();
  return { bound, onShort, end: watchMemory(memoryMb, bound, onShort, heldBytes) };
}

test('as soon as the process holds all but 5 MB, once', () => {
  const { onShort } = watch();
  heldMb = 123;
  vi.advanceTimersByTime(1000);
  expect(onShort).not.toHaveBeenCalled();
  heldMb = 124;
  vi.advanceTimersByTime(10);
  expect(onShort).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(onShort).toHaveBeenCalledTimes(1);
});

test.each([
  [1024, 100],
  [128, 33],
])('a process of %i MB that holds 90 is looked at again after %i ms', (memoryMb, ms) => {
  const { onShort } = watch(memoryMb);
  heldMb = memoryMb;
  vi.advanceTimersByTime(ms - 1);
  expect(onShort).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onShort).toHaveBeenCalledTimes(1);
});

test('5 seconds after it was refused memory', () => {
  const { bound, onShort } = watch();
  noteRefusal(bound);
  vi.advanceTimersByTime(5000);
  expect(onShort).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(onShort).toHaveBeenCalledTimes(1);
});

test('not if it was granted memory after that', () => {
  const { bound, onShort } = watch();
  noteRefusal(bound);
  vi.advanceTimersByTime(4000);
  mayTake(bound, MB, 90 * MB);
  vi.advanceTimersByTime(10_000);
  expect(onShort).not.toHaveBeenCalled();
});

test.each([
  ['its work is done', 128, 90, true],
  ['the memory is not known', 0, 90, false],
  ['the system does not say what the process holds', 128, undefined, false],
  ['the process held more before', 128, 200, false],
])('never where %s', (_, memoryMb, held, hasEnded) => {
  heldMb = held;
  const { onShort, end } = watch(memoryMb);
  if (hasEnded) end();
  heldMb = 1000;
  vi.advanceTimersByTime(1000);
  expect(onShort).not.toHaveBeenCalled();
});
