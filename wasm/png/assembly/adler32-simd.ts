// Adler-32 by instructions that calculate with several numbers at once (SIMD). Only the module for runtimes that have these instructions
// has this file's code.

/** Bytes of which both sums are within 32 bits, if they have been divided by their modulus before (RFC 1950, 9). */
export const bytesAtOnce: u32 = 5552;

/** What is in the four lanes, added up. */
// @ts-ignore: decorator
@inline
function sumOfLanes(values: v128): u32 {
  const pairs = i32x4.add(values, i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/** The sum of all bytes, and what they add to the second sum, of `addBy16`. */
export let sumOfBytes: u32 = 0;
export let sumOfSums: u32 = 0;

/** @param bytes A multiple of 16, `bytesAtOnce` at most. */
export function addBy16(from: usize, bytes: u32): void {
  const end = from + bytes;
  let sums = i32x4.splat(0);
  let sumsBefore = i32x4.splat(0);
  let weighted = i32x4.splat(0);
  for (; from < end; from += 16) {
    const sixteen = v128.load(from);
    sumsBefore = i32x4.add(sumsBefore, sums);
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(sixteen)));
    // Within its own step, a byte counts once for itself and once for each byte behind it.
    const first = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(sixteen), i16x8(16, 15, 14, 13, 12, 11, 10, 9));
    const second = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(sixteen), i16x8(8, 7, 6, 5, 4, 3, 2, 1));
    weighted = i32x4.add(weighted, i32x4.add(first, second));
  }
  sumOfBytes = sumOfLanes(sums);
  // And 16 times for each step behind it.
  sumOfSums = (sumOfLanes(sumsBefore) << 4) + sumOfLanes(weighted);
}
