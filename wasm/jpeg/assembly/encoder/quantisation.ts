// The steps of quantisation (T.81, annex K.1), scaled by libjpeg's rule for a quality, and the quantisation itself.

/** Two tables of 64 bytes in the order of rows: luminance and chrominance. */
const typical: usize = memory.data<u8>([
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99, 17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99,
  99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]);

/** The same two tables, scaled. */
const steps: usize = memory.data(128, 16);
/** For each of them, by what a number of 19 bits is multiplied to be divided by 8 times the step, 32 bits too high. */
const reciprocals: usize = memory.data(128 * 4, 16);

/** @param quality From 1 to 100: 50 leaves the tables as they are. */
export function scaleSteps(quality: i32): void {
  const percent = quality < 50 ? 5000 / quality : 200 - quality * 2;
  for (let n: usize = 0; n < 128; n++) {
    const step = max(1, min(255, (<i32>load<u8>(typical + n) * percent + 50) / 100));
    store<u8>(steps + n, <u8>step);
    store<u32>(reciprocals + (n << 2), <u32>((<u64>1 << 32) / (step << 3)) + 1);
  }
}

/** @returns The address of 64 steps of a byte, in the order of rows. */
// @ts-ignore: decorator
@inline
export function stepsOf(table: u32): usize {
  return steps + (<usize>table << 6);
}

/** @returns The address of their reciprocals, 32 bits each. */
// @ts-ignore: decorator
@inline
export function reciprocalsOf(table: u32): usize {
  return reciprocals + (<usize>table << 8);
}

/** @param at In the order of rows. */
// @ts-ignore: decorator
@inline
export function stepAt(table: u32, at: usize): i32 {
  return load<u8>(stepsOf(table) + at);
}

/**
 * Quantises a coefficient as libjpeg does: to the nearest multiple, halves away from zero. It multiplies, because a processor divides
 * longer than it does all else. That gives the same, because a number of 19 bits times a divisor of 11 bits is below 2^32.
 *
 * @param value The coefficient times 8, as the DCT gives it.
 * @param at In the order of rows.
 */
// @ts-ignore: decorator
@inline
export function quantise(value: i32, table: u32, at: usize): i32 {
  const sign = value >> 31;
  const size = <u64>((value ^ sign) - sign) + (<u64>load<u8>(stepsOf(table) + at) << 2);
  const multiple = <i32>((size * <u64>load<u32>(reciprocalsOf(table) + (at << 2))) >> 32);
  return (multiple ^ sign) - sign;
}
