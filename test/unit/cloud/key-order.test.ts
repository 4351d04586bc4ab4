// The order of a listing.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys } from '../../../src/cloud/cos/key-order.ts';

test('is that of the bytes, also for characters beyond those of two', () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'b', '/', '-', '.', 'ü', '中', '\uffee', '😀', '𠮷'),
    maxLength: 6,
  });
  fc.assert(
    fc.property(key, key, (one, other) => {
      expect(Math.sign(compareKeys(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
  );
});
