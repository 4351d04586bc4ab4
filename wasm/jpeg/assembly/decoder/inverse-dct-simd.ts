// The inverse DCT by instructions that calculate with four numbers at once (SIMD): four columns together, then four rows. The sums are
// those of inverse-dct.ts, and so are the samples. Only the module for runtimes that have these instructions has this file's code.

import { descale as descaleOne, factorBits, idct2, idct4, idct8, lastOfFour, passBits, sample } from './inverse-dct';

/** 64 numbers of 32 bits between the two passes. */
const between: usize = memory.data(256, 16);
/** Up to eight columns of the result, four numbers each. */
const result: usize = memory.data(128, 16);

/** Four coefficients of a row, each times its step. */
// @ts-ignore: decorator
@inline
function coefficients(block: usize, steps: usize, at: usize): v128 {
  return i32x4.mul(v128.load_ext<i16>(block + (at << 1)), v128.load(steps + (at << 2)));
}

// @ts-ignore: decorator
@inline
function times(values: v128, factor: i32): v128 {
  return i32x4.mul(values, i32x4.splat(factor));
}

// @ts-ignore: decorator
@inline
function descale(values: v128, bits: i32): v128 {
  return i32x4.shr_s(i32x4.add(values, i32x4.splat(1 << (bits - 1))), bits);
}

/** See `isWild` in inverse-dct.ts. */
// @ts-ignore: decorator
@inline
function hasWild(values: v128): bool {
  return v128.any_true(i32x4.gt_u(i32x4.add(values, i32x4.splat(0x8000)), i32x4.splat(0xffff)));
}

/** Four samples that are still wide; see `sample` in inverse-dct.ts. What is left is to end them at 0 and 255. */
// @ts-ignore: decorator
@inline
function wrapped(values: v128): v128 {
  return i32x4.add(i32x4.shr_s(i32x4.shl(values, 22), 22), i32x4.splat(128));
}

/** Of four columns of the result, from the one at `from`, the bytes of the first row, then those of the second one, and so on. */
// @ts-ignore: decorator
@inline
function bytesOfRows(from: usize): v128 {
  const first = i16x8.narrow_i32x4_s(wrapped(v128.load(from)), wrapped(v128.load(from, 16)));
  const second = i16x8.narrow_i32x4_s(wrapped(v128.load(from, 32)), wrapped(v128.load(from, 48)));
  const bytes = i8x16.narrow_i16x8_u(first, second);
  return v128.shuffle<i8>(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
}

/**
 * To 4 x 4 samples; see `idct4`.
 *
 * @param last The last coefficient in zigzag order that may be other than zero.
 */
export function idct4By4(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (!columnsTo4(block, steps, 0) || !columnsTo4(block, steps, 4)) {
    idct4(block, steps, to, stride, last);
    return;
  }
  rowsTo4();
  const rows = bytesOfRows(result);
  v128.store_lane<i32>(to, rows, 0);
  v128.store_lane<i32>(to + stride, rows, 1);
  v128.store_lane<i32>(to + stride * 2, rows, 2);
  v128.store_lane<i32>(to + stride * 3, rows, 3);
}

/** Four columns from the column x on. @returns false if a DC coefficient is wild. */
// @ts-ignore: decorator
@inline
function columnsTo4(block: usize, steps: usize, x: usize): bool {
  const c0 = coefficients(block, steps, x);
  if (hasWild(c0)) return false;
  const c1 = coefficients(block, steps, 8 + x);
  const c2 = coefficients(block, steps, 16 + x);
  const c3 = coefficients(block, steps, 24 + x);
  const c5 = coefficients(block, steps, 40 + x);
  const c6 = coefficients(block, steps, 48 + x);
  const c7 = coefficients(block, steps, 56 + x);
  transform4(c0, c1, c2, c3, c5, c6, c7, between + (x << 2), 32, factorBits - passBits + 1);
  return true;
}

// @ts-ignore: decorator
@inline
function rowsTo4(): void {
  transpose(between);
  const c0 = v128.load(turned);
  const c1 = v128.load(turned, 16);
  const c2 = v128.load(turned, 32);
  const c3 = v128.load(turned, 48);
  transpose(between + 16);
  const c5 = v128.load(turned, 16);
  const c6 = v128.load(turned, 32);
  const c7 = v128.load(turned, 48);
  transform4(c0, c1, c2, c3, c5, c6, c7, result, 16, factorBits + passBits + 3 + 1);
}

/** Four columns of numbers that were four rows. */
const turned: usize = memory.data(64, 16);

/** Turns the four rows at `from` into columns, at `turned`. */
// @ts-ignore: decorator
@inline
function transpose(from: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 32);
  const c = v128.load(from, 64);
  const d = v128.load(from, 96);
  const lowAb = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const lowCd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const highAb = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const highCd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(turned, v128.shuffle<i64>(lowAb, lowCd, 0, 2));
  v128.store(turned, v128.shuffle<i64>(lowAb, lowCd, 1, 3), 16);
  v128.store(turned, v128.shuffle<i64>(highAb, highCd, 0, 2), 32);
  v128.store(turned, v128.shuffle<i64>(highAb, highCd, 1, 3), 48);
}

/** @param pitch The bytes from one number of the result to the next. */
// @ts-ignore: decorator
@inline
function transform4(c0: v128, c1: v128, c2: v128, c3: v128, c5: v128, c6: v128, c7: v128, to: usize, pitch: usize, bits: i32): void {
  const dc = i32x4.shl(c0, factorBits + 1);
  const two = i32x4.add(times(c2, 15137), times(c6, -6270));
  const inner = sum(times(c7, -1730), times(c5, 11893), times(c3, -17799), times(c1, 8697));
  const outer = sum(times(c7, -4176), times(c5, -4926), times(c3, 7373), times(c1, 20995));
  const even = i32x4.add(dc, two);
  const odd = i32x4.sub(dc, two);
  v128.store(to, descale(i32x4.add(even, outer), bits));
  v128.store(to + pitch, descale(i32x4.add(odd, inner), bits));
  v128.store(to + pitch * 2, descale(i32x4.sub(odd, inner), bits));
  v128.store(to + pitch * 3, descale(i32x4.sub(even, outer), bits));
}

// @ts-ignore: decorator
@inline
function sum(a: v128, b: v128, c: v128, d: v128): v128 {
  return i32x4.add(i32x4.add(a, b), i32x4.add(c, d));
}

/** To 8 x 8 samples; see `idct8`. */
export function idct8By4(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (!columnsTo8(block, steps, 0) || !columnsTo8(block, steps, 4)) {
    idct8(block, steps, to, stride, last);
    return;
  }
  for (let y: usize = 0; y < 8; y += 4) {
    rowsTo8(between + (y << 5));
    const left = bytesOfRows(result);
    const right = bytesOfRows(result + 64);
    const top = v128.shuffle<i32>(left, right, 0, 4, 1, 5);
    const bottom = v128.shuffle<i32>(left, right, 2, 6, 3, 7);
    const at = to + y * stride;
    v128.store_lane<i64>(at, top, 0);
    v128.store_lane<i64>(at + stride, top, 1);
    v128.store_lane<i64>(at + stride * 2, bottom, 0);
    v128.store_lane<i64>(at + stride * 3, bottom, 1);
  }
}

// @ts-ignore: decorator
@inline
function columnsTo8(block: usize, steps: usize, x: usize): bool {
  const c0 = coefficients(block, steps, x);
  if (hasWild(c0)) return false;
  const c1 = coefficients(block, steps, 8 + x);
  const c2 = coefficients(block, steps, 16 + x);
  const c3 = coefficients(block, steps, 24 + x);
  const c4 = coefficients(block, steps, 32 + x);
  const c5 = coefficients(block, steps, 40 + x);
  const c6 = coefficients(block, steps, 48 + x);
  const c7 = coefficients(block, steps, 56 + x);
  transform8(c0, c1, c2, c3, c4, c5, c6, c7, between + (x << 2), 32, factorBits - passBits);
  return true;
}

// @ts-ignore: decorator
@inline
function rowsTo8(rows: usize): void {
  transpose(rows);
  const c0 = v128.load(turned);
  const c1 = v128.load(turned, 16);
  const c2 = v128.load(turned, 32);
  const c3 = v128.load(turned, 48);
  transpose(rows + 16);
  const c4 = v128.load(turned);
  const c5 = v128.load(turned, 16);
  const c6 = v128.load(turned, 32);
  const c7 = v128.load(turned, 48);
  transform8(c0, c1, c2, c3, c4, c5, c6, c7, result, 16, factorBits + passBits + 3);
}

// @ts-ignore: decorator
@inline
function transform8(c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128, to: usize, pitch: usize, bits: i32): void {
  const e = times(i32x4.add(c2, c6), 4433);
  const e2 = i32x4.add(e, times(c6, -15137));
  const e3 = i32x4.add(e, times(c2, 6270));
  const e0 = i32x4.shl(i32x4.add(c0, c4), factorBits);
  const e1 = i32x4.shl(i32x4.sub(c0, c4), factorBits);
  const z = times(sum(c7, c3, c5, c1), 9633);
  const z1 = times(i32x4.add(c7, c1), -7373);
  const z2 = times(i32x4.add(c5, c3), -20995);
  const z3 = i32x4.add(times(i32x4.add(c7, c3), -16069), z);
  const z4 = i32x4.add(times(i32x4.add(c5, c1), -3196), z);
  store8(0, i32x4.add(e0, e3), i32x4.add(i32x4.add(times(c1, 12299), z1), z4), to, pitch, bits);
  store8(1, i32x4.add(e1, e2), i32x4.add(i32x4.add(times(c3, 25172), z2), z3), to, pitch, bits);
  store8(2, i32x4.sub(e1, e2), i32x4.add(i32x4.add(times(c5, 16819), z2), z4), to, pitch, bits);
  store8(3, i32x4.sub(e0, e3), i32x4.add(i32x4.add(times(c7, 2446), z1), z3), to, pitch, bits);
}

/** The n-th number of the result, and the one as far from the end. */
// @ts-ignore: decorator
@inline
function store8(n: usize, even: v128, odd: v128, to: usize, pitch: usize, bits: i32): void {
  v128.store(to + n * pitch, descale(i32x4.add(even, odd), bits));
  v128.store(to + (7 - n) * pitch, descale(i32x4.sub(even, odd), bits));
}

/** The factors of the odd columns and rows of `idct2`; the even ones add nothing. */
const odd0: usize = memory.data<i32>([0, 29692, 0, -10426], 16);
const odd4: usize = memory.data<i32>([0, 6967, 0, -5906], 16);

/** To 2 x 2 samples; see `idct2`. */
export function idct2By4(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (last <= lastOfFour || !columnsTo2(block, steps, 0) || !columnsTo2(block, steps, 4)) {
    idct2(block, steps, to, stride, last);
    return;
  }
  rowTo2(between, to);
  rowTo2(between + 32, to + stride);
}

// @ts-ignore: decorator
@inline
function columnsTo2(block: usize, steps: usize, x: usize): bool {
  const dc = coefficients(block, steps, x);
  if (hasWild(dc)) return false;
  const odd = sum(
    times(coefficients(block, steps, 56 + x), -5906),
    times(coefficients(block, steps, 40 + x), 6967),
    times(coefficients(block, steps, 24 + x), -10426),
    times(coefficients(block, steps, 8 + x), 29692),
  );
  const even = i32x4.shl(dc, factorBits + 2);
  v128.store(between + (x << 2), descale(i32x4.add(even, odd), factorBits - passBits + 2));
  v128.store(between + 32 + (x << 2), descale(i32x4.sub(even, odd), factorBits - passBits + 2));
  return true;
}

// @ts-ignore: decorator
@inline
function rowTo2(row: usize, to: usize): void {
  const products = i32x4.add(i32x4.mul(v128.load(row), v128.load(odd0)), i32x4.mul(v128.load(row, 16), v128.load(odd4)));
  const odd = i32x4.extract_lane(products, 1) + i32x4.extract_lane(products, 3);
  const even = load<i32>(row) << (factorBits + 2);
  store<u8>(to, sample(descaleOne(even + odd, factorBits + passBits + 5)));
  store<u8>(to, sample(descaleOne(even - odd, factorBits + passBits + 5)), 1);
}
