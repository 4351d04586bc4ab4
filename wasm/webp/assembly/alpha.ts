// The alpha of a lossy picture (RFC 9649, 2.7.1.2), which comes before it: one byte a pixel, as it is or as the green of a lossless
// picture, and filtered.

import { allocate } from '../../assembly/memory';
import { isDone, isInterrupted, isWrong } from './decoding-state';
import { unusedBytes } from './lossless/bits';
import { beginLossless, decodeLossless, takeLosslessRow } from './lossless/lossless';
import { mostUnused } from './unused';

/** Whether the picture has one. */
export let hasAlphaPlane: bool = false;
/** Whether there was data behind it. */
export let hasUnusedAlpha: bool = false;
let plane: usize = 0;
let width: u32 = 0;
let height: u32 = 0;
let filter: u32 = 0;
let isCompressed: bool = false;
let made: u32 = 0;
/** Where it is as it is. */
let raw: usize = 0;

/** Rows of alpha that is not compressed, which are made at a time. */
const rowsAtOnce: u32 = 64;

export function forgetAlpha(): void {
  hasAlphaPlane = false;
  hasUnusedAlpha = false;
}

/** @returns Alpha of one row. */
export function alphaRow(row: u32): usize {
  return plane + <usize>row * width;
}

/**
 * Begins with what the chunk says in its first byte.
 *
 * @returns false if it is wrong, or if there is no memory.
 */
export function beginAlpha(from: usize, end: usize, ofWidth: u32, ofHeight: u32): bool {
  if (from >= end) return false;
  const packed: u32 = load<u8>(from);
  const compression = packed & 3;
  filter = (packed >> 2) & 3;
  // Pre-processing, in bits 4 and 5, is for encoders only; what is above is reserved.
  if (compression > 1 || packed >> 6 != 0 || ((packed >> 4) & 3) > 1) return false;
  width = ofWidth;
  height = ofHeight;
  made = 0;
  isCompressed = compression == 1;
  hasAlphaPlane = true;
  plane = allocate(<usize>width * height);
  if (plane == 0) return false;
  raw = from + 1;
  if (isCompressed) return beginLossless(from + 1, end, width, height);
  const extra = <usize>(end - raw) - <usize>width * height;
  hasUnusedAlpha = extra != 0;
  return <usize>(end - raw) >= <usize>width * height;
}

/** Makes a part of the plane. @returns One of decoding-state.ts. */
export function decodeAlpha(): i32 {
  const answer = isCompressed ? decodeLossless() : isInterrupted;
  if (answer == isWrong) return isWrong;
  for (let count: u32 = 0; made < height && (isCompressed || count < rowsAtOnce); count++) {
    const to = alphaRow(made);
    if (isCompressed) {
      const from = takeLosslessRow();
      if (from == 0) break;
      for (let column: usize = 0; column < width; column++) store<u8>(to + column, load<u8>(from + (column << 2), 1));
    } else {
      for (let column: usize = 0; column < width; column++) store<u8>(to + column, load<u8>(raw + column));
      raw += width;
    }
    unfilter(to);
    made++;
  }
  if (made == height) {
    if (isCompressed) hasUnusedAlpha = unusedBytes() > mostUnused;
    return isDone;
  }
  return answer == isDone ? isWrong : isInterrupted;
}

/** Undoes the filter of a row: alpha is what it differs by from its neighbours. */
function unfilter(to: usize): void {
  if (filter == 0) return;
  const isFirst = made == 0;
  const above = to - width;
  // The leftmost one is predicted by the one above, and in the first row all are by the one to the left.
  let left: i32 = isFirst ? 0 : load<u8>(above);
  let corner = left;
  for (let column: usize = 0; column < width; column++) {
    const up = isFirst ? left : <i32>load<u8>(above + column);
    let predicted = left;
    if (filter == 2) predicted = up;
    else if (filter == 3 && column > 0 && !isFirst) predicted = min(max(left + up - corner, 0), 255);
    left = (<i32>load<u8>(to + column) + predicted) & 0xff;
    corner = up;
    store<u8>(to + column, <u8>left);
  }
}
