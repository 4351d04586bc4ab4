// The quantised coefficients of all blocks in the order of the scan, and how they are coded (T.81, F.1.2).

import { codeOf, countSymbol, lengthOf } from './huffman';
import { putBits } from './output';
import { zigzag } from '../zigzag';

/** The most bits of a coded block: 64 coefficients of 16 and 11 bits; and bytes, should each be followed by a zero. */
export const mostBytesOfBlock: u32 = 64 * 27 / 8 * 2;

// @ts-ignore: decorator
@inline
function sizeOf(value: i32): u32 {
  return 32 - <u32>clz(abs(value));
}

/** The bits that say which of the numbers of this size it is (F.1.2.1.1). */
// @ts-ignore: decorator
@inline
function putNumber(value: i32, size: u32): void {
  putBits(<u32>(value < 0 ? value - 1 : value) & ((1 << size) - 1), size);
}

/**
 * Codes one block.
 *
 * @param block 64 coefficients of 16 bits in the order of rows.
 * @param before The DC coefficient of the component's block before.
 * @param table 0 for luminance, 1 for chrominance.
 * @param writes Whether the codes are written; otherwise their symbols are counted.
 */
export function codeBlock(block: usize, before: i32, table: u32, writes: bool): void {
  const difference = <i32>load<i16>(block) - before;
  const dcSize = sizeOf(difference);
  put(table, dcSize, writes);
  if (writes && dcSize > 0) putNumber(difference, dcSize);
  let zeros: u32 = 0;
  for (let k: usize = 1; k < 64; k++) {
    const value = <i32>load<i16>(block + (<usize>load<u8>(zigzag + k) << 1));
    if (value == 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) put(table + 2, 0xf0, writes);
    const size = sizeOf(value);
    put(table + 2, (zeros << 4) | size, writes);
    if (writes) putNumber(value, size);
    zeros = 0;
  }
  if (zeros > 0) put(table + 2, 0, writes);
}

// @ts-ignore: decorator
@inline
function put(table: u32, symbol: u32, writes: bool): void {
  if (writes) putBits(codeOf(table, symbol), lengthOf(table, symbol));
  else countSymbol(table, symbol);
}
