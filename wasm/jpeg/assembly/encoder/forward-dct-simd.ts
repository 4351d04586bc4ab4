// The forward DCT by instructions that calculate with eight numbers of 16 bits at once (SIMD). The sums are those of forward-dct.ts,
// with its factors multiplied out, and so are the results: none of them needs more than 16 bits. Only the module for runtimes that
// have these instructions has this file's code.

import { factorBits, passBits } from './forward-dct';

/** Half of what `passBits` divides by, so that it rounds. */
const passHalf: i16 = 2;
/** Eight rows of eight numbers. */
const block: usize = memory.data(128, 16);

/**
 * Transforms a block of samples.
 *
 * @returns The address of 64 numbers of 16 bits, 8 times the coefficients, in the order of rows. The next call overwrites them.
 */
export function forwardDctBy8(from: usize, stride: usize): usize {
  for (let y: usize = 0; y < 8; y++) {
    const samples = v128.load_ext<u8>(from + y * stride);
    v128.store(block + (y << 4), i16x8.sub(samples, i16x8.splat(128)));
  }
  transpose();
  transform(true);
  transpose();
  transform(false);
  return block;
}

// @ts-ignore: decorator
@inline
function row(y: usize): v128 {
  return v128.load(block + (y << 4));
}

/** The first four numbers of two rows in turn. */
// @ts-ignore: decorator
@inline
function lowTurns(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** And the last four. */
// @ts-ignore: decorator
@inline
function highTurns(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Turns the rows into columns. */
function transpose(): void {
  const a = row(0);
  const b = row(1);
  const c = row(2);
  const d = row(3);
  const e = row(4);
  const f = row(5);
  const g = row(6);
  const h = row(7);
  transposeHalf(lowTurns(a, b), lowTurns(c, d), lowTurns(e, f), lowTurns(g, h), block);
  transposeHalf(highTurns(a, b), highTurns(c, d), highTurns(e, f), highTurns(g, h), block + 64);
}

/** @param ab, cd, ef, gh Four numbers of two rows in turn. */
// @ts-ignore: decorator
@inline
function transposeHalf(ab: v128, cd: v128, ef: v128, gh: v128, to: usize): void {
  const firstUpper = v128.shuffle<i32>(ab, cd, 0, 4, 1, 5);
  const lastUpper = v128.shuffle<i32>(ab, cd, 2, 6, 3, 7);
  const firstLower = v128.shuffle<i32>(ef, gh, 0, 4, 1, 5);
  const lastLower = v128.shuffle<i32>(ef, gh, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(firstUpper, firstLower, 0, 2));
  v128.store(to, v128.shuffle<i64>(firstUpper, firstLower, 1, 3), 16);
  v128.store(to, v128.shuffle<i64>(lastUpper, lastLower, 0, 2), 32);
  v128.store(to, v128.shuffle<i64>(lastUpper, lastLower, 1, 3), 48);
}

/** Two factors in turn, for `lowTurns` and `highTurns`. */
// @ts-ignore: decorator
@inline
function factors(a: i32, b: i32): v128 {
  return i32x4.splat((a & 0xffff) | (b << 16));
}

// @ts-ignore: decorator
@inline
function descale(values: v128, bits: i32): v128 {
  return i32x4.shr_s(i32x4.add(values, i32x4.splat(1 << (bits - 1))), bits);
}

/** Transforms eight rows or columns at once, each of which has one number in each vector. @param isRow Whether it is the first pass. */
// @ts-ignore: decorator
@inline
function transform(isRow: bool): void {
  const bits = isRow ? factorBits - passBits : factorBits + passBits;
  const sum0 = i16x8.add(row(0), row(7));
  const sum1 = i16x8.add(row(1), row(6));
  const sum2 = i16x8.add(row(2), row(5));
  const sum3 = i16x8.add(row(3), row(4));
  const t7 = i16x8.sub(row(0), row(7));
  const t6 = i16x8.sub(row(1), row(6));
  const t5 = i16x8.sub(row(2), row(5));
  const t4 = i16x8.sub(row(3), row(4));
  const outer = i16x8.add(sum0, sum3);
  const inner = i16x8.add(sum1, sum2);
  v128.store(block, scaled(i16x8.add(outer, inner), isRow));
  v128.store(block, scaled(i16x8.sub(outer, inner), isRow), 64);
  const outerDifference = i16x8.sub(sum0, sum3);
  const innerDifference = i16x8.sub(sum1, sum2);
  const low = lowTurns(outerDifference, innerDifference);
  const high = highTurns(outerDifference, innerDifference);
  putEven(low, high, factors(4433 + 6270, 4433), bits, 32);
  putEven(low, high, factors(4433, 4433 - 15137), bits, 96);
  const low45 = lowTurns(t4, t5);
  const high45 = highTurns(t4, t5);
  const low67 = lowTurns(t6, t7);
  const high67 = highTurns(t6, t7);
  putOdd(low45, high45, factors(9633 - 16069 - 7373 + 2446, 9633), low67, high67, factors(9633 - 16069, 9633 - 7373), bits, 112);
  putOdd(low45, high45, factors(9633, 9633 - 3196 - 20995 + 16819), low67, high67, factors(9633 - 20995, 9633 - 3196), bits, 80);
  putOdd(low45, high45, factors(9633 - 16069, 9633 - 20995), low67, high67, factors(9633 - 20995 - 16069 + 25172, 9633), bits, 48);
  putOdd(low45, high45, factors(9633 - 7373, 9633 - 3196), low67, high67, factors(9633, 9633 - 7373 - 3196 + 12299), bits, 16);
}

// @ts-ignore: decorator
@inline
function scaled(values: v128, isRow: bool): v128 {
  if (isRow) return i16x8.shl(values, passBits);
  return i16x8.shr_s(i16x8.add(values, i16x8.splat(passHalf)), passBits);
}

// @ts-ignore: decorator
@inline
function putEven(low: v128, high: v128, by: v128, bits: i32, at: usize): void {
  const first = descale(i32x4.dot_i16x8_s(low, by), bits);
  const last = descale(i32x4.dot_i16x8_s(high, by), bits);
  v128.store(block + at, i16x8.narrow_i32x4_s(first, last));
}

// @ts-ignore: decorator
@inline
function putOdd(low45: v128, high45: v128, by45: v128, low67: v128, high67: v128, by67: v128, bits: i32, at: usize): void {
  const first = i32x4.add(i32x4.dot_i16x8_s(low45, by45), i32x4.dot_i16x8_s(low67, by67));
  const last = i32x4.add(i32x4.dot_i16x8_s(high45, by45), i32x4.dot_i16x8_s(high67, by67));
  v128.store(block + at, i16x8.narrow_i32x4_s(descale(first, bits), descale(last, bits)));
}
