// Colours by instructions that calculate with several numbers at once (SIMD); the samples are those of colour.ts. Only the module for
// runtimes that have these instructions has this file's code.

/** One component of a row of RGBA: each colour times its factor, and what is added. Up to 3 pixels more are read and written. */
export function fillRowBy4(from: usize, width: u32, to: usize, red: i32, green: i32, blue: i32, offset: i32): void {
  const byte = i32x4.splat(255);
  for (let x: u32 = 0; x < width; x += 4, from += 16, to += 4) {
    const four = v128.load(from);
    const reds = i32x4.mul(v128.and(four, byte), i32x4.splat(red));
    const greens = i32x4.mul(v128.and(i32x4.shr_u(four, 8), byte), i32x4.splat(green));
    const blues = i32x4.mul(v128.and(i32x4.shr_u(four, 16), byte), i32x4.splat(blue));
    const sums = i32x4.add(i32x4.add(reds, greens), i32x4.add(blues, i32x4.splat(offset)));
    const values = i32x4.shr_u(sums, 16);
    const narrow = i16x8.narrow_i32x4_s(values, values);
    v128.store_lane<i32>(to, i8x16.narrow_i16x8_u(narrow, narrow), 0);
  }
}

/** Eight means of two pixels of two rows, rounded up and down in turn. */
export function halveRowBy8(above: usize, below: usize, half: u32, to: usize): void {
  const roundings = i32x4.splat(1 | (2 << 16));
  for (let x: u32 = 0; x < half; x += 8, above += 16, below += 16, to += 8) {
    const pairs = i16x8.extadd_pairwise_i8x16_u(v128.load(above));
    const sums = i16x8.add(pairs, i16x8.extadd_pairwise_i8x16_u(v128.load(below)));
    const means = i16x8.shr_u(i16x8.add(sums, roundings), 2);
    v128.store_lane<i64>(to, i8x16.narrow_i16x8_u(means, means), 0);
  }
}
