// Quantisation by instructions that calculate with several numbers at once (SIMD); see quantisation.ts. Only the module for runtimes
// that have these instructions has this file's code.

import { reciprocalsOf, stepsOf } from './quantisation';
import { placeInZigzag } from '../zigzag';

/** Eight quantised coefficients. */
const quantised: usize = memory.data(16, 16);

/**
 * Quantises a block.
 *
 * @param from 64 coefficients times 8, 16 bits each, in the order of rows.
 * @param to For the coefficients in zigzag order, 16 bits each.
 * @returns A flag for each of these: whether it is not zero.
 */
export function quantiseBy8(from: usize, table: u32, to: usize): u64 {
  const steps = stepsOf(table);
  const reciprocals = reciprocalsOf(table);
  let flags: u64 = 0;
  for (let at: usize = 0; at < 128; at += 16) v128.store(to + at, i16x8.splat(0));
  for (let y: usize = 0; y < 64; y += 8) {
    const values = v128.load(from + (y << 1));
    const halves = i16x8.shl(v128.load_ext<u8>(steps + y), 2);
    const sizes = i16x8.add(i16x8.abs(values), halves);
    const first = divided(i32x4.extend_low_i16x8_u(sizes), reciprocals + (y << 2));
    const last = divided(i32x4.extend_high_i16x8_u(sizes), reciprocals + (y << 2) + 16);
    const signs = i16x8.shr_s(values, 15);
    const multiples = i16x8.sub(v128.xor(i16x8.narrow_i32x4_s(first, last), signs), signs);
    v128.store(quantised, multiples);
    // Few are not zero, so that the others are not put into their order.
    for (let left = i16x8.bitmask(i16x8.ne(multiples, i16x8.splat(0))); left != 0; left &= left - 1) {
      const x = <usize>ctz(left);
      const k = placeInZigzag(y + x);
      store<i16>(to + (k << 1), load<i16>(quantised + (x << 1)));
      flags |= <u64>1 << k;
    }
  }
  return flags;
}

/** The upper halves of the products of four numbers and their reciprocals. */
// @ts-ignore: decorator
@inline
function divided(values: v128, reciprocals: usize): v128 {
  const by = v128.load(reciprocals);
  const first = i64x2.extmul_low_i32x4_u(values, by);
  const last = i64x2.extmul_high_i32x4_u(values, by);
  return v128.shuffle<i32>(first, last, 1, 3, 5, 7);
}
