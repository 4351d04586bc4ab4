// Shrinks an opaque picture by whole numbers, plane by plane, and makes pixels of the means: for each pixel of the result the means of
// a cell of luma and of the chroma that belongs to it, as libwebp does where it scales. Beyond the right and the lower edge the
// outermost samples go on. This takes a tenth of the time of making all pixels first.

import { addToColumns, allocateColumns, clearColumns, columnOf, mostRows } from '../../../assembly/columns';
import { allocate } from '../../../assembly/memory';
import { takeRow } from '../../../assembly/shrink';
import { rgbaOfMeans } from './colour';

let width: u32 = 0;
let chromaWidth: u32 = 0;
let across: u32 = 1;
let down: u32 = 1;
/** Pixels of a row of the result. */
let cells: u32 = 0;
/** The sums of each plane, column by column, of the rows that are not in the cells yet; and how many rows these are. */
let lumaColumns: usize = 0;
let blueColumns: usize = 0;
let redColumns: usize = 0;
let rowsInColumns: u32 = 0;
/** For each cell the sums of luma, blue and red chroma, 64 bits each. */
let sums: usize = 0;
/** How many rows of the picture are in the cells and columns. */
let summed: u32 = 0;

/** @returns false if there is no memory. */
export function initPlaneShrinking(ofWidth: u32, byAcross: u32, byDown: u32): bool {
  width = ofWidth;
  chromaWidth = (width + 1) >> 1;
  across = byAcross;
  down = byDown;
  cells = (width + across - 1) / across;
  lumaColumns = allocateColumns(width);
  blueColumns = allocateColumns(chromaWidth);
  redColumns = allocateColumns(chromaWidth);
  sums = allocate(cells * 24);
  if (lumaColumns == 0 || blueColumns == 0 || redColumns == 0 || sums == 0) return false;
  clearAllColumns();
  clearSums();
  return true;
}

function clearAllColumns(): void {
  clearColumns(lumaColumns, width);
  clearColumns(blueColumns, chromaWidth);
  clearColumns(redColumns, chromaWidth);
  rowsInColumns = 0;
}

function clearSums(): void {
  for (let at: usize = 0; at < cells * 24; at += 8) store<u64>(sums + at, 0);
  summed = 0;
}

/**
 * Adds one row of samples.
 *
 * @param blue The row of chroma that belongs to it, and to another one.
 * @param isLast Whether it is the last one, which goes on to the end of its cells.
 */
export function addPlaneRow(luma: usize, blue: usize, red: usize, isLast: bool): void {
  const times = isLast ? down - summed : 1;
  if (times > 1 || rowsInColumns == mostRows) gather(1);
  addToColumns(lumaColumns, width, luma);
  addToColumns(blueColumns, chromaWidth, blue);
  addToColumns(redColumns, chromaWidth, red);
  rowsInColumns++;
  if (times > 1) gather(times);
  summed += times;
  if (summed < down) return;
  gather(1);
  finishRow();
  clearSums();
}

/** Adds what is in the columns to the cells, so often. */
function gather(times: u32): void {
  if (rowsInColumns == 0) return;
  let column: u32 = 0;
  const end = sums + cells * 24;
  for (let sum = sums; sum < end; sum += 24) {
    let luma: u32 = 0;
    let blue: u32 = 0;
    let red: u32 = 0;
    const pixels = min(across, width - column);
    for (let left = pixels; left > 0; left--, column++) {
      luma += columnOf(lumaColumns, column);
      blue += columnOf(blueColumns, column >> 1);
      red += columnOf(redColumns, column >> 1);
    }
    const more = across - pixels;
    if (more > 0) {
      luma += more * columnOf(lumaColumns, column - 1);
      blue += more * columnOf(blueColumns, (column - 1) >> 1);
      red += more * columnOf(redColumns, (column - 1) >> 1);
    }
    store<u64>(sum, load<u64>(sum) + <u64>luma * times);
    store<u64>(sum, load<u64>(sum, 8) + <u64>blue * times, 8);
    store<u64>(sum, load<u64>(sum, 16) + <u64>red * times, 16);
  }
  clearAllColumns();
}

function finishRow(): void {
  const count = <u64>across * down;
  let to = takeRow();
  const end = sums + cells * 24;
  for (let sum = sums; sum < end; sum += 24, to += 4) {
    store<u32>(to, rgbaOfMeans(mean(sum, count), mean(sum + 8, count), mean(sum + 16, count)));
  }
}

/** @returns The mean with eight binary places. */
// @ts-ignore: decorator
@inline
function mean(sum: usize, count: u64): u32 {
  return <u32>(((load<u64>(sum) << 8) + (count >> 1)) / count);
}
