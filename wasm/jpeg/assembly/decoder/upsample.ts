// Brings each component's row to the picture's width, as libjpeg does (jdsample.c), so that all samples are the same as libjpeg's.

import { ScaledComponent, component, count, mostAcross, mostDown, scaledHeight, scaledSide, scaledWidth } from './component';
import { allocate } from '../../../assembly/memory';

/** A row of each component, upsampled. */
let rows: usize = 0;
let rowBytes: usize = 0;

/** @returns false if there is no memory. */
export function initUpsampling(): bool {
  rowBytes = (scaledWidth + 32) & ~15;
  rows = allocate(rowBytes * count);
  return rows != 0;
}

/** @returns The address of one row of a component in the picture's width. */
export function upsampledRow(index: u32, y: u32): usize {
  const one = component(index);
  const stride = one.stride * one.side;
  const across = (mostAcross * scaledSide) / (one.across * one.side);
  const down = (mostDown * scaledSide) / (one.down * one.side);
  const row = one.plane + (y / down) * stride;
  if (across == 1 && down == 1) return row;
  const to = rows + <usize>index * rowBytes;
  // Smooth interpolation, except where a block becomes one sample.
  const isSmooth = scaledSide > 1;
  if (isSmooth && across == 2 && down == 1 && one.width > 2) {
    smoothAcross(row, one.width, to);
  } else if (isSmooth && across == 1 && down == 2) {
    smoothDown(row, neighbour(one, y), one.width, y & 1, to);
  } else if (isSmooth && across == 2 && down == 2 && one.width > 2) {
    smoothBoth(row, neighbour(one, y), one.width, to);
  } else {
    for (let x: u32 = 0; x < scaledWidth; x++) store<u8>(to + x, load<u8>(row + x / across));
  }
  return to;
}

/** The row above for the upper one of two rows, and below for the lower one; at the picture's edge, the row itself. */
function neighbour(one: ScaledComponent, y: u32): usize {
  const at = <i32>(y >> 1) + ((y & 1) == 0 ? -1 : 1);
  const within = max(0, min(<i32>one.height - 1, at));
  return one.plane + <usize>within * one.stride * one.side;
}

/** Three quarters of the nearer sample and one of the further one. */
function smoothAcross(from: usize, width: u32, to: usize): void {
  let at = to;
  for (let x: u32 = 0; x < width; x++, at += 2) {
    const near = 3 * <u32>load<u8>(from + x);
    const before = x == 0 ? near / 3 : <u32>load<u8>(from + x - 1);
    const after = x == width - 1 ? near / 3 : <u32>load<u8>(from + x + 1);
    store<u8>(at, <u8>((near + before + 1) >> 2));
    store<u8>(at + 1, <u8>((near + after + 2) >> 2));
  }
}

function smoothDown(near: usize, far: usize, width: u32, isLower: u32, to: usize): void {
  const bias = 1 + isLower;
  for (let x: u32 = 0; x < width; x++) {
    store<u8>(to + x, <u8>((3 * <u32>load<u8>(near + x) + <u32>load<u8>(far + x) + bias) >> 2));
  }
}

function smoothBoth(near: usize, far: usize, width: u32, to: usize): void {
  let at = to;
  let before: u32 = 0;
  let here = sum(near, far, 0);
  for (let x: u32 = 0; x < width; x++, at += 2) {
    const after = x == width - 1 ? here : sum(near, far, x + 1);
    if (x == 0) before = here;
    store<u8>(at, <u8>((here * 3 + before + 8) >> 4));
    store<u8>(at + 1, <u8>((here * 3 + after + 7) >> 4));
    before = here;
    here = after;
  }
}

// @ts-ignore: decorator
@inline
function sum(near: usize, far: usize, x: u32): u32 {
  return 3 * <u32>load<u8>(near + x) + <u32>load<u8>(far + x);
}
