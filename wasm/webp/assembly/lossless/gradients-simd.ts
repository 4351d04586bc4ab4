// The predictors of gradients.ts, with the bytes of a pixel in the lanes of a vector.

// @ts-ignore: decorator
@inline
function pixelAt(address: usize): v128 {
  return v128.load32_zero(address);
}

export function undoSelect(from: usize, above: usize, to: usize, end: usize): void {
  let left = pixelAt(to - 4);
  let corner = pixelAt(above - 4);
  for (; from < end; from += 4, above += 4, to += 4) {
    const up = pixelAt(above);
    const isLeft = i32x4.gt_s(apart(left, corner), apart(up, corner));
    left = i8x16.add(v128.bitselect(left, up, isLeft), pixelAt(from));
    v128.store_lane<u32>(to, left, 0);
    corner = up;
  }
}

/** The sum of how far each two bytes are apart, in the lowest lane of 32 bits. */
// @ts-ignore: decorator
@inline
function apart(one: v128, other: v128): v128 {
  const distance = v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one));
  const pairs = i16x8.extadd_pairwise_i8x16_u(distance);
  return i32x4.extadd_pairwise_i16x8_u(pairs);
}

export function undoFull(from: usize, above: usize, to: usize, end: usize): void {
  let left = i16x8.extend_low_i8x16_u(pixelAt(to - 4));
  let corner = i16x8.extend_low_i8x16_u(pixelAt(above - 4));
  for (; from < end; from += 4, above += 4, to += 4) {
    const up = i16x8.extend_low_i8x16_u(pixelAt(above));
    const expected = i16x8.add(left, i16x8.sub(up, corner));
    const pixel = i8x16.add(i8x16.narrow_i16x8_u(expected, expected), pixelAt(from));
    v128.store_lane<u32>(to, pixel, 0);
    left = i16x8.extend_low_i8x16_u(pixel);
    corner = up;
  }
}

export function undoHalf(from: usize, above: usize, to: usize, end: usize): void {
  let left = i16x8.extend_low_i8x16_u(pixelAt(to - 4));
  let corner = i16x8.extend_low_i8x16_u(pixelAt(above - 4));
  for (; from < end; from += 4, above += 4, to += 4) {
    const up = i16x8.extend_low_i8x16_u(pixelAt(above));
    const mean = i16x8.shr_u(i16x8.add(left, up), 1);
    const difference = i16x8.sub(mean, corner);
    // Half of it, rounded towards 0.
    const half = i16x8.shr_s(i16x8.sub(difference, i16x8.shr_s(difference, 15)), 1);
    const expected = i16x8.add(mean, half);
    const pixel = i8x16.add(i8x16.narrow_i16x8_u(expected, expected), pixelAt(from));
    v128.store_lane<u32>(to, pixel, 0);
    left = i16x8.extend_low_i8x16_u(pixel);
    corner = up;
  }
}
