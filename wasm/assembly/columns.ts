// Adds up the bytes of rows, column by column, each sum of 16 bits, so that several are added at once: by instructions for that (SIMD)
// where the module is for runtimes that have them, and else in the lanes of numbers of 64 bits.

import { allocate } from './memory';

const lanes: u64 = 0x00ff00ff00ff00ff;
/** Rows of 255 at most; with one more a sum would not fit. */
export const mostRows: u32 = 257;

// @ts-ignore: decorator
@inline
function sumBytes(rowBytes: u32): usize {
  return <usize>((rowBytes + 15) & ~15) << 1;
}

/**
 * @returns Where the sums of a row of so many bytes are, which are to be cleared first: those of bytes in their order with SIMD, and
 * else, for each eight bytes, those of the even ones and then those of the odd ones; 0 if there is no memory.
 */
export function allocateColumns(rowBytes: u32): usize {
  return allocate(sumBytes(rowBytes));
}

export function clearColumns(columns: usize, rowBytes: u32): void {
  const end = columns + sumBytes(rowBytes);
  for (let at = columns; at < end; at += 8) store<u64>(at, 0);
}

/** Adds one row, of `mostRows` at most. Up to 15 bytes behind its end are read. */
export function addToColumns(columns: usize, rowBytes: u32, from: usize): void {
  const end = columns + sumBytes(rowBytes);
  if (ASC_FEATURE_SIMD) {
    for (let at = columns; at < end; at += 32, from += 16) {
      const sixteen = v128.load(from);
      v128.store(at, i16x8.add(v128.load(at), i16x8.extend_low_i8x16_u(sixteen)));
      v128.store(at, i16x8.add(v128.load(at, 16), i16x8.extend_high_i8x16_u(sixteen)), 16);
    }
    return;
  }
  for (let at = columns; at < end; at += 16, from += 8) {
    const eight = load<u64>(from);
    store<u64>(at, load<u64>(at) + (eight & lanes));
    store<u64>(at, load<u64>(at, 8) + ((eight >> 8) & lanes), 8);
  }
}

/** @returns The sum of one byte's column. */
// @ts-ignore: decorator
@inline
export function columnOf(columns: usize, byte: u32): u32 {
  if (ASC_FEATURE_SIMD) return load<u16>(columns + (<usize>byte << 1));
  return load<u16>(columns + ((byte & ~7) << 1) + ((byte & 1) << 3) + (byte & 6));
}
