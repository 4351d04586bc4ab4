// What libvips is granted of memory, and when an allocation counts as failed. The allocator is made for the test: it asks as the real
// one was seen to ask.

import { expect, onTestFinished, test } from 'vitest';
import { createBound, isRefused, setBound, shortageOf } from '../../../wasm/thread/memory-bound.ts';
import { residentBytes } from '../../../wasm/thread/resident-memory.ts';
import { boundGrowth } from '../../../wasm/vips/memory-limit.ts';

const MB = 1024 * 1024;
const heapEnd = 16 * MB;
/** What is kept back of the function's memory: nothing is left. */
const keptBackMb = 8;

function startAllocator() {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 4096, shared: true });
  new Int32Array(memory.buffer)[1] = heapEnd;
  const imports: { env: { memory: WebAssembly.Memory; emscripten_resize_heap(size: number): number } } = {
    env: { memory, emscripten_resize_heap: () => 0 },
  };
  const bound = createBound();
  boundGrowth(bound, imports, () => ({ emscripten_get_sbrk_ptr: () => 4 }));
  setBound(bound, (residentBytes() ?? 0) / MB + keptBackMb);
  onTestFinished(() => setBound(bound, 0));
  return { bound, ask: (bytes: number) => imports.env.emscripten_resize_heap(heapEnd + bytes) === 1 };
}

test.runIf(process.platform === 'linux')('a reserve that is refused is no allocation that has failed', () => {
  const { bound, ask } = startAllocator();
  expect(ask(32 * MB + 48)).toBe(false);
  expect(isRefused(bound)).toBe(false);
  expect(shortageOf(bound)).toBeUndefined();
});

test.runIf(process.platform === 'linux').each([16.3, 31, 33, 60])(
  'of %i MB that are needed it is one',
  (mb) => {
    const { bound, ask } = startAllocator();
    expect(ask(mb * MB)).toBe(false);
    expect(isRefused(bound)).toBe(true);
    expect(shortageOf(bound)).toMatch(/more than what is left of the function's/);
  },
);
