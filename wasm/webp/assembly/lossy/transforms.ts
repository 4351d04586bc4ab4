// The inverse transforms (RFC 6386, 14.3 and 14.4), exactly as they are specified: all decoders give the same samples.

import { stride } from './work';

/** What the first pass has made of a block: 16 numbers of 32 bits, column by column. */
const columns: usize = memory.data(64, 16);

/** The square root of 2 times the cosine of pi / 8, less 1, and times its sine, times 65536. */
// @ts-ignore: decorator
@inline
function timesCosine(value: i32): i32 {
  return ((value * 20091) >> 16) + value;
}

// @ts-ignore: decorator
@inline
function timesSine(value: i32): i32 {
  return (value * 35468) >> 16;
}

// @ts-ignore: decorator
@inline
function clamp(value: i32): u8 {
  return <u8>min(max(value, 0), 255);
}

// @ts-ignore: decorator
@inline
function add(to: usize, change: i32): void {
  store<u8>(to, clamp(<i32>load<u8>(to) + (change >> 3)));
}

/** Adds a block's residue to its prediction. @param block 16 coefficients. @param to Its place in the work area. */
export function addResidue(block: usize, to: usize): void {
  for (let column: usize = 0; column < 4; column++, block += 2) {
    const first = <i32>load<i16>(block);
    const second = <i32>load<i16>(block, 8);
    const third = <i32>load<i16>(block, 16);
    const fourth = <i32>load<i16>(block, 24);
    const a = first + third;
    const b = first - third;
    const c = timesSine(second) - timesCosine(fourth);
    const d = timesCosine(second) + timesSine(fourth);
    const out = columns + (column << 4);
    store<i32>(out, a + d);
    store<i32>(out, b + c, 4);
    store<i32>(out, b - c, 8);
    store<i32>(out, a - d, 12);
  }
  for (let row: usize = 0; row < 4; row++, to += stride) {
    const from = columns + (row << 2);
    const first = load<i32>(from) + 4;
    const second = load<i32>(from, 16);
    const third = load<i32>(from, 32);
    const fourth = load<i32>(from, 48);
    const a = first + third;
    const b = first - third;
    const c = timesSine(second) - timesCosine(fourth);
    const d = timesCosine(second) + timesSine(fourth);
    add(to, a + d);
    add(to + 1, b + c);
    add(to + 2, b - c);
    add(to + 3, a - d);
  }
}

/** The same for a block of which only the first coefficients of the first row and column, 0, 1 and 4, may not be 0. */
export function addSmallResidue(block: usize, to: usize): void {
  const a = <i32>load<i16>(block) + 4;
  const across = <i32>load<i16>(block, 2);
  const down = <i32>load<i16>(block, 8);
  const c = timesSine(across);
  const d = timesCosine(across);
  addRow(to, a + timesCosine(down), c, d);
  addRow(to + stride, a + timesSine(down), c, d);
  addRow(to + 2 * stride, a - timesSine(down), c, d);
  addRow(to + 3 * stride, a - timesCosine(down), c, d);
}

// @ts-ignore: decorator
@inline
function addRow(to: usize, mean: i32, c: i32, d: i32): void {
  add(to, mean + d);
  add(to + 1, mean + c);
  add(to + 2, mean - c);
  add(to + 3, mean - d);
}

/** The same for a block of which only the first coefficient may not be 0. */
export function addDcResidue(block: usize, to: usize): void {
  const change = <i32>load<i16>(block) + 4;
  for (let row: u32 = 0; row < 4; row++, to += stride) {
    add(to, change);
    add(to + 1, change);
    add(to + 2, change);
    add(to + 3, change);
  }
}

/** Makes the first coefficients of 16 blocks of luma. @param from 16 coefficients. @param to The first of the blocks. */
export function inverseWalshHadamard(from: usize, to: usize): void {
  for (let column: usize = 0; column < 4; column++, from += 2) {
    const outer = <i32>load<i16>(from) + load<i16>(from, 24);
    const inner = <i32>load<i16>(from, 8) + load<i16>(from, 16);
    const innerDifference = <i32>load<i16>(from, 8) - load<i16>(from, 16);
    const outerDifference = <i32>load<i16>(from) - load<i16>(from, 24);
    const out = columns + (column << 2);
    store<i32>(out, outer + inner);
    store<i32>(out, outerDifference + innerDifference, 16);
    store<i32>(out, outer - inner, 32);
    store<i32>(out, outerDifference - innerDifference, 48);
  }
  for (let row: usize = 0; row < 4; row++, to += 4 * 32) {
    const at = columns + (row << 4);
    const first = load<i32>(at) + 3;
    const outer = first + load<i32>(at, 12);
    const inner = load<i32>(at, 4) + load<i32>(at, 8);
    const innerDifference = load<i32>(at, 4) - load<i32>(at, 8);
    const outerDifference = first - load<i32>(at, 12);
    store<i16>(to, <i16>((outer + inner) >> 3));
    store<i16>(to, <i16>((outerDifference + innerDifference) >> 3), 32);
    store<i16>(to, <i16>((outer - inner) >> 3), 64);
    store<i16>(to, <i16>((outerDifference - innerDifference) >> 3), 96);
  }
}
