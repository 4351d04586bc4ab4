// One block of coefficients of a sequential scan (T.81, F.2.2), to the samples of its plane.

import { ScaledComponent } from './component';
import { endOfBlock, extend, nextPair, nextSymbol, pairsOf, passAc, peek } from './huffman';
import { fillWithDc, idct2, idct4, idct8, sampleOfDc } from './inverse-dct';
import { idct2By4, idct4By4, idct8By4 } from './inverse-dct-simd';
import { position, setPosition } from './input';
import { zigzag } from '../zigzag';

/** The coefficients of the current block, 16 bits each, in the order of rows; all zero between blocks. */
const current: usize = memory.data(128, 16);

/** The longest differences and coefficients of samples of 8 bits (T.81, tables F.1 and F.2). */
const maxDcBits: u32 = 11;
const maxAcBits: u32 = 10;

/** Clears what a photo may have left that was given up in the middle of a block. */
export function clearBlock(): void {
  for (let at: usize = 0; at < 128; at += 16) {
    store<u64>(current + at, 0);
    store<u64>(current + at, 0, 8);
  }
}

/** Reads a DC difference, and adds it to the prediction. @returns false if the code is wrong. */
// @ts-ignore: decorator
@inline
export function readDc(one: ScaledComponent): bool {
  const bits = peek(position);
  const symbol = nextSymbol(one.dcTable, bits);
  const size = symbol & 255;
  if (symbol == 0 || size > maxDcBits) return false;
  const length = symbol >> 8;
  one.predicted += extend(bits << length, size);
  setPosition(position + length + size);
  return true;
}

/**
 * Reads the AC coefficients of a block.
 *
 * @param to The block, in the order of rows, all zero. The place of its DC coefficient is written to.
 * @returns The last coefficient in zigzag order that may be other than zero; 0 if there is none; -1 if the data is wrong.
 */
// @ts-ignore: decorator
@inline
export function readAc(table: u32, to: usize): i32 {
  const pairs = pairsOf(table);
  let at = position;
  let k: u32 = 1;
  let entry: u64 = 0;
  while (k < 64) {
    let bits = peek(at);
    entry = nextPair(pairs, bits);
    if (entry == 0) {
      // A long code.
      const symbol = nextSymbol(table, bits);
      const size = symbol & 15;
      if (symbol == 0 || size > maxAcBits) return -1;
      const length = symbol >> 8;
      const zeros = (symbol >> 4) & 15;
      at += length + size;
      if (size == 0) {
        if (zeros == 0) {
          setPosition(at);
          return k - 1;
        }
        if (zeros != 15) return -1;
        k += 16;
        if (k > 63) return -1;
        continue;
      }
      k += zeros;
      if (k > 63) return -1;
      store<i16>(to + (<usize>load<u8>(zigzag + k) << 1), <i16>extend(bits << length, size));
      k++;
      if (k < 64) continue;
      setPosition(at);
      return 63;
    }
    // The bits of one load are enough for four look-ups. What goes beyond the block is written to the place of the DC coefficient.
    for (let turn = 4; ; ) {
      const used = <u32>entry & 255;
      at += used;
      k += (<u32>entry >> 8) & 255;
      store<i16>(to + (<usize>load<u8>(zigzag + k - 1) << 1), <i16>(entry >> 32));
      k += (<u32>entry >> 16) & 255;
      store<i16>(to + (<usize>load<u8>(zigzag + k - 1) << 1), <i16>(entry >> 48));
      turn--;
      if (<u32>(turn == 0) | <u32>(k > 63)) break;
      bits <<= used;
      entry = nextPair(pairs, bits);
      if (entry == 0) break;
    }
  }
  return endBlock(at, k, <u32>entry, <u32>(entry >> 32) & 0xffff, <u32>(entry >> 48));
}

/** Ends a block whose coefficient k, behind the last one, comes after the look-up `entry` of the values `a` and `b`. */
// @ts-ignore: decorator
@inline
function endBlock(at: u32, k: u32, entry: u32, a: u32, b: u32): i32 {
  const passedSecond = (entry >> 16) & 255;
  const middle = k - passedSecond;
  if (middle > 63 && passedSecond != 0) {
    // The second one belongs to the next block.
    at -= (entry & 255) - (entry >> 24);
  }
  const isSecond = middle < 64;
  const passed = isSecond ? passedSecond : (entry >> 8) & 255;
  const value = isSecond ? b : a;
  const end = isSecond ? k : middle;
  setPosition(at);
  if (passed == endOfBlock) return end - endOfBlock - 1;
  return end == 64 && value != 0 ? 63 : -1;
}

/**
 * Decodes the next block.
 *
 * @param to Its first sample.
 * @returns false if the data is wrong.
 */
// @ts-ignore: decorator
@inline
export function decodeBlock(one: ScaledComponent, to: usize, stride: usize): bool {
  if (!readDc(one)) return false;
  if (one.side == 1) {
    store<u8>(to, sampleOfDc(one.predicted, load<i32>(one.steps)));
    return passAc(one.acTable, 1);
  }
  return decodeWholeBlock(one, to, stride);
}

function decodeWholeBlock(one: ScaledComponent, to: usize, stride: usize): bool {
  const last = readAc(one.acTable, current);
  if (last < 0) return false;
  if (last == 0) {
    fillWithDc(one.predicted, load<i32>(one.steps), to, stride, one.side);
    return true;
  }
  store<i16>(current, <i16>one.predicted);
  transformBlock(one, current, to, stride, last);
  clearBlock();
  return true;
}

/** @param last The last coefficient in zigzag order that may be other than zero. */
export function transformBlock(one: ScaledComponent, block: usize, to: usize, stride: usize, last: u32): void {
  if (one.side == 2) {
    if (ASC_FEATURE_SIMD) idct2By4(block, one.steps, to, stride, last);
    else idct2(block, one.steps, to, stride, last);
  } else if (one.side == 4) {
    if (ASC_FEATURE_SIMD) idct4By4(block, one.steps, to, stride, last);
    else idct4(block, one.steps, to, stride, last);
  } else if (one.side == 8) {
    if (ASC_FEATURE_SIMD) idct8By4(block, one.steps, to, stride, last);
    else idct8(block, one.steps, to, stride, last);
  } else store<u8>(to, sampleOfDc(load<i16>(block), load<i32>(one.steps)));
}
