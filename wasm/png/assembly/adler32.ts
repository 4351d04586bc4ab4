// Adler-32 (RFC 1950, 8.2), the checksum of the inflated data: the sum of all bytes, and the sum of that sum after each byte.
//
// Eight bytes at a time, in four lanes of 16 bits, or 16 at a time (adler32-simd.ts). Both sums are divided by their modulus once for
// each part, and not for each byte.

import { addBy16, bytesAtOnce, sumOfBytes, sumOfSums } from './adler32-simd';

const modulus: u32 = 65521;
const lanes: u64 = 0x00ff00ff00ff00ff;
/** Steps of 8 bytes. A lane of 16 bits then holds 255 * (0 + 1 + … + 21) = 58905 at most; after 24 steps it could overflow. */
const stepsAtOnce: u32 = 22;

/** @param values Four lanes. @returns Their sum. */
// @ts-ignore: decorator
@inline
function sumOfLanes(values: u64): u32 {
  const pairs = (values & 0x0000ffff0000ffff) + ((values >> 16) & 0x0000ffff0000ffff);
  return <u32>pairs + <u32>(pairs >> 32);
}

/** @param values Four lanes. @returns The sum of all after each is multiplied by its number from the end: 3, 2, 1 and 0. */
// @ts-ignore: decorator
@inline
function weightedSum(values: u64): u32 {
  return (
    3 * (<u32>values & 0xffff) + 2 * ((<u32>values >> 16) & 0xffff) + (<u32>(values >> 32) & 0xffff)
  );
}

/**
 * @param adler Of the bytes before; 1 if there are none.
 * @returns The checksum of all bytes up to here.
 */
export function updateAdler(adler: u32, from: usize, bytes: u32): u32 {
  let first = adler & 0xffff;
  let second = adler >> 16;
  while (bytes > 0) {
    let part = min(bytes, bytesAtOnce);
    bytes -= part;
    if (ASC_FEATURE_SIMD) {
      const most = part & ~15;
      addBy16(from, most);
      second += first * most + sumOfSums;
      first += sumOfBytes;
      from += most;
      part -= most;
    }
    while (!ASC_FEATURE_SIMD && part >= 8) {
      const steps = min(part >> 3, stepsAtOnce);
      const end = from + (steps << 3);
      // The bytes of even and of odd places: their sums, and the sums of their sums before each step.
      let even: u64 = 0;
      let odd: u64 = 0;
      let evenBefore: u64 = 0;
      let oddBefore: u64 = 0;
      for (; from < end; from += 8) {
        const eight = load<u64>(from);
        evenBefore += even;
        oddBefore += odd;
        even += eight & lanes;
        odd += (eight >> 8) & lanes;
      }
      // A byte counts in the second sum once for itself and once for each byte behind it: 8 times for each step behind its own, and
      // 8 to 1 times within its own.
      second += first * (steps << 3);
      second += (sumOfLanes(evenBefore) + sumOfLanes(oddBefore)) << 3;
      second += 2 * (weightedSum(even) + weightedSum(odd)) + 2 * sumOfLanes(even) + sumOfLanes(odd);
      first += sumOfLanes(even) + sumOfLanes(odd);
      part -= steps << 3;
    }
    for (; part > 0; part--, from++) {
      first += load<u8>(from);
      second += first;
    }
    first %= modulus;
    second %= modulus;
  }
  return (second << 16) | first;
}
