// The checksum by the decoder's own module, which runtimes without `zlib.crc32` need.

import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { buildOwnModules } from '../../../wasm/bundle/own-modules.mjs';
import type { PngDecoderExports } from '../../../wasm/png/decoder-exports.ts';
import { pngModules } from '../../support/png-pair.ts';
import { createRandom } from '../../support/random.ts';

const modules = await buildOwnModules('png');

test.each(pngModules)('%s: any length, wherever it begins', (name) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(modules[name])), {});
  const { memory, pieceAddress, begin, updateCrc } = exports as unknown as PngDecoderExports;
  begin(1, 1, 8, 0, 1, 1, false);
  const place = pieceAddress(0);
  const random = createRandom(1);
  for (let length = 0; length < 300; length++) {
    const from = place + random.below(16);
    const bytes = Uint8Array.from({ length }, () => random.below(256));
    new Uint8Array(memory.buffer, from, length).set(bytes);
    const before = random.below(2 ** 32);
    expect(updateCrc(before, from, length) >>> 0, `${length} bytes`).toBe(crc32(bytes, before));
  }
});
