// Resamples the decoded picture, row by row from the top, to the size that is wanted, by the weights that the host has calculated.
//
// The three samples of a pixel are kept in one number of 64 bits, 21 bits for each, so that one multiplication serves all three.
// A weight has 12 bits and a sample 8, and the sum of a row of weights is 4096: with a bias that keeps each lane above zero, no sum
// reaches the next lane. Weights are negative in places, so that sums lie between -0.5 and 1.5 times 255 * 4096.

import { rgbaOf } from './colour';
import { component, count, scaledHeight, scaledWidth } from './component';
import { allocate } from '../memory';
import { upsampledRow } from './upsample';

const laneMask: u64 = 0x1fffff;
/** Half of 255 * 4096, in each lane; and half of a step, so that sums are rounded. */
const bias: u64 = 522240 + 2048;
const biases: u64 = bias | (bias << 21) | (bias << 42);
/** Rows of the result that may be under way at a time. */
const maxOpen: u32 = 32;

let toWidth: u32 = 0;
let toHeight: u32 = 0;
let columnTaps: u32 = 0;
let rowTaps: u32 = 0;
/** For each pixel of the result, the first pixel that it is made of; then the weights, `taps` for each. 32 bits each. */
let columnFirst: usize = 0;
let columnWeights: usize = 0;
let rowFirst: usize = 0;
let rowWeights: usize = 0;
/** One row of the picture, and the same row in the result's width. */
let pixels: usize = 0;
let reduced: usize = 0;
let sums: usize = 0;
/** RGBA. */
let result: usize = 0;
let isRgb: bool = false;
/** What is resampled in place of decoded planes: RGBA; 0 for none. */
let picture: usize = 0;
/** The next row of the picture, and the first row of the result that is not done. */
let nextRow: u32 = 0;
let openRow: u32 = 0;

/**
 * Allocates all that is needed.
 *
 * @param columns, rows How many weights each pixel has; 0 for a picture that is wanted as it is.
 * @param areRgb Whether the three components are red, green and blue already.
 * @returns The address for the weights; see `columnFirst`. 0 if there is no memory.
 */
export function planReduction(width: u32, height: u32, columns: u32, rows: u32, areRgb: bool): usize {
  toWidth = width;
  toHeight = height;
  columnTaps = columns;
  rowTaps = rows;
  isRgb = areRgb;
  nextRow = 0;
  openRow = 0;
  picture = 0;
  columnFirst = allocate((width * (1 + columns) + height * (1 + rows)) * 4);
  columnWeights = columnFirst + width * 4;
  rowFirst = columnWeights + width * columns * 4;
  rowWeights = rowFirst + height * 4;
  pixels = allocate((scaledWidth + 2) * 8);
  reduced = allocate(width * 8);
  sums = allocate(width * maxOpen * 8);
  result = allocate(width * height * 4);
  const isAllocated = columnFirst != 0 && pixels != 0 && reduced != 0 && sums != 0 && result != 0;
  return isAllocated ? columnFirst : 0;
}

/**
 * Allocates all that is needed to resample a picture of RGBA, whose alpha is not looked at.
 *
 * @returns See `planReduction`; the picture is to be copied to `pictureAddress()`.
 */
export function planResizing(width: u32, height: u32, columns: u32, rows: u32): usize {
  const address = planReduction(width, height, columns, rows, true);
  picture = allocate(scaledWidth * scaledHeight * 4);
  return picture == 0 ? 0 : address;
}

export function pictureAddress(): usize {
  return picture;
}

export function resultAddress(): usize {
  return result;
}

/** Takes so many rows, or those that are left. @returns Whether all are done. */
export function reduceRows(rows: u32): bool {
  const end = min(scaledHeight, nextRow + rows);
  for (; nextRow < end; nextRow++) {
    if (picture != 0) {
      packPixels(picture + nextRow * scaledWidth * 4);
      reduceColumns();
      addRow();
      continue;
    }
    const y = upsampledRow(0, nextRow);
    const cb: usize = count == 1 ? 0 : upsampledRow(1, nextRow);
    const cr: usize = count == 1 ? 0 : upsampledRow(2, nextRow);
    if (columnTaps == 0) convertRow(y, cb, cr, result + nextRow * toWidth * 4);
    else {
      packRow(y, cb, cr);
      reduceColumns();
      addRow();
    }
  }
  return nextRow == scaledHeight;
}

function convertRow(y: usize, cb: usize, cr: usize, to: usize): void {
  for (let x: u32 = 0; x < toWidth; x++) {
    const a = <i32>load<u8>(y + x);
    if (cb == 0) store<u32>(to + (x << 2), pixel(a, 0, 0));
    else store<u32>(to + (x << 2), pixel(a, load<u8>(cb + x), load<u8>(cr + x)));
  }
}

// @ts-ignore: decorator
@inline
function pixel(a: i32, b: i32, c: i32): u32 {
  if (!isRgb && count == 1) return <u32>(a * 0x010101) | 0xff000000;
  if (isRgb) return <u32>(a | (b << 8) | (c << 16)) | 0xff000000;
  return rgbaOf(a, b, c);
}

function packRow(y: usize, cb: usize, cr: usize): void {
  const width = scaledWidth;
  if (cb == 0) {
    for (let x: u32 = 0; x < width; x++) store<u64>(pixels + (x << 3), load<u8>(y + x));
    return;
  }
  for (let x: u32 = 0; x < width; x++) {
    const packed = <u64>load<u8>(y + x) | (<u64>load<u8>(cb + x) << 21) | (<u64>load<u8>(cr + x) << 42);
    store<u64>(pixels + (x << 3), packed);
  }
}

function packPixels(row: usize): void {
  for (let x: u32 = 0; x < scaledWidth; x++) {
    const rgba = <u64>load<u32>(row + (x << 2));
    store<u64>(pixels + (x << 3), (rgba & 255) | ((rgba & 0xff00) << 13) | ((rgba & 0xff0000) << 26));
  }
}

/** The 8 bits of a sum, which is above the bias. */
// @ts-ignore: decorator
@inline
function lane(sum: u64, shift: u64): u64 {
  const value = (<i32>((sum >> shift) & laneMask) - 522240) >> 12;
  return <u64>max(0, min(255, value));
}

function reduceColumns(): void {
  let weights = columnWeights;
  for (let x: u32 = 0; x < toWidth; x++) {
    let from = pixels + (<usize>load<u32>(columnFirst + (x << 2)) << 3);
    let sum = biases;
    const end = weights + (columnTaps << 2);
    for (; weights < end; weights += 4, from += 8) {
      sum += <u64>(<i64>load<i32>(weights)) * load<u64>(from);
    }
    const packed = lane(sum, 0) | (lane(sum, 21) << 21) | (lane(sum, 42) << 42);
    store<u64>(reduced + (x << 3), packed);
  }
}

/** Adds the reduced row to all rows of the result that it is a part of. */
function addRow(): void {
  for (let row = openRow; row < toHeight; row++) {
    const start = load<u32>(rowFirst + (row << 2));
    if (start > nextRow) break;
    const tap = nextRow - start;
    if (tap >= rowTaps) continue;
    const weight = <u64>(<i64>load<i32>(rowWeights + ((row * rowTaps + tap) << 2)));
    const sum = sums + (row % maxOpen) * toWidth * 8;
    if (tap == 0) {
      for (let x: u32 = 0; x < toWidth; x++) store<u64>(sum + (x << 3), biases + weight * load<u64>(reduced + (x << 3)));
    } else if (weight != 0) {
      for (let x: u32 = 0; x < toWidth; x++) {
        store<u64>(sum + (x << 3), load<u64>(sum + (x << 3)) + weight * load<u64>(reduced + (x << 3)));
      }
    }
    if (tap == rowTaps - 1) {
      finishRow(sum, result + row * toWidth * 4);
      openRow = row + 1;
    }
  }
}

function finishRow(sum: usize, to: usize): void {
  for (let x: u32 = 0; x < toWidth; x++) {
    const value = load<u64>(sum + (x << 3));
    store<u32>(to + (x << 2), pixel(<i32>lane(value, 0), <i32>lane(value, 21), <i32>lane(value, 42)));
  }
}
