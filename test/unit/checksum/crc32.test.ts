// CRC-32 against published values and against zlib's.

import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from '../../../src/function/checksum/crc32.ts';

test.each([
  ['nothing', '', 0],
  // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
  ['123456789', '123456789', 0xcbf43926],
  ['an empty IEND chunk (W3C PNG)', 'IEND', 0xae426082],
])('of %s', (_, text, expected) => {
  expect(crc32(Buffer.from(text))).toBe(expected);
});

test('of any bytes it is the one that zlib has', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    }),
    { numRuns: 500, seed: 20_260_201 },
  );
});
