// Resamples the decoded picture, row by row from the top, to the size that is wanted, by the weights that the host has calculated.
//
// The three samples of a pixel are kept in one number of 64 bits, 21 bits for each, so that one multiplication serves all three.
// A weight has 12 bits and a sample 8, and the sum of a row of weights is 4096: with a bias that keeps each lane above zero, no sum
// reaches the next lane. Weights are negative in places, so that sums lie between -0.5 and 1.5 times 255 * 4096, which with the bias
// are 9 bits above the 12. The module with SIMD has 16 bits for each sample in a pixel, and sums of their own.

import { rgbaOf } from './colour';
import { component, count, scaledHeight, scaledWidth } from './component';
import { allocate } from '../../../assembly/memory';
import { convertBy4, packPixelsBy4, packRowBy8, reduceColumnsBy2, reduceRowsBy4 } from './reduce-simd';
import { upsampledRow } from './upsample';

/** Bits from one sample of a pixel to the next. */
// @ts-ignore: decorator
@inline
const laneBits: u64 = ASC_FEATURE_SIMD ? 16 : 21;
/** The lowest bit of each lane of 21 bits. */
const lanes: u64 = 1 | (1 << 21) | (1 << 42);
/** 128 * 4096 in each lane; and half of a step, so that sums are rounded. */
const biases: u64 = lanes * (128 * 4096 + 2048);

let toWidth: u32 = 0;
let toHeight: u32 = 0;
let columnTaps: u32 = 0;
let rowTaps: u32 = 0;
/** For each pixel of the result, the first pixel that it is made of, 32 bits; then the weights, `taps` for each, 16 bits. */
let columnFirst: usize = 0;
let columnWeights: usize = 0;
let rowFirst: usize = 0;
let rowWeights: usize = 0;
/** One row of the picture. */
let pixels: usize = 0;
/** The last rows in the result's width, as many as one row of the result is made of; row n is at the place n % `rowTaps`. */
let reduced: usize = 0;
/** One row of the result: its sums, or with SIMD its samples. */
let sums: usize = 0;
/** With SIMD: the addresses of the rows that a row of the result is made of. */
let tapRows: usize = 0;
/** RGBA. */
let result: usize = 0;
let isRgb: bool = false;
/** Pixels behind the end of each buffer that may be read or written. */
const pixelsBehind: u32 = 8;
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
  columnFirst = allocate((width + height) * 4 + (width * columns + height * rows) * 2);
  rowFirst = columnFirst + width * 4;
  columnWeights = rowFirst + height * 4;
  rowWeights = columnWeights + width * columns * 2;
  pixels = allocate((scaledWidth + pixelsBehind) * 8);
  reduced = allocate((width * max(1, rows) + pixelsBehind) * 8);
  sums = allocate((width + pixelsBehind) * 8);
  tapRows = allocate(rows * 4);
  result = allocate((width * height + pixelsBehind) * 4);
  const isAllocated = columnFirst != 0 && pixels != 0 && reduced != 0 && sums != 0 && tapRows != 0 && result != 0;
  return isAllocated ? columnFirst : 0;
}

/**
 * Allocates all that is needed to resample a picture of RGBA, whose alpha is not looked at.
 *
 * @returns See `planReduction`; the picture is to be copied to `pictureAddress()`.
 */
export function planResizing(width: u32, height: u32, columns: u32, rows: u32): usize {
  const address = planReduction(width, height, columns, rows, true);
  picture = allocate((scaledWidth * scaledHeight + pixelsBehind) * 4);
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
      reduceRow();
      continue;
    }
    const y = upsampledRow(0, nextRow);
    const cb: usize = count == 1 ? 0 : upsampledRow(1, nextRow);
    const cr: usize = count == 1 ? 0 : upsampledRow(2, nextRow);
    if (columnTaps == 0) convertRow(y, cb, cr, result + nextRow * toWidth * 4);
    else {
      packRow(y, cb, cr);
      reduceRow();
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
  if (ASC_FEATURE_SIMD) {
    packRowBy8(y, cb, cr, width, pixels);
    return;
  }
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
  if (ASC_FEATURE_SIMD) {
    packPixelsBy4(row, scaledWidth, pixels);
    return;
  }
  for (let x: u32 = 0; x < scaledWidth; x++) {
    const rgba = <u64>load<u32>(row + (x << 2));
    store<u64>(pixels + (x << 3), (rgba & 255) | ((rgba & 0xff00) << 13) | ((rgba & 0xff0000) << 26));
  }
}

/** @returns The samples of three sums, 8 bits in each lane. */
// @ts-ignore: decorator
@inline
function samplesOf(sums: u64): u64 {
  // Less the bias, modulo 512: 256 and more is what was above 255, 384 and more what was below zero.
  const values = (((sums >> 12) & (lanes * 511)) + lanes * 384) & (lanes * 511);
  return (values & (lanes * 256)) == 0 ? values : clamped(values);
}

function clamped(values: u64): u64 {
  const isOutside = (values >> 8) & lanes;
  const isBelow = (values >> 7) & isOutside;
  const isAbove = isOutside ^ isBelow;
  return (values | (isAbove * 255)) & ~(isBelow * 255) & (lanes * 255);
}

/** Takes the row in `pixels`, and finishes the rows of the result for which it is the last. */
function reduceRow(): void {
  reduceColumns(rowAt(nextRow));
  for (; openRow < toHeight; openRow++) {
    const start = load<u32>(rowFirst + (openRow << 2));
    if (start + rowTaps - 1 > nextRow) break;
    sumRows(start, rowWeights + openRow * rowTaps * 2);
    finishRow(result + openRow * toWidth * 4);
  }
}

// @ts-ignore: decorator
@inline
function rowAt(row: u32): usize {
  return reduced + (row % rowTaps) * toWidth * 8;
}

// @ts-ignore: decorator
@inline
function weighted(weight: usize, value: usize): u64 {
  return <u64>(<i64>load<i16>(weight)) * load<u64>(value);
}

/** Four weights in each turn: a turn's own work is as much as that of one weight. */
function reduceColumns(to: usize): void {
  if (ASC_FEATURE_SIMD) {
    reduceColumnsBy2(columnFirst, columnWeights, columnTaps, toWidth, pixels, to);
    return;
  }
  let weights = columnWeights;
  const fours = columnTaps & ~3;
  for (let x: u32 = 0; x < toWidth; x++) {
    let from = pixels + (<usize>load<u32>(columnFirst + (x << 2)) << 3);
    let sum = biases;
    let end = weights + (fours << 1);
    for (; weights < end; weights += 8, from += 32) {
      sum += weighted(weights, from) + weighted(weights + 2, from + 8);
      sum += weighted(weights + 4, from + 16) + weighted(weights + 6, from + 24);
    }
    end = weights + ((columnTaps & 3) << 1);
    for (; weights < end; weights += 2, from += 8) sum += weighted(weights, from);
    store<u64>(to + (x << 3), samplesOf(sum));
  }
}

/** Four rows at a time, so that a sum is loaded and stored for every fourth of them alone. */
function sumRows(start: u32, weights: usize): void {
  if (ASC_FEATURE_SIMD) {
    for (let tap: u32 = 0; tap < rowTaps; tap++) store<usize>(tapRows + (tap << 2), rowAt(start + tap));
    reduceRowsBy4(tapRows, weights, rowTaps, toWidth, sums);
    return;
  }
  for (let x: u32 = 0; x < toWidth; x++) store<u64>(sums + (x << 3), biases);
  let tap: u32 = 0;
  for (; tap + 4 <= rowTaps; tap += 4, weights += 8) {
    addFour(rowAt(start + tap), rowAt(start + tap + 1), rowAt(start + tap + 2), rowAt(start + tap + 3), weights);
  }
  for (; tap < rowTaps; tap++, weights += 2) addOne(rowAt(start + tap), weights);
}

function addFour(a: usize, b: usize, c: usize, d: usize, weights: usize): void {
  const weightA = <u64>(<i64>load<i16>(weights));
  const weightB = <u64>(<i64>load<i16>(weights, 2));
  const weightC = <u64>(<i64>load<i16>(weights, 4));
  const weightD = <u64>(<i64>load<i16>(weights, 6));
  const end = sums + (toWidth << 3);
  for (let sum = sums; sum < end; sum += 8, a += 8, b += 8, c += 8, d += 8) {
    const added = weightA * load<u64>(a) + weightB * load<u64>(b) + weightC * load<u64>(c) + weightD * load<u64>(d);
    store<u64>(sum, load<u64>(sum) + added);
  }
}

function addOne(row: usize, weights: usize): void {
  const weight = <u64>(<i64>load<i16>(weights));
  const end = sums + (toWidth << 3);
  for (let sum = sums; sum < end; sum += 8, row += 8) store<u64>(sum, load<u64>(sum) + weight * load<u64>(row));
}

function finishRow(to: usize): void {
  if (ASC_FEATURE_SIMD && !isRgb && count == 3) {
    convertBy4(sums, toWidth, to);
    return;
  }
  for (let x: u32 = 0; x < toWidth; x++) {
    const sum = load<u64>(sums + (x << 3));
    const value = ASC_FEATURE_SIMD ? sum : samplesOf(sum);
    store<u32>(to + (x << 2), pixel(<i32>value & 255, <i32>(value >> laneBits) & 255, <i32>(value >> (2 * laneBits)) & 255));
  }
}
