// Shrinks the picture by whole numbers while its rows come, as libvips' vips_shrink does with rounded up sides: each pixel of the
// result is the mean of a cell of pixels, and beyond the right and the lower edge the outermost pixels go on. Colours are weighted by
// their alpha.

import { allocate } from './memory';
import { addToColumns, allocateColumns, clearColumns, columnOf, mostRows } from './columns';

let across: u32 = 1;
let down: u32 = 1;
let width: u32 = 0;
let columns: u32 = 0;
let rows: u32 = 0;
let hasAlpha: bool = false;
let pixelBytes: u32 = 4;
/** For each cell of the row of cells that is under way: red, green, blue and alpha, 64 bits each. */
let sums: usize = 0;
/** The sums of bytes, column by column, of the rows that are not in the cells yet; and how many rows these are. */
let byColumn: usize = 0;
let rowsInColumns: u32 = 0;
/** RGBA. */
let result: usize = 0;
/** How many rows of the picture are in the sums; and the row of the result that they belong to. */
let summed: u32 = 0;
let row: u32 = 0;

/**
 * @param alpha Whether a pixel may not be opaque.
 * @param isRgb Whether rows come as RGB, and not as RGBA.
 * @returns false if there is no memory.
 */
export function initShrinking(
  ofWidth: u32,
  ofHeight: u32,
  byAcross: u32,
  byDown: u32,
  alpha: bool,
  isRgb: bool,
): bool {
  across = byAcross;
  down = byDown;
  width = ofWidth;
  columns = (ofWidth + byAcross - 1) / byAcross;
  rows = (ofHeight + byDown - 1) / byDown;
  hasAlpha = alpha;
  pixelBytes = isRgb ? 3 : 4;
  summed = 0;
  row = 0;
  sums = allocate(columns * 32);
  // With room for what is written behind the end of the last row.
  const bytes = <u64>columns * rows * 4 + 16;
  result = bytes < 0x7fff0000 ? allocate(<usize>bytes) : 0;
  if (sums == 0 || result == 0) return false;
  if (!hasAlpha) {
    byColumn = allocateColumns(width * pixelBytes);
    if (byColumn == 0) return false;
    clearByColumn();
  }
  clearSums();
  return true;
}

export function resultAddress(): usize {
  return result;
}

/** Whether rows go into the result as they are. */
export function isWhole(): bool {
  return across == 1 && down == 1;
}

/** @returns Where the next row of the result belongs, which is then taken as made. */
export function takeRow(): usize {
  const to = result + row * columns * 4;
  row++;
  return to;
}

function clearSums(): void {
  const end = sums + columns * 32;
  for (let at = sums; at < end; at += 8) store<u64>(at, 0);
}

/**
 * Adds one row of the picture.
 *
 * @param from RGBA, or RGB where that was said.
 * @param isLast Whether it is the last one, which goes on to the end of its cells.
 */
export function addRow(from: usize, isLast: bool): void {
  const times = isLast ? down - summed : 1;
  if (hasAlpha) addTranslucentRow(from, times);
  else addOpaqueRow(from, times);
  summed += times;
  if (summed < down) return;
  if (!hasAlpha) gatherColumns(1);
  finishRow();
  summed = 0;
  clearSums();
}

function addOpaqueRow(from: usize, times: u32): void {
  if (times > 1 || rowsInColumns == mostRows) gatherColumns(1);
  addToColumns(byColumn, width * pixelBytes, from);
  rowsInColumns++;
  if (times > 1) gatherColumns(times);
}

/** Adds what is in the columns to the cells, so often. */
function gatherColumns(times: u32): void {
  if (rowsInColumns == 0) return;
  let byte: u32 = 0;
  let cells = columns;
  for (let sum = sums; cells > 0; cells--, sum += 32) {
    let red: u32 = 0;
    let green: u32 = 0;
    let blue: u32 = 0;
    const pixels = min(across, width - (columns - cells) * across);
    for (let left = pixels; left > 0; left--, byte += pixelBytes) {
      red += columnOf(byColumn, byte);
      green += columnOf(byColumn, byte + 1);
      blue += columnOf(byColumn, byte + 2);
    }
    const more = across - pixels;
    if (more > 0) {
      red += more * columnOf(byColumn, byte - pixelBytes);
      green += more * columnOf(byColumn, byte - pixelBytes + 1);
      blue += more * columnOf(byColumn, byte - pixelBytes + 2);
    }
    add(sum, <u64>red * times);
    add(sum + 8, <u64>green * times);
    add(sum + 16, <u64>blue * times);
  }
  clearByColumn();
}

function clearByColumn(): void {
  clearColumns(byColumn, width * pixelBytes);
  rowsInColumns = 0;
}

function addTranslucentRow(from: usize, times: u32): void {
  const whole = width / across;
  const rest = width - whole * across;
  let sum = sums;
  const end = sums + whole * 32;
  for (; sum < end; sum += 32, from += across << 2) addTranslucent(sum, from, across, 0, times);
  if (rest > 0) addTranslucent(sum, from, rest, across - rest, times);
}

// @ts-ignore: decorator
@inline
function add(sum: usize, value: u64): void {
  store<u64>(sum, load<u64>(sum) + value);
}

/** @param more How often the last pixel is counted besides once. */
// @ts-ignore: decorator
@inline
function addTranslucent(sum: usize, from: usize, pixels: u32, more: u32, times: u32): void {
  // Most pictures with alpha are opaque in most places, and screenshots everywhere: those are added without multiplications.
  if (more == 0 && pixels <= 256 && isOpaque(from, pixels)) {
    addOpaque(sum, from, pixels, 255 * times);
    return;
  }
  let red: u32 = 0;
  let green: u32 = 0;
  let blue: u32 = 0;
  let alphas: u32 = 0;
  const end = from + (pixels << 2);
  for (; from < end; from += 4) {
    const rgba = load<u32>(from);
    const alpha = rgba >> 24;
    red += (rgba & 255) * alpha;
    green += ((rgba >> 8) & 255) * alpha;
    blue += ((rgba >> 16) & 255) * alpha;
    alphas += alpha;
  }
  if (more > 0) {
    const rgba = load<u32>(from - 4);
    const alpha = (rgba >> 24) * more;
    red += (rgba & 255) * alpha;
    green += ((rgba >> 8) & 255) * alpha;
    blue += ((rgba >> 16) & 255) * alpha;
    alphas += alpha;
  }
  add(sum, <u64>red * times);
  add(sum + 8, <u64>green * times);
  add(sum + 16, <u64>blue * times);
  add(sum + 24, <u64>alphas * times);
}

/** So many pixels that red and blue, which are added together, do not reach from one into the other: 256 at most. */
// @ts-ignore: decorator
@inline
function addOpaque(sum: usize, from: usize, pixels: u32, times: u32): void {
  let redAndBlue: u32 = 0;
  let green: u32 = 0;
  const end = from + (pixels << 2);
  for (; from < end; from += 4) {
    const rgb = load<u32>(from);
    redAndBlue += rgb & 0xff00ff;
    green += rgb & 0xff00;
  }
  add(sum, <u64>(redAndBlue & 0xffff) * times);
  add(sum + 8, <u64>(green >> 8) * times);
  add(sum + 16, <u64>(redAndBlue >> 16) * times);
  add(sum + 24, <u64>pixels * times);
}

function isOpaque(from: usize, pixels: u32): bool {
  let all: u32 = u32.MAX_VALUE;
  for (const end = from + (pixels << 2); from < end; from += 4) all &= load<u32>(from);
  return all >> 24 == 255;
}

/** @returns The quotient, rounded to the nearest number. */
// @ts-ignore: decorator
@inline
function mean(sum: usize, count: u64): u32 {
  return <u32>((load<u64>(sum) + (count >> 1)) / count);
}

function finishRow(): void {
  const count = <u64>across * down;
  let to = takeRow();
  const end = sums + columns * 32;
  for (let sum = sums; sum < end; sum += 32, to += 4) {
    const alphas = hasAlpha ? load<u64>(sum, 24) : count;
    let rgba: u32 = 0;
    if (alphas > 0) {
      const alpha = hasAlpha ? mean(sum + 24, count) : 255;
      rgba = mean(sum, alphas) | (mean(sum + 8, alphas) << 8) | (mean(sum + 16, alphas) << 16) | (alpha << 24);
    }
    store<u32>(to, rgba);
  }
}
