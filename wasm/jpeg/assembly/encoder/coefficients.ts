// The quantised coefficients of all blocks in the order of the scan, and how they are coded (T.81, F.1.2).

import { codeOf, countSymbol, lengthOf } from './huffman';
import { putBits } from './output';

/** 64 coefficients of 16 bits in zigzag order, and a flag for each: whether it is not zero. */
export const blockBytes: u32 = 128 + 8;

/** The most bits of a coded block: 64 coefficients of 16 and 11 bits; and bytes, should each be followed by a zero. */
export const mostBytesOfBlock: u32 = 64 * 27 / 8 * 2;

// @ts-ignore: decorator
@inline
function sizeOf(value: i32): u32 {
  return 32 - <u32>clz(abs(value));
}

/**
 * Codes one block.
 *
 * @param block See `blockBytes`.
 * @param before The DC coefficient of the component's block before.
 * @param table 0 for luminance, 1 for chrominance.
 * @param writes Whether the codes are written; otherwise their symbols are counted.
 */
export function codeBlock(block: usize, before: i32, table: u32, writes: bool): void {
  const difference = <i32>load<i16>(block) - before;
  const dcSize = sizeOf(difference);
  put(table, dcSize, difference, dcSize, writes);
  let last: u32 = 0;
  // Few are not zero, so that the others are not looked at.
  for (let flags = load<u64>(block, 128) & ~1; flags != 0; flags &= flags - 1) {
    const k = <u32>ctz(flags);
    let zeros = k - last - 1;
    for (; zeros > 15; zeros -= 16) put(table + 2, 0xf0, 0, 0, writes);
    const value = <i32>load<i16>(block + (k << 1));
    const size = sizeOf(value);
    put(table + 2, (zeros << 4) | size, value, size, writes);
    last = k;
  }
  if (last < 63) put(table + 2, 0, 0, 0, writes);
}

/** A symbol, and the bits that say which of the numbers of this size it is (F.1.2.1.1): 27 together at most. */
// @ts-ignore: decorator
@inline
function put(table: u32, symbol: u32, value: i32, size: u32, writes: bool): void {
  if (!writes) {
    countSymbol(table, symbol);
    return;
  }
  // Of a negative number, the bits of one less.
  const bits = <u32>(value + (value >> 31)) & ((1 << size) - 1);
  putBits((codeOf(table, symbol) << size) | bits, lengthOf(table, symbol) + size);
}
