// The inverse DCT (T.81, A.3.3) at each scale, as libjpeg calculates it in whole numbers ("islow", jidctint.c and jidctred.c), so that
// all samples are the same as libjpeg's.
//
// `block` has 64 coefficients of 16 bits in rows; `steps` their steps of quantisation; `to` receives `side` rows of `side` samples.

/** The fraction bits of the factors, and those that are kept between columns and rows. */
export const factorBits: i32 = 13;
export const passBits: i32 = 2;

/** 64 numbers of 32 bits between the two passes. */
const between: usize = memory.data(256, 16);

// @ts-ignore: decorator
@inline
function coefficient(block: usize, steps: usize, at: usize): i32 {
  return <i32>load<i16>(block + (at << 1)) * load<i32>(steps + (at << 2));
}

// @ts-ignore: decorator
@inline
export function descale(value: i32, bits: i32): i32 {
  return (value + (1 << (bits - 1))) >> bits;
}

/** A sample, from -128: libjpeg looks it up by 10 bits, so that wild values come round in the same way. */
// @ts-ignore: decorator
@inline
export function sample(value: i32): u8 {
  const wrapped = ((value << 22) >> 22) + 128;
  return <u8>max(0, min(255, wrapped));
}

// @ts-ignore: decorator
@inline
export function sampleOfDc(dc: i32, step: i32): u8 {
  return sample(descale(dc * step, 3));
}

/** A block of which only the DC coefficient is not zero. */
// @ts-ignore: decorator
@inline
export function fillWithDc(dc: i32, step: i32, to: usize, stride: usize, side: u32): void {
  const value = sampleOfDc(dc, step);
  if (side == 1) {
    store<u8>(to, value);
  } else if (side == 2) {
    const two = <u16>(<u32>value * 0x0101);
    store<u16>(to, two);
    store<u16>(to + stride, two);
  } else if (side == 4) {
    const four = <u32>value * 0x01010101;
    for (let y = 0; y < 4; y++) store<u32>(to + <usize>y * stride, four);
  } else {
    const eight = <u64>value * 0x0101010101010101;
    for (let y = 0; y < 8; y++) store<u64>(to + <usize>y * stride, eight);
  }
}

/**
 * The last coefficients in zigzag order up to which all are in the columns 0 and 1, the rows 2 to 7 of which idct2 does not need; and
 * in the rows and columns 0 to 3. Most blocks of chroma end there, and what is zero by that need not be calculated. To ask each column
 * whether it is zero costs more than it saves, because no processor can foresee the answer.
 */
const lastOfTwo: u32 = 4;
export const lastOfFour: u32 = 9;

/**
 * Whether a column must be looked at: libjpeg takes the DC coefficient of a column without others as it is, which is what its sums
 * give as well, but for values so wild that 32 bits do not hold them. Only damaged photos have such.
 */
// @ts-ignore: decorator
@inline
function isWild(dc: i32): bool {
  return <u32>(dc + 0x8000) > 0xffff;
}

/** Whether a column has nothing below its first coefficient, as far as idct2 (rows 1, 3, 5, 7), idct4 (also 2, 6) or idct8 look. */
function isFlat(block: usize, x: usize, side: u32): bool {
  const column = block + (x << 1);
  let others = load<i16>(column, 16) | load<i16>(column, 48) | load<i16>(column, 80) | load<i16>(column, 112);
  if (side > 2) others |= load<i16>(column, 32) | load<i16>(column, 96);
  if (side > 4) others |= load<i16>(column, 64);
  return others == 0;
}

/** Keeps the column of a wild DC coefficient. */
function fillColumn(dc: i32, at: usize, side: u32): void {
  for (let y: u32 = 0; y < side; y++) store<i32>(at + (y << 5), dc << passBits);
}

/**
 * To 2 x 2 samples: the columns and rows 2, 4 and 6 add nothing.
 *
 * @param last The last coefficient in zigzag order that may be other than zero.
 */
export function idct2(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (last <= lastOfTwo) idct2Within(2, block, steps, to, stride);
  else if (last <= lastOfFour) idct2Within(4, block, steps, to, stride);
  else idct2Within(8, block, steps, to, stride);
}

/** @param known How many rows and columns may have other coefficients than zero. */
// @ts-ignore: decorator
@inline
function idct2Within(known: i32, block: usize, steps: usize, to: usize, stride: usize): void {
  column2(known, block, steps, 0);
  column2(known, block, steps, 1);
  if (known > 2) column2(known, block, steps, 3);
  if (known > 4) {
    column2(known, block, steps, 5);
    column2(known, block, steps, 7);
  }
  row2(known, between, to);
  row2(known, between + 32, to + stride);
}

// @ts-ignore: decorator
@inline
function column2(known: i32, block: usize, steps: usize, x: usize): void {
  const dc = coefficient(block, steps, x);
  if (isWild(dc) && isFlat(block, x, 2)) {
    fillColumn(dc, between + (x << 2), 2);
    return;
  }
  const even = dc << (factorBits + 2);
  let odd = coefficient(block, steps, 8 + x) * 29692;
  if (known > 2) odd += coefficient(block, steps, 24 + x) * -10426;
  if (known > 4) odd += coefficient(block, steps, 40 + x) * 6967 + coefficient(block, steps, 56 + x) * -5906;
  store<i32>(between + (x << 2), descale(even + odd, factorBits - passBits + 2));
  store<i32>(between + 32 + (x << 2), descale(even - odd, factorBits - passBits + 2));
}

// @ts-ignore: decorator
@inline
function row2(known: i32, row: usize, to: usize): void {
  const even = load<i32>(row) << (factorBits + 2);
  let odd = load<i32>(row, 4) * 29692;
  if (known > 2) odd += load<i32>(row, 12) * -10426;
  if (known > 4) odd += load<i32>(row, 20) * 6967 + load<i32>(row, 28) * -5906;
  store<u8>(to, sample(descale(even + odd, factorBits + passBits + 5)));
  store<u8>(to, sample(descale(even - odd, factorBits + passBits + 5)), 1);
}

/**
 * To 4 x 4 samples: the column and the row 4 add nothing. Blocks of few coefficients have code of their own, here and in `idct8`: one
 * function for both kinds, as in `idct2Within`, is compiled to code that takes 5 % longer for the whole photo.
 */
export function idct4(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (!ASC_FEATURE_SIMD && last <= lastOfFour) {
    for (let x: usize = 0; x < 4; x++) {
      const c0 = coefficient(block, steps, x);
      if (isWild(c0) && isFlat(block, x, 4)) {
        fillColumn(c0, between + (x << 2), 4);
        continue;
      }
      const c1 = coefficient(block, steps, 8 + x);
      const c2 = coefficient(block, steps, 16 + x);
      const c3 = coefficient(block, steps, 24 + x);
      transform4(c0, c1, c2, c3, 0, 0, 0, between + (x << 2), false);
    }
    for (let y: usize = 0; y < 4; y++) {
      const row = between + (y << 5);
      const c2 = load<i32>(row, 8);
      const c3 = load<i32>(row, 12);
      transform4(load<i32>(row), load<i32>(row, 4), c2, c3, 0, 0, 0, to + y * stride, true);
    }
    return;
  }
  for (let x: usize = 0; x < 8; x++) {
    if (x == 4) continue;
    const c0 = coefficient(block, steps, x);
    if (isWild(c0) && isFlat(block, x, 4)) {
      fillColumn(c0, between + (x << 2), 4);
      continue;
    }
    const c1 = coefficient(block, steps, 8 + x);
    const c2 = coefficient(block, steps, 16 + x);
    const c3 = coefficient(block, steps, 24 + x);
    const c5 = coefficient(block, steps, 40 + x);
    const c6 = coefficient(block, steps, 48 + x);
    const c7 = coefficient(block, steps, 56 + x);
    transform4(c0, c1, c2, c3, c5, c6, c7, between + (x << 2), false);
  }
  for (let y: usize = 0; y < 4; y++) {
    const row = between + (y << 5);
    const c2 = load<i32>(row, 8);
    const c3 = load<i32>(row, 12);
    const c5 = load<i32>(row, 20);
    const c6 = load<i32>(row, 24);
    transform4(load<i32>(row), load<i32>(row, 4), c2, c3, c5, c6, load<i32>(row, 28), to + y * stride, true);
  }
}

/** One dimension of eight values, of which the one with the number 4 adds nothing, to four. @param isRow See `put`. */
// @ts-ignore: decorator
@inline
function transform4(c0: i32, c1: i32, c2: i32, c3: i32, c5: i32, c6: i32, c7: i32, to: usize, isRow: bool): void {
  const dc = c0 << (factorBits + 1);
  const two = c2 * 15137 + c6 * -6270;
  const inner = c7 * -1730 + c5 * 11893 + c3 * -17799 + c1 * 8697;
  const outer = c7 * -4176 + c5 * -4926 + c3 * 7373 + c1 * 20995;
  put(0, dc + two + outer, to, 1, isRow);
  put(1, dc - two + inner, to, 1, isRow);
  put(2, dc - two - inner, to, 1, isRow);
  put(3, dc + two - outer, to, 1, isRow);
}

/**
 * Keeps one result: of a column between the two passes, of a row as a sample.
 *
 * @param n Its place in the column or the row.
 * @param bits The fraction bits that it has more than `factorBits`.
 */
// @ts-ignore: decorator
@inline
function put(n: usize, value: i32, to: usize, bits: i32, isRow: bool): void {
  if (isRow) store<u8>(to + n, sample(descale(value, factorBits + passBits + 3 + bits)));
  else store<i32>(to + (n << 5), descale(value, factorBits - passBits + bits));
}

/** To 8 x 8 samples, by the method of Loeffler, Ligtenberg and Moschytz with 12 multiplications. */
export function idct8(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  if (!ASC_FEATURE_SIMD && last <= lastOfFour) {
    for (let x: usize = 0; x < 4; x++) {
      const c0 = coefficient(block, steps, x);
      if (isWild(c0) && isFlat(block, x, 8)) {
        fillColumn(c0, between + (x << 2), 8);
        continue;
      }
      const c1 = coefficient(block, steps, 8 + x);
      const c2 = coefficient(block, steps, 16 + x);
      const c3 = coefficient(block, steps, 24 + x);
      transform8(c0, c1, c2, c3, 0, 0, 0, 0, between + (x << 2), false);
    }
    for (let y: usize = 0; y < 8; y++) {
      const row = between + (y << 5);
      const c2 = load<i32>(row, 8);
      const c3 = load<i32>(row, 12);
      transform8(load<i32>(row), load<i32>(row, 4), c2, c3, 0, 0, 0, 0, to + y * stride, true);
    }
    return;
  }
  for (let x: usize = 0; x < 8; x++) {
    const c0 = coefficient(block, steps, x);
    if (isWild(c0) && isFlat(block, x, 8)) {
      fillColumn(c0, between + (x << 2), 8);
      continue;
    }
    const c1 = coefficient(block, steps, 8 + x);
    const c2 = coefficient(block, steps, 16 + x);
    const c3 = coefficient(block, steps, 24 + x);
    const c4 = coefficient(block, steps, 32 + x);
    const c5 = coefficient(block, steps, 40 + x);
    const c6 = coefficient(block, steps, 48 + x);
    const c7 = coefficient(block, steps, 56 + x);
    transform8(c0, c1, c2, c3, c4, c5, c6, c7, between + (x << 2), false);
  }
  for (let y: usize = 0; y < 8; y++) {
    const row = between + (y << 5);
    const c2 = load<i32>(row, 8);
    const c3 = load<i32>(row, 12);
    const c4 = load<i32>(row, 16);
    const c5 = load<i32>(row, 20);
    const c6 = load<i32>(row, 24);
    transform8(load<i32>(row), load<i32>(row, 4), c2, c3, c4, c5, c6, load<i32>(row, 28), to + y * stride, true);
  }
}

/** One dimension of eight values. @param isRow See `put`. */
// @ts-ignore: decorator
@inline
function transform8(c0: i32, c1: i32, c2: i32, c3: i32, c4: i32, c5: i32, c6: i32, c7: i32, to: usize, isRow: bool): void {
  const e = (c2 + c6) * 4433;
  const e2 = e + c6 * -15137;
  const e3 = e + c2 * 6270;
  const e0 = (c0 + c4) << factorBits;
  const e1 = (c0 - c4) << factorBits;
  const z = (c7 + c3 + c5 + c1) * 9633;
  const z1 = (c7 + c1) * -7373;
  const z2 = (c5 + c3) * -20995;
  const z3 = (c7 + c3) * -16069 + z;
  const z4 = (c5 + c1) * -3196 + z;
  const odd0 = c7 * 2446 + z1 + z3;
  const odd1 = c5 * 16819 + z2 + z4;
  const odd2 = c3 * 25172 + z2 + z3;
  const odd3 = c1 * 12299 + z1 + z4;
  put(0, e0 + e3 + odd3, to, 0, isRow);
  put(1, e1 + e2 + odd2, to, 0, isRow);
  put(2, e1 - e2 + odd1, to, 0, isRow);
  put(3, e0 - e3 + odd0, to, 0, isRow);
  put(4, e0 - e3 - odd0, to, 0, isRow);
  put(5, e1 - e2 - odd1, to, 0, isRow);
  put(6, e1 + e2 - odd2, to, 0, isRow);
  put(7, e0 + e3 - odd3, to, 0, isRow);
}
