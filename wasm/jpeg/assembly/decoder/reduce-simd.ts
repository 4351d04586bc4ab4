// Resampling by instructions that calculate with several numbers at once (SIMD); the results are those of reduce.ts. A pixel is
// four numbers of 16 bits here, the last of which does not count. Only the module for runtimes that have these instructions has this
// file's code.

/** Half of a step of 12 bits in each sum, so that it is rounded. */
// @ts-ignore: decorator
@inline
function half(): v128 {
  return i32x4.splat(2048);
}

/** Eight samples from 0 to 255, of two sums of four. */
// @ts-ignore: decorator
@inline
function samplesOf(low: v128, high: v128): v128 {
  const values = i16x8.narrow_i32x4_s(i32x4.shr_s(low, 12), i32x4.shr_s(high, 12));
  return i16x8.max_s(i16x8.splat(0), i16x8.min_s(i16x8.splat(255), values));
}

/** The weights of two pixels, each four times, so that each meets its pixel's numbers. */
// @ts-ignore: decorator
@inline
function twoWeights(at: usize): v128 {
  return v128.load_splat<i32>(at);
}

/** A weight by itself, and zero for the pixel that is not there. */
// @ts-ignore: decorator
@inline
function oneWeight(at: usize): v128 {
  return i32x4.splat(<i32>load<u16>(at));
}

/**
 * Packs a row of samples. Up to 7 samples more are read and up to 7 pixels more are written.
 *
 * @param cb, cr 0 for a picture of one component.
 */
export function packRowBy8(y: usize, cb: usize, cr: usize, width: u32, to: usize): void {
  const none = i16x8.splat(0);
  for (let x: u32 = 0; x < width; x += 8, to += 64) {
    const first = v128.load_ext<u8>(y + x);
    const second = cb == 0 ? none : v128.load_ext<u8>(cb + x);
    const third = cb == 0 ? none : v128.load_ext<u8>(cr + x);
    const low = v128.shuffle<i16>(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
    const high = v128.shuffle<i16>(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
    const lowThird = v128.shuffle<i16>(third, none, 0, 8, 1, 9, 2, 10, 3, 11);
    const highThird = v128.shuffle<i16>(third, none, 4, 12, 5, 13, 6, 14, 7, 15);
    v128.store(to, v128.shuffle<i32>(low, lowThird, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<i32>(low, lowThird, 2, 6, 3, 7), 16);
    v128.store(to, v128.shuffle<i32>(high, highThird, 0, 4, 1, 5), 32);
    v128.store(to, v128.shuffle<i32>(high, highThird, 2, 6, 3, 7), 48);
  }
}

/** Packs a row of RGBA. Up to 3 pixels more are read and written. */
export function packPixelsBy4(rgba: usize, width: u32, to: usize): void {
  for (let x: u32 = 0; x < width; x += 4, rgba += 16, to += 32) {
    const four = v128.load(rgba);
    v128.store(to, i16x8.extend_low_i8x16_u(four));
    v128.store(to, i16x8.extend_high_i8x16_u(four), 16);
  }
}

/**
 * Resamples along a row, two weights at a time.
 *
 * @param firsts For each new pixel, the first old one that it is made of.
 * @param taps How many old pixels it is made of.
 */
export function reduceColumnsBy2(firsts: usize, weights: usize, taps: u32, width: u32, from: usize, to: usize): void {
  const pairs = (taps >> 1) << 2;
  for (let x: u32 = 0; x < width; x++) {
    let at = from + (<usize>load<u32>(firsts + (x << 2)) << 3);
    let sum = half();
    for (const end = weights + pairs; weights < end; weights += 4, at += 16) {
      const two = v128.load(at);
      const alternating = v128.shuffle<i16>(two, two, 0, 4, 1, 5, 2, 6, 3, 7);
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(alternating, twoWeights(weights)));
    }
    if ((taps & 1) != 0) {
      const one = i32x4.extend_low_i16x8_u(v128.load_zero<i64>(at));
      sum = i32x4.add(sum, i32x4.dot_i16x8_s(one, oneWeight(weights)));
      weights += 2;
    }
    v128.store_lane<i64>(to + (x << 3), samplesOf(sum, sum), 0);
  }
}

/**
 * Resamples down a column, four pixels and two weights at a time. Up to 3 pixels more are read and written.
 *
 * @param rows The addresses of the `taps` rows.
 */
export function reduceRowsBy4(rows: usize, weights: usize, taps: u32, width: u32, to: usize): void {
  const pairs = (taps >> 1) << 2;
  const none = i16x8.splat(0);
  for (let offset: usize = 0; offset < <usize>width << 3; offset += 32) {
    let first = half();
    let second = half();
    let third = half();
    let fourth = half();
    let row = rows;
    let weight = weights;
    for (const end = weights + pairs; weight < end; weight += 4, row += 8) {
      const a = load<usize>(row) + offset;
      const b = load<usize>(row, 4) + offset;
      const two = twoWeights(weight);
      first = i32x4.add(first, lowProducts(v128.load(a), v128.load(b), two));
      second = i32x4.add(second, highProducts(v128.load(a), v128.load(b), two));
      third = i32x4.add(third, lowProducts(v128.load(a, 16), v128.load(b, 16), two));
      fourth = i32x4.add(fourth, highProducts(v128.load(a, 16), v128.load(b, 16), two));
    }
    if ((taps & 1) != 0) {
      const a = load<usize>(row) + offset;
      const one = oneWeight(weight);
      first = i32x4.add(first, lowProducts(v128.load(a), none, one));
      second = i32x4.add(second, highProducts(v128.load(a), none, one));
      third = i32x4.add(third, lowProducts(v128.load(a, 16), none, one));
      fourth = i32x4.add(fourth, highProducts(v128.load(a, 16), none, one));
    }
    v128.store(to + offset, samplesOf(first, second));
    v128.store(to + offset, samplesOf(third, fourth), 16);
  }
}

/** The products of the first pixel of two rows, added. */
// @ts-ignore: decorator
@inline
function lowProducts(a: v128, b: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11), weights);
}

/** And those of the second pixel. */
// @ts-ignore: decorator
@inline
function highProducts(a: v128, b: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), weights);
}

/** YCbCr to RGBA; see colour.ts. Up to 3 pixels more are read and written. */
export function convertBy4(from: usize, width: u32, to: usize): void {
  for (let x: u32 = 0; x < width; x += 4, from += 32, to += 16) {
    const left = v128.load(from);
    const right = v128.load(from, 16);
    const yAndBlue = v128.shuffle<i32>(left, right, 0, 2, 4, 6);
    const y = v128.and(yAndBlue, i32x4.splat(0xffff));
    const blue = i32x4.sub(i32x4.shr_u(yAndBlue, 16), i32x4.splat(128));
    const third = v128.shuffle<i32>(left, right, 1, 3, 5, 7);
    const red = i32x4.sub(v128.and(third, i32x4.splat(0xffff)), i32x4.splat(128));
    const r = i32x4.add(y, scaled(times(red, 91881)));
    const g = i32x4.add(y, scaled(i32x4.add(times(blue, -22554), times(red, -46802))));
    const b = i32x4.add(y, scaled(times(blue, 116130)));
    const redGreen = i16x8.narrow_i32x4_s(r, g);
    const blueAlpha = i16x8.narrow_i32x4_s(b, i32x4.splat(255));
    const bytes = i8x16.narrow_i16x8_u(redGreen, blueAlpha);
    v128.store(to, v128.shuffle<i8>(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
  }
}

// @ts-ignore: decorator
@inline
function times(values: v128, factor: i32): v128 {
  return i32x4.mul(values, i32x4.splat(factor));
}

// @ts-ignore: decorator
@inline
function scaled(values: v128): v128 {
  return i32x4.shr_s(i32x4.add(values, i32x4.splat(32768)), 16);
}
