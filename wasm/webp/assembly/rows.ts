// Takes the picture's rows, one after another, and gives them to the result.

import { allocate } from '../../assembly/memory';
import { addRow, initShrinking, isWhole, takeRow } from '../../assembly/shrink';

/** Bytes behind a row that may be read. */
const behind: u32 = 16;

/** One row of RGBA; where rows go into the result as they are, none. */
let pixels: usize = 0;
/** Rows that have not come. */
export let left: u32 = 0;

/** @returns false if there is no memory. */
export function initRows(width: u32, height: u32, across: u32, down: u32, hasAlpha: bool): bool {
  left = height;
  if (!initShrinking(width, height, across, down, hasAlpha, false)) return false;
  if (isWhole()) return true;
  pixels = allocate(width * 4 + behind);
  return pixels != 0;
}

/** @returns Where the next row is to be written: RGBA. */
export function beginRow(): usize {
  return isWhole() ? takeRow() : pixels;
}

/** Takes the row that was written. */
export function endRow(): void {
  left--;
  if (!isWhole()) addRow(pixels, left == 0);
}
