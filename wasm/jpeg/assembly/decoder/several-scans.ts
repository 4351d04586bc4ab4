// Pictures whose coefficients come in several scans (T.81, annex G, and scans of one component each): the coefficients are stored
// until the last scan is done.
//
// Where a block becomes one sample, only its DC coefficient is stored, and of the others one bit each, whether it is not zero: without
// that the data of the scans that refine them cannot be followed to its end.

import { readAc, readDc, transformBlock, zigzag } from './sequential';
import { ScaledComponent, component, count } from './component';
import { extend, nextSymbol, passAc, peek } from './huffman';
import { sampleOfDc } from './inverse-dct';
import { position, setPosition } from './input';
import { allocate } from '../memory';

/** A block's coefficients, 16 bits each. */
const wholeBytes: u32 = 128;
/** A DC coefficient, and a bit for each coefficient. */
const dcBytes: u32 = 16;
const bitsAt: usize = 8;

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

/** Whether a run of blocks goes on beyond the end of the data. */
export function isBandOpen(): bool {
  return endOfBand != 0;
}

/** @returns false if the data is wrong. */
export function readStoredBlock(one: ScaledComponent, block: usize): bool {
  if (!isProgressive) return readSequential(one, block);
  if (first == 0) return isRefining ? refineDc(block) : readFirstDc(one, block);
  const isWhole = one.blockBytes == wholeBytes;
  return isRefining ? refineAc(one.acTable, block, isWhole) : readFirstAc(one.acTable, block, isWhole);
}

function readSequential(one: ScaledComponent, block: usize): bool {
  if (!readDc(one)) return false;
  store<i16>(block, <i16>one.predicted);
  return one.blockBytes == wholeBytes ? readAc(one.acTable, block) >= 0 : passAc(one.acTable, 1);
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
function isNonZero(block: usize, k: u32, isWhole: bool): bool {
  if (isWhole) return load<i16>(block + (<usize>load<u8>(zigzag + k) << 1)) != 0;
  return ((load<u64>(block, bitsAt) >> k) & 1) != 0;
}

// @ts-ignore: decorator
@inline
function put(block: usize, k: u32, value: i32, isWhole: bool): void {
  if (isWhole) store<i16>(block + (<usize>load<u8>(zigzag + k) << 1), <i16>value);
  else store<u64>(block, load<u64>(block, bitsAt) | (<u64>1 << k), bitsAt);
}

/** Adds a bit to a coefficient, away from zero, unless it has that bit (T.81, G.1.2.3). */
// @ts-ignore: decorator
@inline
function correct(block: usize, k: u32, bit: i32, isWhole: bool): void {
  if (!isWhole) return;
  const at = block + (<usize>load<u8>(zigzag + k) << 1);
  const value = <i32>load<i16>(at);
  if ((value & bit) == 0) store<i16>(at, <i16>(value >= 0 ? value + bit : value - bit));
}

/** T.81, G.1.2.2. */
function readFirstAc(table: u32, block: usize, isWhole: bool): bool {
  if (endOfBand > 0) {
    endOfBand--;
    return true;
  }
  let at = position;
  for (let k = first; k <= last; k++) {
    let bits = peek(at);
    const symbol = nextSymbol(table, bits);
    if (symbol == 0) return false;
    const length = symbol >> 8;
    const run = (symbol >> 4) & 15;
    const size = symbol & 15;
    bits <<= length;
    at += length;
    if (size != 0) {
      k += run;
      if (k > last || size > 10) return false;
      at += size;
      put(block, k, extend(bits, size) << low, isWhole);
    } else if (run == 15) {
      k += 15;
      if (k > last) return false;
    } else {
      endOfBand = bandOf(bits, run) - 1;
      at += run;
      break;
    }
  }
  setPosition(at);
  return true;
}

/** @returns The blocks of a run, this one included. */
// @ts-ignore: decorator
@inline
function bandOf(bits: u64, run: u32): u32 {
  return <u32>(1 << run) + (run == 0 ? 0 : <u32>(bits >> (64 - run)));
}

/** T.81, G.1.2.3. */
function refineAc(table: u32, block: usize, isWhole: bool): bool {
  const bit: i32 = 1 << low;
  let at = position;
  let k = first;
  if (endOfBand == 0) {
    for (; k <= last; k++) {
      let bits = peek(at);
      const symbol = nextSymbol(table, bits);
      if (symbol == 0) return false;
      const length = symbol >> 8;
      let run: i32 = (symbol >> 4) & 15;
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
      // Passes over so many coefficients that are still zero, and corrects those that are not.
      for (; k <= last; k++) {
        if (isNonZero(block, k, isWhole)) {
            if (peek(at) >> 63 != 0) correct(block, k, bit, isWhole);
          at++;
        } else {
          run--;
          if (run < 0) break;
        }
      }
      if (k > last) return false;
      if (value != 0) put(block, k, value, isWhole);
    }
  }
  if (endOfBand > 0) {
    for (; k <= last; k++) {
      if (!isNonZero(block, k, isWhole)) continue;
      if (peek(at) >> 63 != 0) correct(block, k, bit, isWhole);
      at++;
    }
    endOfBand--;
  }
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
