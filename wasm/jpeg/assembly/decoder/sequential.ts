// One block of coefficients of a sequential scan (T.81, F.2.2), to the samples of its plane.

import { ScaledComponent } from './component';
import { extend, nextSymbol, nextValue, passAc, peek, valuesOf } from './huffman';
import { fillWithDc, idct2, idct4, idct8, sampleOfDc } from './inverse-dct';
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
 * @param to The block, in the order of rows.
 * @returns The last coefficient in zigzag order that is not zero; 0 if there is none; -1 if the data is wrong.
 */
// @ts-ignore: decorator
@inline
export function readAc(table: u32, to: usize): i32 {
  const values = valuesOf(table);
  let at = position;
  let k: u32 = 1;
  let last: u32 = 0;
  while (k < 64) {
    let bits = peek(at);
    let entry = nextValue(values, bits);
    if (entry == 0) {
      // A long code.
      const symbol = nextSymbol(table, bits);
      const size = symbol & 15;
      if (symbol == 0 || size > maxAcBits) return -1;
      const length = symbol >> 8;
      const zeros = (symbol >> 4) & 15;
      at += length + size;
      if (size == 0) {
        if (zeros == 0) break;
        if (zeros != 15) return -1;
        k += 16;
        if (k > 63) return -1;
        continue;
      }
      k += zeros;
      if (k > 63) return -1;
      store<i16>(to + (<usize>load<u8>(zigzag + k) << 1), <i16>extend(bits << length, size));
      last = k;
      k++;
      continue;
    }
    // The bits of one load are enough for four coefficients of 12 bits.
    for (let turn = 4; ; ) {
      const used = entry & 255;
      at += used;
      k += (entry >> 8) & 255;
      const value = <i32>entry >> 16;
      if (value != 0) {
        if (k > 64) return -1;
        last = k - 1;
        store<i16>(to + (<usize>load<u8>(zigzag + last) << 1), <i16>value);
        if (k == 64) break;
      } else {
        if (k > 64) {
          // An end of block, unless it is a run of zeros beyond the block.
          if (((entry >> 8) & 255) != 64) return -1;
          break;
        }
        if (k == 64) return -1;
      }
      turn--;
      if (turn == 0) break;
      bits <<= used;
      entry = nextValue(values, bits);
      if (entry == 0) break;
    }
  }
  setPosition(at);
  return last;
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
  if (one.side == 2) idct2(block, one.steps, to, stride, last);
  else if (one.side == 4) idct4(block, one.steps, to, stride);
  else if (one.side == 8) idct8(block, one.steps, to, stride);
  else store<u8>(to, sampleOfDc(load<i16>(block), load<i32>(one.steps)));
}
