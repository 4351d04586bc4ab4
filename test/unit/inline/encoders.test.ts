// When the encoders of engines in this thread are loaded. Squoosh's are made for the test here: they only count.

import { expect, test } from 'vitest';
import { createInlineEncoders } from '../../../wasm/inline/encoders.ts';
import { createKept } from '../../../wasm/inline/kept.ts';

const pixels = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
const webp = { format: 'webp', quality: undefined } as const;
/** On by default, so that nothing changes for other tests. */
const flags = [{ on: '--wasm-tier-up', off: ['--wasm-tier-up'] }];

/** @returns How often Squoosh's encoders were loaded for so many thumbnails. */
async function loadsFor(
  thumbnails: number,
  memoryMb: number,
  light = flags,
  thumbnail = pixels,
): Promise<number> {
  let loads = 0;
  const encoders = createInlineEncoders({
    kept: createKept(),
    jpeg: () => new Uint8Array(),
    flags: light,
    loadSquoosh: async () => {
      loads += 1;
      return async () => new Uint8Array(1);
    },
  });
  encoders.setMemoryLimit(memoryMb);
  const coder = encoders.createCoder({ isGrey: false, hasAlpha: false });
  for (let n = 0; n < thumbnails; n++) await coder.encode(thumbnail, webp);
  return loads;
}

test.each([
  ['20 thumbnails by the same', 20, 384, 1],
  ['the 21st by others, which V8 optimises', 21, 384, 2],
  ['all further ones by those', 100, 384, 2],
  ['all by the same where there is no memory for V8 to optimise them', 100, 383, 1],
] as const)('Squoosh writes %s', async (_, thumbnails, memoryMb, loads) => {
  expect(await loadsFor(thumbnails, memoryMb)).toBe(loads);
});

test('where V8 optimises by itself, they are loaded once', async () => {
  expect(await loadsFor(100, 1024, [])).toBe(1);
});

// Several of them would be in memory together, with what made each.
test.each([
  ['is let go of behind each large thumbnail where there is little memory', 1100, 128, 3],
  ['is kept behind small ones', 900, 128, 1],
  ['is kept where there is more', 1100, 1024, 1],
] as const)('the encoder of WebP %s', async (_, side, memoryMb, loads) => {
  const large = { data: new Uint8ClampedArray(4), width: side, height: 1000 };
  expect(await loadsFor(3, memoryMb, [], large)).toBe(loads);
});
