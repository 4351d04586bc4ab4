// Makes rows of the inflated data: undoes their filters, and gives their pixels to the result.

import { allocate } from '../../assembly/memory';
import { addRow, isWhole, takeRow } from '../../assembly/shrink';
import { unfilterRow } from './unfilter';
import { isPlain, isPlainRgb, unpackRow } from './unpack';
import { out, setUnread, unread } from './window';

/** Bytes behind a row that may be overwritten. */
const behind: u32 = 16;

let width: u32 = 0;
let rowBytes: u32 = 0;
/** Bytes of a pixel, by which filters reach to the left; 1 for pixels of less than a byte (PNG specification, 9.2). */
let pixelBytes: u32 = 1;
/** Rows that have not come. */
export let left: u32 = 0;
let current: usize = 0;
let above: usize = 0;
/** One row of RGBA. */
let pixels: usize = 0;

/** @returns false if there is no memory. */
export function initRows(ofWidth: u32, height: u32, bytes: u32, bitsOfPixel: u32): bool {
  width = ofWidth;
  rowBytes = bytes;
  pixelBytes = max(1, bitsOfPixel >> 3);
  left = height;
  const room = bytes + behind;
  current = allocate(room);
  above = allocate(room);
  pixels = allocate(ofWidth * 4 + behind);
  if (current == 0 || above == 0 || pixels == 0) return false;
  // The row above the first one is zeros (9.2).
  for (let at: usize = 0; at < room; at++) store<u8>(above + at, 0);
  return true;
}

/** Makes all rows that are there. @returns false if a filter is wrong, or if there is data behind the last row. */
export function makeRows(): bool {
  let from = unread;
  while (left > 0 && from + rowBytes < out) {
    const filter: u32 = load<u8>(from);
    const row = from + 1;
    from = row + rowBytes;
    left--;
    if (filter == 0 && from < out && load<u8>(from) <= 1) {
      // It is as it was, and the filter of the next row does not look at it (9.2): there is no need to copy it.
      giveRow(row);
      continue;
    }
    if (!unfilterRow(filter, row, above, current, rowBytes, pixelBytes)) return false;
    giveRow(current);
    const other = above;
    above = current;
    current = other;
  }
  setUnread(from);
  return left > 0 || from == out;
}

function giveRow(row: usize): void {
  if (isWhole()) {
    unpackRow(row, takeRow(), width);
  } else if (isPlain() || isPlainRgb()) {
    addRow(row, left == 0);
  } else {
    unpackRow(row, pixels, width);
    addRow(pixels, left == 0);
  }
}
