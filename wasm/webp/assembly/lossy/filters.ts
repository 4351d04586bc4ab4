// The filters of edges between blocks (RFC 6386, section 15), exactly as they are specified.

import { filterBelow, filterBeside, filterBothBelow } from './filters-simd';

/** From -128 to 127. */
// @ts-ignore: decorator
@inline
function signed(value: i32): i32 {
  return min(max(value, -128), 127);
}

// @ts-ignore: decorator
@inline
function sample(value: i32): u8 {
  return <u8>min(max(value, 0), 255);
}

/** An eighth of a change, from -16 to 15. */
// @ts-ignore: decorator
@inline
function eighth(value: i32): i32 {
  return min(max(value >> 3, -16), 15);
}

/**
 * Filters one edge by the simple filter (15.2).
 *
 * @param at The first sample behind the edge.
 * @param across Bytes from one sample to the next across the edge, and `along` it.
 * @param limit By how much samples may differ across the edge.
 */
export function filterSimply(at: usize, across: usize, along: usize, limit: i32): void {
  const most = 2 * limit + 1;
  for (const end = at + 16 * along; at < end; at += along) {
    const p1 = <i32>load<u8>(at - 2 * across);
    const p0 = <i32>load<u8>(at - across);
    const q0 = <i32>load<u8>(at);
    const q1 = <i32>load<u8>(at + across);
    if (4 * abs(p0 - q0) + abs(p1 - q1) > most) continue;
    changeTwo(at, across, p1, p0, q0, q1);
  }
}

// @ts-ignore: decorator
@inline
function changeTwo(at: usize, across: usize, p1: i32, p0: i32, q0: i32, q1: i32): void {
  const change = 3 * (q0 - p0) + signed(p1 - q1);
  store<u8>(at - across, sample(p0 + eighth(change + 3)));
  store<u8>(at, sample(q0 - eighth(change + 4)));
}

/**
 * Filters an edge of luma, between two rows or two columns, by the normal filter (15.3): between macroblocks (`isOuter`) up to three
 * samples on each side change, within them up to two.
 *
 * @param at The first sample behind the edge.
 * @param limit By how much samples may differ across the edge, `inside` by how much from one to the next on its sides.
 * @param threshold Where the two nearest ones of a side differ by more, less is changed.
 */
export function filterLumaBelow(at: usize, stride: u32, limit: i32, inside: i32, threshold: i32, isOuter: bool): void {
  if (ASC_FEATURE_SIMD) filterBelow(at, stride, limit, inside, threshold, isOuter);
  else filterEdge(at, stride, 1, 16, limit, inside, threshold, isOuter);
}

export function filterLumaBeside(at: usize, stride: u32, limit: i32, inside: i32, threshold: i32, isOuter: bool): void {
  if (ASC_FEATURE_SIMD) filterBeside(at, at + 8 * stride, stride, limit, inside, threshold, isOuter);
  else filterEdge(at, 1, stride, 16, limit, inside, threshold, isOuter);
}

/** The same for an edge of both chromas. */
export function filterChromaBelow(
  blue: usize,
  red: usize,
  stride: u32,
  limit: i32,
  inside: i32,
  threshold: i32,
  isOuter: bool,
): void {
  if (ASC_FEATURE_SIMD) filterBothBelow(blue, red, stride, limit, inside, threshold, isOuter);
  else {
    filterEdge(blue, stride, 1, 8, limit, inside, threshold, isOuter);
    filterEdge(red, stride, 1, 8, limit, inside, threshold, isOuter);
  }
}

export function filterChromaBeside(
  blue: usize,
  red: usize,
  stride: u32,
  limit: i32,
  inside: i32,
  threshold: i32,
  isOuter: bool,
): void {
  if (ASC_FEATURE_SIMD) filterBeside(blue, red, stride, limit, inside, threshold, isOuter);
  else {
    filterEdge(blue, 1, stride, 8, limit, inside, threshold, isOuter);
    filterEdge(red, 1, stride, 8, limit, inside, threshold, isOuter);
  }
}

/**
 * Filters one edge, sample by sample.
 *
 * @param across Bytes from one sample to the next across the edge, and `along` it.
 * @param count Samples along the edge.
 */
function filterEdge(
  at: usize,
  across: usize,
  along: usize,
  count: u32,
  limit: i32,
  inside: i32,
  threshold: i32,
  isOuter: bool,
): void {
  const most = 2 * limit + 1;
  for (const end = at + count * along; at < end; at += along) {
    const p1 = <i32>load<u8>(at - 2 * across);
    const p0 = <i32>load<u8>(at - across);
    const q0 = <i32>load<u8>(at);
    const q1 = <i32>load<u8>(at + across);
    if (4 * abs(p0 - q0) + abs(p1 - q1) > most) continue;
    const p3 = <i32>load<u8>(at - 4 * across);
    const p2 = <i32>load<u8>(at - 3 * across);
    const q2 = <i32>load<u8>(at + 2 * across);
    const q3 = <i32>load<u8>(at + 3 * across);
    if (abs(p3 - p2) > inside || abs(p2 - p1) > inside || abs(p1 - p0) > inside) continue;
    if (abs(q3 - q2) > inside || abs(q2 - q1) > inside || abs(q1 - q0) > inside) continue;
    if (abs(p1 - p0) > threshold || abs(q1 - q0) > threshold) changeTwo(at, across, p1, p0, q0, q1);
    else if (isOuter) changeSix(at, across, p2, p1, p0, q0, q1, q2);
    else changeFour(at, across, p1, p0, q0, q1);
  }
}

// @ts-ignore: decorator
@inline
function changeFour(at: usize, across: usize, p1: i32, p0: i32, q0: i32, q1: i32): void {
  const change = 3 * (q0 - p0);
  const right = eighth(change + 4);
  const further = (right + 1) >> 1;
  store<u8>(at - 2 * across, sample(p1 + further));
  store<u8>(at - across, sample(p0 + eighth(change + 3)));
  store<u8>(at, sample(q0 - right));
  store<u8>(at + across, sample(q1 - further));
}

// @ts-ignore: decorator
@inline
function changeSix(at: usize, across: usize, p2: i32, p1: i32, p0: i32, q0: i32, q1: i32, q2: i32): void {
  const change = signed(3 * (q0 - p0) + signed(p1 - q1));
  const near = (27 * change + 63) >> 7;
  const further = (18 * change + 63) >> 7;
  const furthest = (9 * change + 63) >> 7;
  store<u8>(at - 3 * across, sample(p2 + furthest));
  store<u8>(at - 2 * across, sample(p1 + further));
  store<u8>(at - across, sample(p0 + near));
  store<u8>(at, sample(q0 - near));
  store<u8>(at + across, sample(q1 - further));
  store<u8>(at + 2 * across, sample(q2 - furthest));
}
