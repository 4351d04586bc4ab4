// Pictures whose coefficients come in several scans (T.81, annex G, and scans of one component each): the coefficients are stored
// until the last scan is done.
//
// Each block has a flag for each coefficient, whether it is not zero: by these the data of the scans that refine them is followed.
// Where a block becomes one sample, its DC coefficient alone is stored beside them.

import { readAc, readDc, transformBlock } from './sequential';
import { ScaledComponent, component, count } from './component';
import { endOfBlock, extend, nextPair, nextSymbol, pairsOf, passAc, peek } from './huffman';
import { sampleOfDc } from './inverse-dct';
import { position, setPosition } from './input';
import { allocate } from '../../../assembly/memory';
import { zigzag } from '../zigzag';

/** 64 flags, one for each coefficient in zigzag order, at the end of each block. */
const flagBytes: u32 = 8;
/** 64 coefficients of 16 bits in the order of rows, and their flags. */
const wholeBytes: u32 = 128 + flagBytes;
/** A DC coefficient, and the flags. */
const dcBytes: u32 = 8 + flagBytes;

/** What the scan brings (T.81, G.1.1.1.1): coefficients from and to, and the position of its bit. */
let isProgressive: bool = false;
let first: u32 = 0;
let last: u32 = 63;
let isRefining: bool = false;
let low: u32 = 0;
/** How many blocks from the current one on have nothing more in this scan (T.81, G.1.2.2). */
let endOfBand: u32 = 0;

/** Allocates memory for all coefficients. @returns false if there is none. */
export function storeCoefficients(): bool {
  for (let n: u32 = 0; n < count; n++) {
    const one = component(n);
    one.blockBytes = one.side == 1 ? dcBytes : wholeBytes;
    const bytes = one.stride * one.strideRows * one.blockBytes;
    one.blocks = allocate(bytes);
    if (one.blocks == 0) return false;
    memory.fill(one.blocks, 0, bytes);
  }
  return true;
}

/** Says what the next scan brings; of a sequential picture, all of it. */
export function beginSpectrum(progressive: bool, from: u32, to: u32, high: u32, lowBit: u32): void {
  isProgressive = progressive;
  first = from;
  last = to;
  isRefining = high != 0;
  low = lowBit;
}

export function beginBands(): void {
  endOfBand = 0;
}

/**
 * Passes over blocks that have nothing in this scan.
 *
 * @param most How many blocks may be passed over.
 * @returns How many were.
 */
export function passBand(most: u32): u32 {
  if (endOfBand == 0 || isRefining) return 0;
  const passed = min(endOfBand, most);
  endOfBand -= passed;
  return passed;
}

/** Whether a run of blocks goes on beyond the end of the data. */
export function isBandOpen(): bool {
  return endOfBand != 0;
}

/** @returns false if the data is wrong. */
export function readStoredBlock(one: ScaledComponent, block: usize): bool {
  if (!isProgressive) return readSequential(one, block);
  if (first == 0) return isRefining ? refineDc(block) : readFirstDc(one, block);
  const flags = block + one.blockBytes - flagBytes;
  if (one.blockBytes == wholeBytes) {
    return isRefining ? refineAc(one.acTable, block, flags, true) : readFirstAc(one.acTable, block, flags, true);
  }
  return isRefining ? refineAc(one.acTable, block, flags, false) : readFirstAc(one.acTable, block, flags, false);
}

function readSequential(one: ScaledComponent, block: usize): bool {
  if (!readDc(one)) return false;
  const isRight = one.blockBytes == wholeBytes ? readAc(one.acTable, block) >= 0 : passAc(one.acTable, 1);
  store<i16>(block, <i16>one.predicted);
  return isRight;
}

/** T.81, G.1.2.1. */
function readFirstDc(one: ScaledComponent, block: usize): bool {
  if (!readDc(one)) return false;
  store<i16>(block, <i16>(one.predicted << low));
  return true;
}

function refineDc(block: usize): bool {
  const bit = <i32>(peek(position) >> 63);
  store<i16>(block, load<i16>(block) | <i16>(bit << low));
  setPosition(position + 1);
  return true;
}

// @ts-ignore: decorator
@inline
function coefficientAt(block: usize, k: u32): usize {
  return block + (<usize>load<u8>(zigzag + k) << 1);
}

/** Adds a bit to a coefficient, away from zero, unless it has that bit (T.81, G.1.2.3). */
// @ts-ignore: decorator
@inline
function correct(block: usize, k: u32, bit: i32): void {
  const at = coefficientAt(block, k);
  const value = <i32>load<i16>(at);
  if ((value & bit) == 0) store<i16>(at, <i16>(value >= 0 ? value + bit : value - bit));
}

/**
 * T.81, G.1.2.2.
 *
 * @param isWhole Whether the coefficients themselves are stored.
 */
// @ts-ignore: decorator
@inline
function readFirstAc(table: u32, block: usize, flags: usize, isWhole: bool): bool {
  if (endOfBand > 0) {
    endOfBand--;
    return true;
  }
  const pairs = pairsOf(table);
  let nonZero = load<u64>(flags);
  let at = position;
  let k = first;
  while (k <= last) {
    const bits = peek(at);
    const entry = nextPair(pairs, bits);
    if (entry != 0) {
      const passed = (<u32>entry >> 8) & 255;
      at += <u32>entry >> 24;
      const value = <i32>(<i16>(entry >> 32));
      if (passed == endOfBlock) break;
      k += passed;
      if (k > last + 1) return false;
      if (value == 0) continue;
      nonZero |= <u64>1 << (k - 1);
      if (isWhole) store<i16>(coefficientAt(block, k - 1), <i16>(value << low));
      continue;
    }
    const symbol = nextSymbol(table, bits);
    if (symbol == 0) return false;
    const length = symbol >> 8;
    const run = (symbol >> 4) & 15;
    const size = symbol & 15;
    at += length;
    if (size != 0) {
      k += run;
      if (k > last || size > 10) return false;
      nonZero |= <u64>1 << k;
      if (isWhole) store<i16>(coefficientAt(block, k), <i16>(extend(bits << length, size) << low));
      at += size;
      k++;
    } else if (run == 15) {
      k += 16;
      if (k > last + 1) return false;
    } else {
      endOfBand = bandOf(bits << length, run) - 1;
      at += run;
      break;
    }
  }
  store<u64>(flags, nonZero);
  setPosition(at);
  return true;
}

/** @returns The blocks of a run, this one included. */
// @ts-ignore: decorator
@inline
function bandOf(bits: u64, run: u32): u32 {
  return <u32>(1 << run) + (run == 0 ? 0 : <u32>(bits >> (64 - run)));
}

/** @returns A flag for each coefficient from `start` to `end`. */
// @ts-ignore: decorator
@inline
function fromTo(start: u32, end: u32): u64 {
  return (0xffffffffffffffff << start) & (0xffffffffffffffff >> (63 - end));
}

/** Reads a bit for each of these coefficients, and corrects it by that. @returns The position behind the bits. */
// @ts-ignore: decorator
@inline
function correctAll(block: usize, left: u64, at: u32, bit: i32, isWhole: bool): u32 {
  if (!isWhole) return at + <u32>popcnt(left);
  for (; left != 0; left &= left - 1, at++) {
    if (peek(at) >> 63 != 0) correct(block, <u32>ctz(left), bit);
  }
  return at;
}

/** T.81, G.1.2.3. */
// @ts-ignore: decorator
@inline
function refineAc(table: u32, block: usize, flags: usize, isWhole: bool): bool {
  const bit: i32 = 1 << low;
  /** Before this scan: what becomes other than zero in it is not corrected. */
  let nonZero = load<u64>(flags);
  let at = position;
  let k = first;
  if (endOfBand == 0) {
    for (; k <= last; k++) {
      let bits = peek(at);
      const symbol = nextSymbol(table, bits);
      if (symbol == 0) return false;
      const length = symbol >> 8;
      let run = (symbol >> 4) & 15;
      const size = symbol & 15;
      bits <<= length;
      at += length;
      let value: i32 = 0;
      if (size == 1) {
        value = <i64>bits < 0 ? bit : -bit;
        at++;
      } else if (size != 0) {
        return false;
      } else if (run != 15) {
        endOfBand = bandOf(bits, run);
        at += run;
        break;
      }
      // Passes over so many coefficients that are still zero, and corrects those between them that are not.
      let zeros = ~nonZero & fromTo(k, last);
      for (; run > 0; run--) zeros &= zeros - 1;
      if (zeros == 0) return false;
      const end = <u32>ctz(zeros);
      at = correctAll(block, nonZero & fromTo(k, end), at, bit, isWhole);
      k = end;
      if (value != 0) {
        nonZero |= <u64>1 << k;
        if (isWhole) store<i16>(coefficientAt(block, k), <i16>value);
      }
    }
  }
  if (endOfBand > 0) {
    if (k <= last) at = correctAll(block, nonZero & fromTo(k, last), at, bit, isWhole);
    endOfBand--;
  }
  store<u64>(flags, nonZero);
  setPosition(at);
  return true;
}

/** Calculates the samples of one row of MCUs from its stored blocks. */
export function transformRow(mcuRow: u32): void {
  for (let n: u32 = 0; n < count; n++) {
    const one = component(n);
    const side = one.side;
    const stride = one.stride * side;
    for (let y = mcuRow * one.down; y < (mcuRow + 1) * one.down; y++) {
      let block = one.blocks + y * one.stride * one.blockBytes;
      let to = one.plane + y * side * stride;
      for (let x: u32 = 0; x < one.stride; x++) {
        if (one.blockBytes == dcBytes) store<u8>(to, sampleOfDc(load<i16>(block), load<i32>(one.steps)));
        else transformBlock(one, block, to, stride, 63);
        block += one.blockBytes;
        to += side;
      }
    }
  }
}
