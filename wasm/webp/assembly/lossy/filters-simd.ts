// The normal filter of filters.ts for sixteen places of an edge at once (SIMD), with the same results: where sums end at the limits of
// a signed byte, the specified ones are clamped to less later on.

/** Eight rows of 16 samples across an edge, for edges whose samples are not side by side in memory. */
const block: usize = memory.data(8 * 16, 16);

// @ts-ignore: decorator
@inline
function difference(one: v128, other: v128): v128 {
  return v128.or(i8x16.sub_sat_u(one, other), i8x16.sub_sat_u(other, one));
}

/** Whether each of them is at most this. */
// @ts-ignore: decorator
@inline
function isAtMost(values: v128, most: v128): v128 {
  return i8x16.eq(i8x16.sub_sat_u(values, most), i8x16.splat(0));
}

/**
 * Filters sixteen places of an edge whose samples are side by side.
 *
 * @param at The first sample behind the edge, and `across` bytes from one row to the next.
 * @returns false if nothing has changed.
 */
function filterRows(at: usize, across: usize, limit: i32, inside: i32, threshold: i32, isOuter: bool): bool {
  const p3 = v128.load(at - 4 * across);
  const p2 = v128.load(at - 3 * across);
  const p1 = v128.load(at - 2 * across);
  const p0 = v128.load(at - across);
  const q0 = v128.load(at);
  const q1 = v128.load(at + across);
  const q2 = v128.load(at + 2 * across);
  const q3 = v128.load(at + 3 * across);
  const nearest = i8x16.max_u(difference(p1, p0), difference(q1, q0));
  const sides = i8x16.max_u(
    nearest,
    i8x16.max_u(
      i8x16.max_u(difference(p3, p2), difference(p2, p1)),
      i8x16.max_u(difference(q3, q2), difference(q2, q1)),
    ),
  );
  const gap = difference(p0, q0);
  const half = i8x16.shr_u(difference(p1, q1), 1);
  // Twice the gap and half of the other is at most the limit exactly where four times and once are at most twice of it and one.
  const edge = i8x16.add_sat_u(i8x16.add_sat_u(gap, gap), half);
  const mask = v128.and(isAtMost(edge, i8x16.splat(<i8>limit)), isAtMost(sides, i8x16.splat(<i8>inside)));
  if (!v128.any_true(mask)) return false;
  const isCalm = isAtMost(nearest, i8x16.splat(<i8>threshold));
  const sign = i8x16.splat(-128);
  const a2 = v128.xor(p2, sign);
  const a1 = v128.xor(p1, sign);
  const a0 = v128.xor(p0, sign);
  const b0 = v128.xor(q0, sign);
  const b1 = v128.xor(q1, sign);
  const b2 = v128.xor(q2, sign);
  const step = i8x16.sub_sat_s(b0, a0);
  const outer = i8x16.sub_sat_s(a1, b1);
  if (isOuter) {
    const change = v128.and(thrice(outer, step), mask);
    // Where the samples vary much, only the two nearest ones are changed.
    const small = v128.andnot(change, isCalm);
    const right = eighth(small, 4);
    const left = eighth(small, 3);
    const calm = v128.and(change, isCalm);
    const low = i16x8.extend_low_i8x16_s(calm);
    const high = i16x8.extend_high_i8x16_s(calm);
    const near = weigh(low, high, 27);
    const further = weigh(low, high, 18);
    const furthest = weigh(low, high, 9);
    v128.store(at - 3 * across, v128.xor(i8x16.add_sat_s(a2, furthest), sign));
    v128.store(at - 2 * across, v128.xor(i8x16.add_sat_s(a1, further), sign));
    v128.store(at - across, v128.xor(i8x16.add_sat_s(i8x16.add_sat_s(a0, near), left), sign));
    v128.store(at, v128.xor(i8x16.sub_sat_s(i8x16.sub_sat_s(b0, near), right), sign));
    v128.store(at + across, v128.xor(i8x16.sub_sat_s(b1, further), sign));
    v128.store(at + 2 * across, v128.xor(i8x16.sub_sat_s(b2, furthest), sign));
    return true;
  }
  const change = v128.and(thrice(v128.andnot(outer, isCalm), step), mask);
  const right = eighth(change, 4);
  const left = eighth(change, 3);
  // Half of the change, rounded up, for the two that are further away.
  const further = v128.and(i8x16.shr_s(i8x16.add(right, i8x16.splat(1)), 1), isCalm);
  v128.store(at - 2 * across, v128.xor(i8x16.add_sat_s(a1, further), sign));
  v128.store(at - across, v128.xor(i8x16.add_sat_s(a0, left), sign));
  v128.store(at, v128.xor(i8x16.sub_sat_s(b0, right), sign));
  v128.store(at + across, v128.xor(i8x16.sub_sat_s(b1, further), sign));
  return true;
}

// @ts-ignore: decorator
@inline
function thrice(outer: v128, step: v128): v128 {
  return i8x16.add_sat_s(i8x16.add_sat_s(i8x16.add_sat_s(outer, step), step), step);
}

// @ts-ignore: decorator
@inline
function eighth(change: v128, more: i8): v128 {
  return i8x16.shr_s(i8x16.add_sat_s(change, i8x16.splat(more)), 3);
}

// @ts-ignore: decorator
@inline
function weigh(low: v128, high: v128, weight: i16): v128 {
  const factor = i16x8.splat(weight);
  const half = i16x8.splat(63);
  return i8x16.narrow_i16x8_s(
    i16x8.shr_s(i16x8.add(i16x8.mul(low, factor), half), 7),
    i16x8.shr_s(i16x8.add(i16x8.mul(high, factor), half), 7),
  );
}

/** Filters sixteen samples of an edge between two rows. */
export function filterBelow(at: usize, stride: usize, limit: i32, inside: i32, threshold: i32, isOuter: bool): void {
  filterRows(at, stride, limit, inside, threshold, isOuter);
}

/** The same for eight samples of two planes. */
export function filterBothBelow(
  one: usize,
  other: usize,
  stride: usize,
  limit: i32,
  inside: i32,
  threshold: i32,
  isOuter: bool,
): void {
  let row: usize = 0;
  for (let at = one - 4 * stride, beside = other - 4 * stride; row < 8; row++, at += stride, beside += stride) {
    store<u64>(block + (row << 4), load<u64>(at));
    store<u64>(block + (row << 4), load<u64>(beside), 8);
  }
  if (!filterRows(block + 64, 16, limit, inside, threshold, isOuter)) return;
  row = 1;
  for (let at = one - 3 * stride, beside = other - 3 * stride; row < 7; row++, at += stride, beside += stride) {
    store<u64>(at, load<u64>(block + (row << 4)));
    store<u64>(beside, load<u64>(block + (row << 4), 8));
  }
}

/** Filters sixteen samples of an edge between two columns: eight rows from `one` on, and eight from `other`. */
export function filterBeside(
  one: usize,
  other: usize,
  stride: usize,
  limit: i32,
  inside: i32,
  threshold: i32,
  isOuter: bool,
): void {
  transposeIn(one - 4, other - 4, stride);
  if (filterRows(block + 64, 16, limit, inside, threshold, isOuter)) transposeOut(one - 4, other - 4, stride);
}

// @ts-ignore: decorator
@inline
function lower(one: v128, other: v128): v128 {
  return i8x16.shuffle(one, other, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function upper(one: v128, other: v128): v128 {
  return i8x16.shuffle(one, other, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** The samples of row n from `one` on, and of the same row from `other` on, in turn. */
// @ts-ignore: decorator
@inline
function pairOf(one: usize, other: usize): v128 {
  return lower(v128.load64_zero(one), v128.load64_zero(other));
}

/** Makes eight rows of the columns of sixteen rows, by four times putting samples of two rows in turn. */
function transposeIn(one: usize, other: usize, stride: usize): void {
  const r0 = pairOf(one, other);
  const r1 = pairOf(one + stride, other + stride);
  const r2 = pairOf(one + 2 * stride, other + 2 * stride);
  const r3 = pairOf(one + 3 * stride, other + 3 * stride);
  const r4 = pairOf(one + 4 * stride, other + 4 * stride);
  const r5 = pairOf(one + 5 * stride, other + 5 * stride);
  const r6 = pairOf(one + 6 * stride, other + 6 * stride);
  const r7 = pairOf(one + 7 * stride, other + 7 * stride);
  finishIn(0, lower(r0, r4), lower(r1, r5), lower(r2, r6), lower(r3, r7));
  finishIn(64, upper(r0, r4), upper(r1, r5), upper(r2, r6), upper(r3, r7));
}

// @ts-ignore: decorator
@inline
function finishIn(to: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  const even0 = lower(s0, s2);
  const odd0 = lower(s1, s3);
  const even1 = upper(s0, s2);
  const odd1 = upper(s1, s3);
  v128.store(block + to, lower(even0, odd0));
  v128.store(block + to, upper(even0, odd0), 16);
  v128.store(block + to, lower(even1, odd1), 32);
  v128.store(block + to, upper(even1, odd1), 48);
}

function transposeOut(one: usize, other: usize, stride: usize): void {
  const c0 = v128.load(block);
  const c1 = v128.load(block, 16);
  const c2 = v128.load(block, 32);
  const c3 = v128.load(block, 48);
  const c4 = v128.load(block, 64);
  const c5 = v128.load(block, 80);
  const c6 = v128.load(block, 96);
  const c7 = v128.load(block, 112);
  finishOut(one, stride, lower(c0, c4), lower(c1, c5), lower(c2, c6), lower(c3, c7));
  finishOut(other, stride, upper(c0, c4), upper(c1, c5), upper(c2, c6), upper(c3, c7));
}

// @ts-ignore: decorator
@inline
function finishOut(to: usize, stride: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  const even0 = lower(a0, a2);
  const odd0 = lower(a1, a3);
  const even1 = upper(a0, a2);
  const odd1 = upper(a1, a3);
  storeTwo(to, stride, lower(even0, odd0));
  storeTwo(to + 2 * stride, stride, upper(even0, odd0));
  storeTwo(to + 4 * stride, stride, lower(even1, odd1));
  storeTwo(to + 6 * stride, stride, upper(even1, odd1));
}

// @ts-ignore: decorator
@inline
function storeTwo(to: usize, stride: usize, two: v128): void {
  v128.store64_lane(to, two, 0);
  v128.store64_lane(to + stride, two, 1);
}
