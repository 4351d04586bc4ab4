// From luma and differences of colour to RGB: what the standard says of black, white, grey and full red, whatever the depth.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourMatrix } from '../../../wasm/heif/matrix.ts';
import type { HeifPlane } from '../../../wasm/heif/planes.ts';

const plane = (bits: number): HeifPlane => ({
  width: 1,
  height: 1,
  bits,
  stride: 1,
  data: new Uint8Array(1),
});

/** @param samples As they are in the planes. */
function toRgb(samples: readonly number[], bits: number, matrix: number, isFullRange: boolean): number[] {
  const planes = [plane(bits), plane(bits), plane(bits)] as const;
  const row = new Float32Array(4);
  const most = 2 ** bits - 1;
  const means = samples.map((sample) => Float32Array.of(sample / most));
  colourMatrix({ planes, matrix, primaries: 1, isFullRange })(means, row);
  return Array.from(row.subarray(0, 3), (value) => Math.min(255, Math.max(0, Math.round(value * 255))));
}

test.each([
  ['black', [16, 128, 128], 8, 1, false, [0, 0, 0]],
  ['white', [235, 128, 128], 8, 1, false, [255, 255, 255]],
  ['white of 10 bits', [940, 512, 512], 10, 9, false, [255, 255, 255]],
  ['red by BT.601, all of the range', [76, 85, 255], 8, 6, true, [254, 0, 0]],
  ['red by BT.709, the range of video', [63, 102, 240], 8, 1, false, [255, 1, 0]],
  ['planes of green, blue and red', [10, 20, 30], 8, 0, true, [30, 10, 20]],
] as const)('%s', (_, samples, bits, matrix, isFullRange, expected) => {
  expect(toRgb(samples, bits, matrix, isFullRange)).toEqual(expected);
});

test('what has no colour is grey, by every matrix and at every depth', () => {
  const matrices = fc.constantFrom(1, 2, 4, 5, 6, 7, 8, 9, 10, 12);
  fc.assert(
    fc.property(matrices, fc.constantFrom(8, 10, 12), fc.nat(255), (matrix, bits, level) => {
      const scale = 2 ** (bits - 8);
      const [red, green, blue] = toRgb([level * scale, 128 * scale, 128 * scale], bits, matrix, true);
      expect([green, blue]).toEqual([red, red]);
    }),
  );
});
