// Predicts macroblocks and their subblocks from the samples around them (RFC 6386, section 12).

import {
  dcMode,
  downLeftMode,
  downRightMode,
  horizontalDownMode,
  horizontalMode,
  horizontalUpMode,
  trueMotionMode,
  verticalMode,
  verticalRightMode,
} from './modes';
import { stride } from './work';

const everyByte: u64 = 0x0101010101010101;

/**
 * Predicts luma or one chroma of a macroblock (12.2).
 *
 * @param side Samples: 16 or 8.
 * @param hasAbove Whether there is a macroblock above, and `hasLeft` one to the left, for the mean.
 */
export function predict(to: usize, side: u32, mode: u32, hasAbove: bool, hasLeft: bool): void {
  if (mode == trueMotionMode) return predictTrueMotion(to, side);
  const above = to - stride;
  const end = to + side * stride;
  if (mode == verticalMode) {
    for (; to < end; to += stride) {
      for (let at: usize = 0; at < side; at += 8) store<u64>(to + at, load<u64>(above + at));
    }
    return;
  }
  let mean: u64 = everyByte * 128;
  if (mode == dcMode && (hasAbove || hasLeft)) mean = everyByte * meanOf(to, side, hasAbove, hasLeft);
  for (; to < end; to += stride) {
    if (mode == horizontalMode) mean = everyByte * load<u8>(to - 1);
    for (let at: usize = 0; at < side; at += 8) store<u64>(to + at, mean);
  }
}

function meanOf(to: usize, side: u32, hasAbove: bool, hasLeft: bool): u32 {
  let sum: u32 = 0;
  for (let at: usize = 0; at < side; at++) {
    if (hasAbove) sum += load<u8>(to - stride + at);
    if (hasLeft) sum += load<u8>(to + at * stride - 1);
  }
  const count = hasAbove && hasLeft ? side << 1 : side;
  return (sum + (count >> 1)) / count;
}

/** Each sample is what is to the left and what is above, less the corner. */
function predictTrueMotion(to: usize, side: u32): void {
  const above = to - stride;
  const corner = <i32>load<u8>(above - 1);
  for (const end = to + side * stride; to < end; to += stride) {
    const change = <i32>load<u8>(to - 1) - corner;
    for (let at: usize = 0; at < side; at++) {
      store<u8>(to + at, <u8>min(max(<i32>load<u8>(above + at) + change, 0), 255));
    }
  }
}

// @ts-ignore: decorator
@inline
function mean2(one: u32, other: u32): u32 {
  return (one + other + 1) >> 1;
}

// @ts-ignore: decorator
@inline
function mean3(one: u32, middle: u32, other: u32): u32 {
  return (one + 2 * middle + other + 2) >> 2;
}

/** Four samples of a row, the leftmost one first. */
// @ts-ignore: decorator
@inline
function put(to: usize, row: usize, first: u32, second: u32, third: u32, fourth: u32): void {
  store<u32>(to + row * stride, first | (second << 8) | (third << 16) | (fourth << 24));
}

/** Predicts a subblock (12.3). Samples are named as there: A to H above, from the left to the right, I to L to the left, P the corner. */
export function predictSubblock(to: usize, mode: u32): void {
  if (mode == trueMotionMode) return predictTrueMotion(to, 4);
  const above = to - stride;
  const p: u32 = load<u8>(above - 1);
  const a: u32 = load<u8>(above);
  const b: u32 = load<u8>(above, 1);
  const c: u32 = load<u8>(above, 2);
  const d: u32 = load<u8>(above, 3);
  const e: u32 = load<u8>(above, 4);
  const i: u32 = load<u8>(to - 1);
  const j: u32 = load<u8>(to + stride - 1);
  const k: u32 = load<u8>(to + 2 * stride - 1);
  const l: u32 = load<u8>(to + 3 * stride - 1);
  if (mode == dcMode) {
    const mean = (a + b + c + d + i + j + k + l + 4) >> 3;
    for (let row: usize = 0; row < 4; row++) put(to, row, mean, mean, mean, mean);
  } else if (mode == verticalMode) {
    for (let row: usize = 0; row < 4; row++) put(to, row, mean3(p, a, b), mean3(a, b, c), mean3(b, c, d), mean3(c, d, e));
  } else if (mode == horizontalMode) {
    store<u32>(to, mean3(p, i, j) * 0x01010101);
    store<u32>(to + stride, mean3(i, j, k) * 0x01010101);
    store<u32>(to + 2 * stride, mean3(j, k, l) * 0x01010101);
    store<u32>(to + 3 * stride, mean3(k, l, l) * 0x01010101);
  } else if (mode == downRightMode) {
    const pi = mean3(a, p, i);
    const ij = mean3(p, i, j);
    const jk = mean3(i, j, k);
    const ab = mean3(p, a, b);
    const bc = mean3(a, b, c);
    put(to, 0, pi, ab, bc, mean3(b, c, d));
    put(to, 1, ij, pi, ab, bc);
    put(to, 2, jk, ij, pi, ab);
    put(to, 3, mean3(j, k, l), jk, ij, pi);
  } else if (mode == verticalRightMode) {
    const pa = mean2(p, a);
    const ab = mean2(a, b);
    const bc = mean2(b, c);
    const ipa = mean3(i, p, a);
    const pab = mean3(p, a, b);
    const abc = mean3(a, b, c);
    put(to, 0, pa, ab, bc, mean2(c, d));
    put(to, 1, ipa, pab, abc, mean3(b, c, d));
    put(to, 2, mean3(j, i, p), pa, ab, bc);
    put(to, 3, mean3(k, j, i), ipa, pab, abc);
  } else if (mode == horizontalUpMode) {
    const jk = mean2(j, k);
    const kl = mean2(k, l);
    const jkl = mean3(j, k, l);
    const kll = mean3(k, l, l);
    put(to, 0, mean2(i, j), mean3(i, j, k), jk, jkl);
    put(to, 1, jk, jkl, kl, kll);
    put(to, 2, kl, kll, l, l);
    put(to, 3, l, l, l, l);
  } else if (mode == horizontalDownMode) {
    const ip = mean2(i, p);
    const ji = mean2(j, i);
    const kj = mean2(k, j);
    const ipa = mean3(i, p, a);
    const jip = mean3(j, i, p);
    const kji = mean3(k, j, i);
    put(to, 0, ip, ipa, mean3(p, a, b), mean3(a, b, c));
    put(to, 1, ji, jip, ip, ipa);
    put(to, 2, kj, kji, ji, jip);
    put(to, 3, mean2(l, k), mean3(l, k, j), kj, kji);
  } else predictFromTheRight(to, mode, a, b, c, d, e);
}

/** The two modes that look further to the right. */
// @ts-ignore: decorator
@inline
function predictFromTheRight(to: usize, mode: u32, a: u32, b: u32, c: u32, d: u32, e: u32): void {
  const f: u32 = load<u8>(to - stride, 5);
  const g: u32 = load<u8>(to - stride, 6);
  const h: u32 = load<u8>(to - stride, 7);
  const bcd = mean3(b, c, d);
  const cde = mean3(c, d, e);
  const def = mean3(d, e, f);
  const efg = mean3(e, f, g);
  if (mode == downLeftMode) {
    put(to, 0, mean3(a, b, c), bcd, cde, def);
    put(to, 1, bcd, cde, def, efg);
    put(to, 2, cde, def, efg, mean3(f, g, h));
    put(to, 3, def, efg, mean3(f, g, h), mean3(g, h, h));
  } else {
    // What is left is the mode to the left of vertical.
    const bc = mean2(b, c);
    const cd = mean2(c, d);
    put(to, 0, mean2(a, b), bc, cd, mean2(d, e));
    put(to, 1, mean3(a, b, c), bcd, cde, def);
    put(to, 2, bc, cd, mean2(d, e), efg);
    put(to, 3, bcd, cde, def, mean3(f, g, h));
  }
}
