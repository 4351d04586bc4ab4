// Reads the coefficients of a macroblock (RFC 6386, section 13), multiplied by their steps.

import { allocate } from '../../../assembly/memory';
import { bitsOf, fill, rangeOf, valueOf } from './bool-reader';
import { coefficientProbabilities } from './frame-header';
import { chromaSteps, lumaDcSteps, lumaSteps } from './quantiser-steps';
import { inverseWalshHadamard } from './transforms';

/** 16 blocks of luma, 4 of blue and 4 of red chroma, in raster order; 16 coefficients of 16 bits each, in raster order. */
export const coefficients: usize = memory.data(24 * 32, 16);
/** The block of luma's DC coefficients. */
const secondBlock: usize = memory.data(32, 16);

/** For each block, two bits, as `none` to `any` below; those of luma, the first block in the highest bits, and of chroma. */
export let lumaKinds: u32 = 0;
export let chromaKinds: u32 = 0;
/**
 * Whether a block had coefficients that no picture has: so large that sums of the inverse transform do not fit into 16 bits, in which
 * libwebp calculates where it has SIMD. What it makes of them is not specified.
 */
export let isExcessive: bool = false;
/** What all coefficients of a block may be together. The largest weight of one is less than 2; samples reach half of it. */
const mostTogether: i32 = 16383;

/** What coefficients a block has. */
export const onlyDc: u32 = 1;
export const firstThree: u32 = 2;
export const any: u32 = 3;

/** Types of blocks, by which their probabilities differ (13.3). */
const lumaWithoutDc: u32 = 0;
const lumaDc: u32 = 1;
const chroma: u32 = 2;
const wholeLuma: u32 = 3;
/** Bytes of the probabilities of a type, a band and a context. */
const typeBytes: u32 = 264;
const bandBytes: u32 = 33;
const contextBytes: u32 = 11;

/** Where the band of each coefficient begins (13.3), and where, in raster order, it belongs (13). */
const bands: usize = memory.data<u16>([0, 33, 66, 99, 198, 132, 165, 198, 198, 198, 198, 198, 198, 198, 198, 231, 0]);
const places: usize = memory.data<u8>([0, 2, 8, 16, 10, 4, 6, 12, 18, 24, 26, 20, 14, 22, 28, 30]);

/** The tree of tokens (13.2): for each node, what follows a 0 and a 1; a leaf is 32 more than its token. */
const tree: usize = memory.data<u8>([32, 2, 33, 4, 34, 6, 8, 12, 35, 10, 36, 37, 14, 16, 38, 39, 18, 20, 40, 41, 42, 43]);
const leaf: u32 = 32;
/** Tokens: the end of the block, 0, 1 to 4, and six categories of larger numbers. */
const endToken: u32 = 0;
const zeroToken: u32 = 1;
const firstCategory: u32 = 6;
/** For each category, the least number of it, and where the probabilities of its further bits begin; they end with a 0. */
const leastOf: usize = memory.data<u8>([5, 7, 11, 19, 35, 67]);
const bitsFrom: usize = memory.data<u8>([0, 2, 5, 9, 14, 20]);
const furtherBits: usize = memory.data<u8>([
  159, 0, 165, 145, 0, 173, 148, 140, 0, 176, 155, 140, 135, 0, 180, 157, 141, 134, 130, 0, 254, 254, 243, 230, 196, 177, 153,
  140, 133, 130, 129, 0,
]);

/**
 * Whether neighbours have coefficients, a bit each, above for the whole width, and to the left: 4 subblocks of luma, 2 of each chroma,
 * and in bit 8 the block of luma's DC.
 */
let above: usize = 0;
let left: u32 = 0;

/** @param columns Macroblocks side by side. @returns false if there is no memory. */
export function initCoefficients(columns: u32): bool {
  above = allocate(columns << 1);
  if (above == 0) return false;
  for (let column: u32 = 0; column < columns; column++) store<u16>(above + (column << 1), 0);
  return true;
}

export function beginRowOfCoefficients(): void {
  left = 0;
  isExcessive = false;
}

/** Passes over a macroblock without coefficients. What is known of blocks of luma's DC stays where it has none. */
export function skipCoefficients(column: u32, hasSubblocks: bool): void {
  lumaKinds = 0;
  chromaKinds = 0;
  const kept: u32 = hasSubblocks ? 0x100 : 0;
  const over = above + (column << 1);
  store<u16>(over, <u16>(load<u16>(over) & kept));
  left &= kept;
}

/** @param steps As quantiser-steps.ts has them for the macroblock's segment. */
export function readCoefficients(reader: usize, column: u32, hasSubblocks: bool, steps: usize): void {
  for (let at: usize = 0; at < 24 * 32; at += 8) store<u64>(coefficients + at, 0);
  const over = above + (column << 1);
  let up: u32 = load<u16>(over);
  let first: u32 = 0;
  let type = wholeLuma;
  if (!hasSubblocks) {
    const context = (up >> 8) + (left >> 8);
    const last = readSecondBlock(reader, context, steps + lumaDcSteps);
    const hasAny: u32 = last > 0 ? 0x100 : 0;
    up = (up & 0xff) | hasAny;
    left = (left & 0xff) | hasAny;
    first = 1;
    type = lumaWithoutDc;
  }
  let block = coefficients;
  let kinds: u32 = 0;
  for (let row: u32 = 0; row < 4; row++) {
    for (let one: u32 = 0; one < 4; one++, block += 32) {
      const context = ((up >> one) & 1) + ((left >> row) & 1);
      const last = readBlock(reader, type, context, first, steps + lumaSteps, block);
      const has: u32 = last > first ? 1 : 0;
      up = (up & ~(1 << one)) | (has << one);
      left = (left & ~(1 << row)) | (has << row);
      kinds = (kinds << 2) | kindOf(block, last);
    }
  }
  lumaKinds = kinds;
  kinds = 0;
  for (let plane: u32 = 4; plane < 8; plane += 2) {
    for (let row = plane; row < plane + 2; row++) {
      for (let one = plane; one < plane + 2; one++, block += 32) {
        const context = ((up >> one) & 1) + ((left >> row) & 1);
        const last = readBlock(reader, chroma, context, 0, steps + chromaSteps, block);
        const has: u32 = last > 0 ? 1 : 0;
        up = (up & ~(1 << one)) | (has << one);
        left = (left & ~(1 << row)) | (has << row);
        kinds = (kinds << 2) | kindOf(block, last);
      }
    }
  }
  chromaKinds = kinds;
  store<u16>(over, <u16>up);
}

/** Reads the block of DC coefficients, which become the first ones of the blocks of luma (14.3). */
function readSecondBlock(reader: usize, context: u32, steps: usize): u32 {
  for (let at: usize = 0; at < 32; at += 8) store<u64>(secondBlock + at, 0);
  const last = readBlock(reader, lumaDc, context, 0, steps, secondBlock);
  inverseWalshHadamard(secondBlock, coefficients);
  return last;
}

// @ts-ignore: decorator
@inline
function kindOf(block: usize, last: u32): u32 {
  if (last > 3) return any;
  if (last > 1) return firstThree;
  return load<i16>(block) != 0 ? onlyDc : 0;
}

/**
 * Reads one block. The state of the reader is in variables meanwhile, so that each bit does not wait for memory.
 *
 * @param first The first coefficient that the block has, 0 or 1.
 * @param steps The step of DC, and of AC.
 * @returns One more than the last coefficient that is not 0, or 0.
 */
function readBlock(reader: usize, type: u32, context: u32, first: u32, steps: usize, block: usize): u32 {
  let value = load<u64>(reader, valueOf);
  let range = load<u32>(reader, rangeOf);
  let bits = load<i32>(reader, bitsOf);
  const ofType = coefficientProbabilities + type * typeBytes;
  let likely = ofType + load<u16>(bands + (first << 1)) + context * contextBytes;
  let together: i32 = first == 0 ? 0 : abs(<i32>load<i16>(block));
  let index = first;
  let node: u32 = 0;
  for (;;) {
    // As readBit of bool-reader.ts.
    if (bits < 0) {
      store<u64>(reader, value, valueOf);
      store<i32>(reader, bits, bitsOf);
      fill(reader);
      value = load<u64>(reader, valueOf);
      bits = load<i32>(reader, bitsOf);
    }
    let split = (((range - 1) * <u32>load<u8>(likely + (node >> 1))) >> 8) + 1;
    if (<u32>(value >> bits) >= split) {
      range -= split;
      value -= <u64>split << bits;
      node = load<u8>(tree + node, 1);
    } else {
      range = split;
      node = load<u8>(tree + node);
    }
    let shift = <i32>clz(range) - 24;
    range <<= shift;
    bits -= shift;
    if (node < leaf) continue;

    const token = node - leaf;
    if (token == endToken) break;
    if (token == zeroToken) {
      index++;
      if (index == 16) break;
      likely = ofType + load<u16>(bands + (index << 1));
      // A block does not end behind a 0 (13.2).
      node = 2;
      continue;
    }
    let number: i32 = <i32>token - 1;
    if (token >= firstCategory) {
      let further: i32 = 0;
      const category = token - firstCategory;
      for (let at = furtherBits + load<u8>(bitsFrom + category); ; at++) {
        const probability: u32 = load<u8>(at);
        if (probability == 0) break;
        if (bits < 0) {
          store<u64>(reader, value, valueOf);
          store<i32>(reader, bits, bitsOf);
          fill(reader);
          value = load<u64>(reader, valueOf);
          bits = load<i32>(reader, bitsOf);
        }
        split = (((range - 1) * probability) >> 8) + 1;
        further <<= 1;
        if (<u32>(value >> bits) >= split) {
          range -= split;
          value -= <u64>split << bits;
          further |= 1;
        } else range = split;
        shift = <i32>clz(range) - 24;
        range <<= shift;
        bits -= shift;
      }
      number = further + load<u8>(leastOf + category);
    }
    if (bits < 0) {
      store<u64>(reader, value, valueOf);
      store<i32>(reader, bits, bitsOf);
      fill(reader);
      value = load<u64>(reader, valueOf);
      bits = load<i32>(reader, bitsOf);
    }
    // Its sign: as likely as not, so that the range is halved.
    split = (range + 1) >> 1;
    const isLarge = number > 1;
    if (<u32>(value >> bits) >= split) {
      range -= split;
      value -= <u64>split << bits;
      number = -number;
    } else range = split;
    shift = <i32>clz(range) - 24;
    range <<= shift;
    bits -= shift;
    const step = <i32>load<u16>(steps + (index > 0 ? 2 : 0));
    const coefficient = <i16>(number * step);
    together += abs(<i32>coefficient);
    store<i16>(block + load<u8>(places + index), coefficient);
    index++;
    if (index == 16) break;
    likely = ofType + load<u16>(bands + (index << 1)) + (isLarge ? 2 * contextBytes : contextBytes);
    node = 0;
  }
  store<u64>(reader, value, valueOf);
  store<u32>(reader, range, rangeOf);
  store<i32>(reader, bits, bitsOf);
  if (together > mostTogether && type != lumaDc) isExcessive = true;
  return index;
}
