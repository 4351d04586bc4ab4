// Huffman tables (T.81, Annex C and F.2.2.3), as look-up tables for the next bits.

import { first, position, setPosition } from './input';

/** The bits that one look-up of a symbol covers. Longer codes are searched by their length. */
const symbolBits: u32 = 10;
/** The bits that one look-up of several symbols covers. 11 and 13 are 2 to 5 % slower. */
const runBits: u32 = 12;
/** The bits that one look-up of two coefficients covers. */
const pairBits: u32 = 11;
const longestCode: u32 = 16;

/** For each table, of which 0 to 3 are for DC and 4 to 7 for AC: of the next 10 bits, the length of the symbol's code times 256, and the symbol; 0 if the code is longer. */
const symbolTable: usize = memory.data(8 * 1024 * 2, 16);
/** For each table: of the next 12 bits, the symbols that they surely contain. See `fillRuns`. */
const runTable: usize = memory.data(8 * 4096 * 4, 16);
/** For each table and length of a code: one more than the largest code, as the first of 16 bits; 0 if there is none. */
const codeEnds: usize = memory.data(8 * 17 * 4, 16);
/** For each table and length of a code: what is added to a code to have the place of its symbol. */
const codeOffsets: usize = memory.data(8 * 17 * 4, 16);
const symbols: usize = memory.data(8 * 256, 16);
/**
 * For each table of AC: of the next bits, up to two coefficients that are whole in them, code and value. From the lowest byte: the
 * bits of both; the coefficients up to and including the first one; those from there up to and including the second one; the bits
 * of the first one; and their values, 16 bits each. An end of block counts as 64 coefficients and a run of 16 zeros as 16, both of
 * the value 0. Where there is no second one, it is given as no further coefficient of the same value. 0: look for the symbol by
 * itself.
 */
const pairTable: usize = memory.data(4 * (1 << pairBits) * 8, 16);
/** The counts and symbols of a table as they are in the file, copied here by the host. */
export const tableSource: usize = memory.data(16 + 256, 16);

// @ts-ignore: decorator
@inline
export const endOfBlock: u32 = 64;

/**
 * Makes the look-up tables of the table at `tableSource`.
 *
 * @param isAc Whether the symbols are those of AC coefficients.
 * @returns false if the counts give no prefix code.
 */
export function makeTable(table: u32, isAc: bool): bool {
  const to = symbolTable + (table << 11);
  memory.fill(to, 0, 2048);
  memory.copy(symbols + (table << 8), tableSource + 16, 256);
  let code: u32 = 0;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= longestCode; length++) {
    const at = (table * 17 + length) << 2;
    store<i32>(codeOffsets + at, <i32>place - <i32>code);
    const count: u32 = load<u8>(tableSource + length - 1);
    for (let n: u32 = 0; n < count; n++, place++, code++) {
      if (code >= <u32>(1 << length) || place > 255) return false;
      if (length > symbolBits) continue;
      const entry = (length << 8) | load<u8>(tableSource + 16 + place);
      const free = symbolBits - length;
      for (let rest: u32 = 0; rest < <u32>(1 << free); rest++) {
        store<u16>(to + (((code << free) | rest) << 1), <u16>entry);
      }
    }
    // No code may be all ones (T.81, C.2).
    if (code >= <u32>(1 << length)) return false;
    store<u32>(codeEnds + at, count > 0 ? code << (longestCode - length) : 0);
    code <<= 1;
  }
  if (isAc) {
    fillRuns(table);
    fillPairs(table);
  }
  return true;
}

// @ts-ignore: decorator
@inline
function lookUp(table: u32, bits: u32): u32 {
  return load<u16>(symbolTable + (table << 11) + (<usize>bits << 1));
}

/** @returns The code's length times 256, and the symbol; 0 if the 16 bits begin with no code. */
function search(table: u32, bits: u32): u32 {
  for (let length: u32 = 1; length <= longestCode; length++) {
    const at = (table * 17 + length) << 2;
    if (bits >= load<u32>(codeEnds + at)) continue;
    const place = <i32>(bits >> (longestCode - length)) + load<i32>(codeOffsets + at);
    return (length << 8) | load<u8>(symbols + (table << 8) + (<usize>place & 255));
  }
  return 0;
}

/**
 * Fills the table by which AC coefficients are passed over, several at a time: of each 12 bits, the bits and the coefficients of
 * all symbols that are whole in it, and those of the first one alone. An end of block counts as 64 coefficients.
 */
function fillRuns(table: u32): void {
  for (let bits: u32 = 0; bits < 4096; bits++) {
    let used: u32 = 0;
    let passed: u32 = 0;
    let firstUsed: u32 = 0;
    let firstPassed: u32 = 0;
    while (used < runBits) {
      const rest = (bits << used) & 4095;
      let entry = lookUp(table, rest >> (runBits - symbolBits));
      if (entry == 0) entry = search(table, rest << (longestCode - runBits));
      const length = entry >> 8;
      if (entry == 0 || length > runBits - used) break;
      const zeros = (entry >> 4) & 15;
      const size = entry & 15;
      let count: u32 = 0;
      if (size != 0) count = zeros + 1;
      else if (zeros == 15) count = 16;
      else if (zeros == 0) count = endOfBlock;
      else break;
      if (size > 10 || passed + count > 127) break;
      used += length + size;
      passed += count;
      if (firstUsed == 0) {
        firstUsed = used;
        firstPassed = count;
      }
      if (count == endOfBlock) break;
    }
    const entry = firstUsed == 0 ? 0 : used | (passed << 8) | (firstUsed << 16) | (firstPassed << 24);
    store<u32>(runTable + (table << 14) + (bits << 2), entry);
  }
}

function fillPairs(table: u32): void {
  const to = pairTable + ((table - 4) << (pairBits + 3));
  for (let bits: u32 = 0; bits < 1 << pairBits; bits++) {
    const one = coefficientIn(table, bits, pairBits);
    const used = <u32>one & 255;
    let entry: u64 = 0;
    if (used != 0) {
      const passed = <u32>(one >> 8) & 255;
      const other = passed == endOfBlock ? 0 : coefficientIn(table, (bits << used) & ((1 << pairBits) - 1), pairBits - used);
      entry = <u64>(used + (<u32>other & 255)) | (<u64>passed << 8) | (<u64>used << 24) | (one & 0xffff00000000);
      entry |= (((other >> 8) & 255) << 16) | ((((<u32>other & 255) == 0 ? one : other) >> 32) << 48);
    }
    store<u64>(to + (bits << 3), entry);
  }
}

/**
 * @param room How many of the highest bits are known.
 * @returns The first coefficient in the bits: bits and coefficients as in `pairTable`, and its value in 16 bits from the 32nd on; 0
 * if it is not whole in them.
 */
function coefficientIn(table: u32, bits: u32, room: u32): u64 {
  const shift = longestCode - pairBits;
  let entry = lookUp(table, (bits << shift) >> (longestCode - symbolBits));
  if (entry == 0) entry = search(table, bits << shift);
  const length = entry >> 8;
  const zeros = (entry >> 4) & 15;
  const size = entry & 15;
  if (entry == 0 || length + size > room || size > 10) return 0;
  if (size != 0) {
    const value = extend(<u64>bits << (64 - pairBits + length), size);
    return <u64>(length + size) | (<u64>(zeros + 1) << 8) | ((<u64>value & 0xffff) << 32);
  }
  if (zeros == 15) return <u64>length | (16 << 8);
  return zeros == 0 ? <u64>length | (<u64>endOfBlock << 8) : 0;
}

/** @returns What the next bits begin with; see `pairTable`. */
// @ts-ignore: decorator
@inline
export function nextPair(pairs: usize, bits: u64): u64 {
  return load<u64>(pairs + (<usize>(bits >> (64 - pairBits)) << 3));
}

// @ts-ignore: decorator
@inline
export function pairsOf(table: u32): usize {
  return pairTable + ((table - 4) << (pairBits + 3));
}

/** @returns The next 57 bits or more, the first one on top. */
// @ts-ignore: decorator
@inline
export function peek(bit: u32): u64 {
  return load<u64>(first - 7 - <usize>(bit >> 3)) << (bit & 7);
}

/** @returns The length of the next code times 256, and its symbol; 0 if there is no such code. */
// @ts-ignore: decorator
@inline
export function nextSymbol(table: u32, bits: u64): u32 {
  const entry = lookUp(table, <u32>(bits >> (64 - symbolBits)));
  return entry != 0 ? entry : search(table, <u32>(bits >> 48));
}

/** The signed number in the first `size` bits (EXTEND, F.2.2.1). */
// @ts-ignore: decorator
@inline
export function extend(bits: u64, size: u32): i32 {
  const value = <u32>((bits >> 1) >> (63 - size));
  const isPositive = <i32>(<i64>bits >> 63);
  return <i32>value + (~isPositive & <i32>((0xffffffff << size) + 1));
}

/**
 * Passes over the rest of a block's AC coefficients.
 *
 * @param k The first coefficient in zigzag order.
 * @returns false if a code is wrong, or the coefficients do not end with the block.
 */
// @ts-ignore: decorator
@inline
export function passAc(table: u32, k: u32): bool {
  const runs = runTable + (table << 14);
  const start = first - 7;
  let at = position;
  for (;;) {
    let bits = load<u64>(start - <usize>(at >> 3)) << (at & 7);
    let entry = load<u32>(runs + (<usize>(bits >> (64 - runBits)) << 2));
    let next = k + ((entry >> 8) & 255);
    // Twice, because the bits of one load are enough for both.
    if (<u32>(next < 64) & <u32>(entry != 0)) {
      at += entry & 255;
      k = next;
      bits <<= entry & 63;
      entry = load<u32>(runs + (<usize>(bits >> (64 - runBits)) << 2));
      next = k + ((entry >> 8) & 255);
      if (<u32>(next < 64) & <u32>(entry != 0)) {
        at += entry & 255;
        k = next;
        continue;
      }
    }
    if (entry != 0) {
      const passed = (entry >> 8) & 255;
      if ((passed & endOfBlock) != 0 && k + passed - endOfBlock < 64) {
        at += entry & 255;
        break;
      }
      // The symbols go beyond this block, so that only the first of them is taken.
      at += (entry >> 16) & 255;
      const count = entry >> 24;
      if (count == endOfBlock) break;
      k += count;
    } else {
      const symbol = nextSymbol(table, bits);
      if (symbol == 0) return false;
      const zeros = (symbol >> 4) & 15;
      const size = symbol & 15;
      at += (symbol >> 8) + size;
      if (size > 10) return false;
      if (size == 0) {
        if (zeros == 0) break;
        if (zeros != 15) return false;
      }
      k += zeros + 1;
    }
    if (k == 64) break;
    if (k > 64) return false;
  }
  setPosition(at);
  return true;
}
