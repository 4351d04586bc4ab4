// Shrinks the picture by whole numbers while its rows come, as libvips' vips_shrink does with rounded up sides: each pixel of the
// result is the mean of a cell of pixels, and beyond the right and the lower edge the outermost pixels go on. Colours are weighted by
// their alpha.

import { allocate } from '../../assembly/memory';

let across: u32 = 1;
let down: u32 = 1;
let width: u32 = 0;
let columns: u32 = 0;
let rows: u32 = 0;
let hasAlpha: bool = false;
/** For each cell of the row of cells that is under way: red, green, blue and alpha, 64 bits each. */
let sums: usize = 0;
/** RGBA. */
let result: usize = 0;
/** How many rows of the picture are in the sums; and the row of the result that they belong to. */
let summed: u32 = 0;
let row: u32 = 0;

/** @returns false if there is no memory. */
export function initShrinking(ofWidth: u32, ofHeight: u32, byAcross: u32, byDown: u32, alpha: bool): bool {
  across = byAcross;
  down = byDown;
  width = ofWidth;
  columns = (ofWidth + byAcross - 1) / byAcross;
  rows = (ofHeight + byDown - 1) / byDown;
  hasAlpha = alpha;
  summed = 0;
  row = 0;
  sums = allocate(columns * 32);
  // With room for what is written behind the end of the last row.
  const bytes = <u64>columns * rows * 4 + 16;
  result = bytes < 0x7fff0000 ? allocate(<usize>bytes) : 0;
  if (sums == 0 || result == 0) return false;
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
 * @param from RGBA, or RGB if that is said.
 * @param isLast Whether it is the last one, which goes on to the end of its cells.
 */
export function addRow(from: usize, isRgb: bool, isLast: bool): void {
  const times = isLast ? down - summed : 1;
  const whole = width / across;
  const rest = width - whole * across;
  let sum = sums;
  const end = sums + whole * 32;
  const pixel: u32 = isRgb ? 3 : 4;
  const step = across * pixel;
  for (; sum < end; sum += 32, from += step) addCell(sum, from, across, 0, times, isRgb);
  if (rest > 0) addCell(sum, from, rest, across - rest, times, isRgb);
  summed += times;
  if (summed < down) return;
  finishRow();
  summed = 0;
  clearSums();
}

// @ts-ignore: decorator
@inline
function addCell(sum: usize, from: usize, pixels: u32, more: u32, times: u32, isRgb: bool): void {
  if (isRgb) addOpaque(sum, from, pixels, more, times, 3);
  else if (hasAlpha) addTranslucent(sum, from, pixels, more, times);
  else addOpaque(sum, from, pixels, more, times, 4);
}

// @ts-ignore: decorator
@inline
function add(sum: usize, value: u64): void {
  store<u64>(sum, load<u64>(sum) + value);
}

/** @param more How often the last pixel is counted besides once. */
// @ts-ignore: decorator
@inline
function addOpaque(sum: usize, from: usize, pixels: u32, more: u32, times: u32, bytes: u32): void {
  let left = pixels;
  let red: u32 = 0;
  let green: u32 = 0;
  let blue: u32 = 0;
  while (left > 0) {
    // Red and blue are added together; so many of them as do not reach from one into the other.
    const part = min(left, 256);
    left -= part;
    let redAndBlue: u32 = 0;
    let greens: u32 = 0;
    const end = from + part * bytes;
    for (; from < end; from += bytes) {
      const rgb = load<u32>(from);
      redAndBlue += rgb & 0xff00ff;
      greens += rgb & 0xff00;
    }
    red += redAndBlue & 0xffff;
    blue += redAndBlue >> 16;
    green += greens >> 8;
  }
  if (more > 0) {
    const rgb = load<u32>(from - bytes);
    red += more * (rgb & 255);
    green += more * ((rgb >> 8) & 255);
    blue += more * ((rgb >> 16) & 255);
  }
  add(sum, <u64>red * times);
  add(sum + 8, <u64>green * times);
  add(sum + 16, <u64>blue * times);
}

// @ts-ignore: decorator
@inline
function addTranslucent(sum: usize, from: usize, pixels: u32, more: u32, times: u32): void {
  // Most pictures with alpha are opaque in most places, and screenshots everywhere: those are added without multiplications.
  if (more == 0 && pixels <= 256 && isOpaque(from, pixels)) {
    addOpaque(sum, from, pixels, 0, 255 * times, 4);
    add(sum + 24, <u64>255 * pixels * times);
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
