// The inverse DCT (T.81, A.3.3) at each scale, as libjpeg calculates it in whole numbers ("islow", jidctint.c and jidctred.c), so that
// all samples are the same as libjpeg's.
//
// `block` has 64 coefficients of 16 bits in rows; `steps` their steps of quantisation; `to` receives `side` rows of `side` samples.

/** The fraction bits of the factors, and those that are kept between columns and rows. */
const factorBits: i32 = 13;
const passBits: i32 = 2;

/** 64 numbers of 32 bits between the two passes. */
const between: usize = memory.data(256, 16);

// @ts-ignore: decorator
@inline
function coefficient(block: usize, steps: usize, at: usize): i32 {
  return <i32>load<i16>(block + (at << 1)) * load<i32>(steps + (at << 2));
}

// @ts-ignore: decorator
@inline
function descale(value: i32, bits: i32): i32 {
  return (value + (1 << (bits - 1))) >> bits;
}

/** A sample, from -128: libjpeg looks it up by 10 bits, so that wild values come round in the same way. */
// @ts-ignore: decorator
@inline
function sample(value: i32): u8 {
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
 * To 2 x 2 samples: the columns and rows 2, 4 and 6 add nothing.
 *
 * @param last The last coefficient in zigzag order that is not zero. Up to the fourth, all are in the columns 0 and 1.
 */
export function idct2(block: usize, steps: usize, to: usize, stride: usize, last: u32): void {
  const columns: usize = last <= 4 ? 2 : 8;
  for (let x: usize = 0; x < columns; x++) {
    if (x == 2 || x == 4 || x == 6) continue;
    const dc = coefficient(block, steps, x);
    const at = between + (x << 2);
    const column = block + (x << 1);
    if ((load<i16>(column, 16) | load<i16>(column, 48) | load<i16>(column, 80) | load<i16>(column, 112)) == 0) {
      store<i32>(at, dc << passBits);
      store<i32>(at, dc << passBits, 32);
      continue;
    }
    const even = dc << (factorBits + 2);
    const odd =
      coefficient(block, steps, 56 + x) * -5906 +
      coefficient(block, steps, 40 + x) * 6967 +
      coefficient(block, steps, 24 + x) * -10426 +
      coefficient(block, steps, 8 + x) * 29692;
    store<i32>(at, descale(even + odd, factorBits - passBits + 2));
    store<i32>(at, descale(even - odd, factorBits - passBits + 2), 32);
  }
  for (let y: usize = 0; y < 2; y++) {
    const row = between + (y << 5);
    const even = load<i32>(row) << 15;
    let odd = load<i32>(row + 4) * 29692;
    if (columns == 8) odd += load<i32>(row + 28) * -5906 + load<i32>(row + 20) * 6967 + load<i32>(row + 12) * -10426;
    store<u8>(to + y * stride, sample(descale(even + odd, factorBits + passBits + 5)));
    store<u8>(to + y * stride + 1, sample(descale(even - odd, factorBits + passBits + 5)));
  }
}

/** To 4 x 4 samples: the column and the row 4 add nothing. */
export function idct4(block: usize, steps: usize, to: usize, stride: usize): void {
  for (let x: usize = 0; x < 8; x++) {
    if (x == 4) continue;
    const first = coefficient(block, steps, x);
    const at = between + (x << 2);
    const column = block + (x << 1);
    const isFlat =
      (load<i16>(column, 16) |
        load<i16>(column, 32) |
        load<i16>(column, 48) |
        load<i16>(column, 80) |
        load<i16>(column, 96) |
        load<i16>(column, 112)) ==
      0;
    if (isFlat) {
      const value = first << passBits;
      for (let y: usize = 0; y < 4; y++) store<i32>(at + (y << 5), value);
      continue;
    }
    const dc = first << (factorBits + 1);
    const two = coefficient(block, steps, 16 + x) * 15137 + coefficient(block, steps, 48 + x) * -6270;
    const z1 = coefficient(block, steps, 56 + x);
    const z2 = coefficient(block, steps, 40 + x);
    const z3 = coefficient(block, steps, 24 + x);
    const z4 = coefficient(block, steps, 8 + x);
    const inner = z1 * -1730 + z2 * 11893 + z3 * -17799 + z4 * 8697;
    const outer = z1 * -4176 + z2 * -4926 + z3 * 7373 + z4 * 20995;
    const bits = factorBits - passBits + 1;
    store<i32>(at, descale(dc + two + outer, bits));
    store<i32>(at + 96, descale(dc + two - outer, bits));
    store<i32>(at + 32, descale(dc - two + inner, bits));
    store<i32>(at + 64, descale(dc - two - inner, bits));
  }
  for (let y: usize = 0; y < 4; y++) {
    const row = between + (y << 5);
    const dc = load<i32>(row) << (factorBits + 1);
    const two = load<i32>(row + 8) * 15137 + load<i32>(row + 24) * -6270;
    const z1 = load<i32>(row + 28);
    const z2 = load<i32>(row + 20);
    const z3 = load<i32>(row + 12);
    const z4 = load<i32>(row + 4);
    const inner = z1 * -1730 + z2 * 11893 + z3 * -17799 + z4 * 8697;
    const outer = z1 * -4176 + z2 * -4926 + z3 * 7373 + z4 * 20995;
    const bits = factorBits + passBits + 3 + 1;
    const at = to + y * stride;
    store<u8>(at, sample(descale(dc + two + outer, bits)));
    store<u8>(at + 3, sample(descale(dc + two - outer, bits)));
    store<u8>(at + 1, sample(descale(dc - two + inner, bits)));
    store<u8>(at + 2, sample(descale(dc - two - inner, bits)));
  }
}

/** To 8 x 8 samples, by the method of Loeffler, Ligtenberg and Moschytz with 12 multiplications. */
export function idct8(block: usize, steps: usize, to: usize, stride: usize): void {
  for (let x: usize = 0; x < 8; x++) {
    const at = between + (x << 2);
    const column = block + (x << 1);
    const isFlat =
      (load<i16>(column, 16) |
        load<i16>(column, 32) |
        load<i16>(column, 48) |
        load<i16>(column, 64) |
        load<i16>(column, 80) |
        load<i16>(column, 96) |
        load<i16>(column, 112)) ==
      0;
    if (isFlat) {
      const dc = coefficient(block, steps, x) << passBits;
      for (let y: usize = 0; y < 8; y++) store<i32>(at + (y << 5), dc);
      continue;
    }
    transform(
      coefficient(block, steps, x),
      coefficient(block, steps, 8 + x),
      coefficient(block, steps, 16 + x),
      coefficient(block, steps, 24 + x),
      coefficient(block, steps, 32 + x),
      coefficient(block, steps, 40 + x),
      coefficient(block, steps, 48 + x),
      coefficient(block, steps, 56 + x),
    );
    const bits = factorBits - passBits;
    store<i32>(at, descale(even0 + odd3, bits));
    store<i32>(at + 224, descale(even0 - odd3, bits));
    store<i32>(at + 32, descale(even1 + odd2, bits));
    store<i32>(at + 192, descale(even1 - odd2, bits));
    store<i32>(at + 64, descale(even2 + odd1, bits));
    store<i32>(at + 160, descale(even2 - odd1, bits));
    store<i32>(at + 96, descale(even3 + odd0, bits));
    store<i32>(at + 128, descale(even3 - odd0, bits));
  }
  for (let y: usize = 0; y < 8; y++) {
    const row = between + (y << 5);
    const at = to + y * stride;
    transform(
      load<i32>(row),
      load<i32>(row, 4),
      load<i32>(row, 8),
      load<i32>(row, 12),
      load<i32>(row, 16),
      load<i32>(row, 20),
      load<i32>(row, 24),
      load<i32>(row, 28),
    );
    const bits = factorBits + passBits + 3;
    store<u8>(at, sample(descale(even0 + odd3, bits)));
    store<u8>(at + 7, sample(descale(even0 - odd3, bits)));
    store<u8>(at + 1, sample(descale(even1 + odd2, bits)));
    store<u8>(at + 6, sample(descale(even1 - odd2, bits)));
    store<u8>(at + 2, sample(descale(even2 + odd1, bits)));
    store<u8>(at + 5, sample(descale(even2 - odd1, bits)));
    store<u8>(at + 3, sample(descale(even3 + odd0, bits)));
    store<u8>(at + 4, sample(descale(even3 - odd0, bits)));
  }
}

/** What `transform` gives: sums of these in pairs are its eight outputs. */
let even0: i32 = 0;
let even1: i32 = 0;
let even2: i32 = 0;
let even3: i32 = 0;
let odd0: i32 = 0;
let odd1: i32 = 0;
let odd2: i32 = 0;
let odd3: i32 = 0;

/** One dimension of eight values, times 2 to the 13. */
// @ts-ignore: decorator
@inline
function transform(c0: i32, c1: i32, c2: i32, c3: i32, c4: i32, c5: i32, c6: i32, c7: i32): void {
  const e = (c2 + c6) * 4433;
  const e2 = e + c6 * -15137;
  const e3 = e + c2 * 6270;
  const e0 = (c0 + c4) << factorBits;
  const e1 = (c0 - c4) << factorBits;
  even0 = e0 + e3;
  even3 = e0 - e3;
  even1 = e1 + e2;
  even2 = e1 - e2;
  const z = (c7 + c3 + c5 + c1) * 9633;
  const z1 = (c7 + c1) * -7373;
  const z2 = (c5 + c3) * -20995;
  const z3 = (c7 + c3) * -16069 + z;
  const z4 = (c5 + c1) * -3196 + z;
  odd0 = c7 * 2446 + z1 + z3;
  odd1 = c5 * 16819 + z2 + z4;
  odd2 = c3 * 25172 + z2 + z3;
  odd3 = c1 * 12299 + z1 + z4;
}
