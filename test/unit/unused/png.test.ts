// What a PNG's decoder passes over is found, and is not inflated whole.

import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pngSignature, writePngChunk } from '../../../src/function/container/png.ts';
import { hasUnusedPngData } from '../../../wasm/unused/png.ts';

const rows = Buffer.alloc(3 * (1 + 4));

/** Grey, 4x3 pixels. */
function picture(data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(pngSignature, 'latin1'),
    writePngChunk('IHDR', Buffer.from('00000004000000030800000000', 'hex')),
    writePngChunk('IDAT', data),
    writePngChunk('IEND', Buffer.alloc(0)),
  ]);
}

test('there is none in an ordinary file', () => {
  expect(hasUnusedPngData(picture(deflateSync(rows)))).toBe(false);
});

test.each([
  ['bytes behind the compressed data', Buffer.concat([deflateSync(rows), Buffer.alloc(1)])],
  ['a byte too many', deflateSync(Buffer.alloc(rows.length + 1))],
  ['too few', deflateSync(rows.subarray(1))],
])('%s are found', (_, data) => {
  expect(hasUnusedPngData(picture(data))).toBe(true);
});

test('what inflates to half a gigabyte is not held in memory', () => {
  const block = deflateRawSync(Buffer.alloc(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const data = Buffer.concat([Buffer.from('789c', 'hex'), ...Array.from({ length: 512 }, () => block)]);
  const before = process.resourceUsage().maxRSS;
  expect(hasUnusedPngData(picture(data))).toBe(true);
  // KB.
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(128 * 1024);
});
