// Undoes the filters of a row (PNG specification, clause 9). All arithmetic is by bytes, modulo 256.
//
// Where all bytes of a pixel depend on those of the pixel before, they are calculated together in one number of 64 bits: a sum of
// bytes is made of their lower 7 bits, so that nothing is carried from one byte to the next, and bit 7 is added without a carry.

import { copyWords } from './copy';

const low7: u64 = 0x7f7f7f7f7f7f7f7f;
const high1: u64 = 0x8080808080808080;

/** Eight sums of bytes. */
// @ts-ignore: decorator
@inline
function addBytes(one: u64, other: u64): u64 {
  return ((one & low7) + (other & low7)) ^ ((one ^ other) & high1);
}

/**
 * @param filter The row's filter type.
 * @param from The filtered bytes.
 * @param above The row above, or zeros.
 * @param to The row. Up to 8 bytes behind its end are overwritten.
 * @param pixel Bytes of a pixel, at least 1.
 * @returns false if there is no such filter.
 */
export function unfilterRow(filter: u32, from: usize, above: usize, to: usize, bytes: u32, pixel: u32): bool {
  if (filter == 0) copyWords(to, from, bytes);
  else if (filter == 1) {
    if (pixel < 3) for (let band: u32 = 0; band < pixel; band++) undoSub(from + band, to + band, bytes - band, pixel);
    else undoSubByPixels(from, to, bytes, pixel);
  } else if (filter == 2) undoUp(from, above, to, bytes);
  else if (filter == 3) {
    if (pixel < 3) {
      for (let band: u32 = 0; band < pixel; band++) undoAverage(from + band, above + band, to + band, bytes - band, pixel);
    } else undoAverageByPixels(from, above, to, bytes, pixel);
  } else if (filter == 4) {
    const together: u32 = pixel == 1 ? 1 : pixel % 3 == 0 ? 3 : 2;
    for (let at: u32 = 0; at < pixel; at += together) {
      if (together == 3) undoPaethOf3(from + at, above + at, to + at, bytes - at, pixel);
      else if (together == 2) undoPaethOf2(from + at, above + at, to + at, bytes - at, pixel);
      else undoPaeth(from, above, to, bytes);
    }
  } else return false;
  return true;
}

/** One byte of each pixel. */
function undoSub(from: usize, to: usize, bytes: u32, step: u32): void {
  const end = from + bytes;
  let left: u32 = 0;
  for (; from < end; from += step, to += step) {
    left += load<u8>(from);
    store<u8>(to, <u8>left);
  }
}

function undoSubByPixels(from: usize, to: usize, bytes: u32, pixel: u32): void {
  const end = from + bytes;
  let left: u64 = 0;
  for (; from < end; from += pixel, to += pixel) {
    left = addBytes(left, load<u64>(from));
    store<u64>(to, left);
  }
}

function undoUp(from: usize, above: usize, to: usize, bytes: u32): void {
  const end = from + bytes;
  for (; from < end; from += 8, above += 8, to += 8) store<u64>(to, addBytes(load<u64>(from), load<u64>(above)));
}

/** One byte of each pixel. */
function undoAverage(from: usize, above: usize, to: usize, bytes: u32, step: u32): void {
  const end = from + bytes;
  let left: u32 = 0;
  for (; from < end; from += step, above += step, to += step) {
    left = (load<u8>(from) + ((left + load<u8>(above)) >> 1)) & 255;
    store<u8>(to, <u8>left);
  }
}

function undoAverageByPixels(from: usize, above: usize, to: usize, bytes: u32, pixel: u32): void {
  const end = from + bytes;
  let left: u64 = 0;
  for (; from < end; from += pixel, above += pixel, to += pixel) {
    const up = load<u64>(above);
    // The mean of two bytes, rounded down: what both have, and half of what one has.
    const mean = (left & up) + (((left ^ up) >> 1) & low7);
    left = addBytes(mean, load<u64>(from));
    store<u64>(to, left);
  }
}

/**
 * The one of the three that is nearest to left + above - corner (9.4): the corner where its threefold lies between the sums below, the
 * larger one of the others where it is less, and the smaller one where it is more. Selections of two known values need no branch; the
 * same by masks takes 4 % longer.
 */
// @ts-ignore: decorator
@inline
function paeth(left: i32, above: i32, corner: i32): i32 {
  const sum = left + above;
  const isLess = left < above;
  const least = isLess ? left : above;
  const most = isLess ? above : left;
  const threefold = 3 * corner;
  const other = select<i32>(least, corner, sum + most <= threefold);
  return select<i32>(most, other, threefold <= sum + least);
}

function undoPaeth(from: usize, above: usize, to: usize, bytes: u32): void {
  const end = from + bytes;
  let left = 0;
  let corner = 0;
  for (; from < end; from++, above++, to++) {
    const up: i32 = load<u8>(above);
    left = (paeth(left, up, corner) + load<u8>(from)) & 255;
    corner = up;
    store<u8>(to, <u8>left);
  }
}

/** Three bytes of each pixel, which do not wait for each other. */
function undoPaethOf3(from: usize, above: usize, to: usize, bytes: u32, step: u32): void {
  const end = from + bytes;
  let left0 = 0;
  let left1 = 0;
  let left2 = 0;
  let corner0 = 0;
  let corner1 = 0;
  let corner2 = 0;
  for (; from < end; from += step, above += step, to += step) {
    const up0: i32 = load<u8>(above);
    const up1: i32 = load<u8>(above, 1);
    const up2: i32 = load<u8>(above, 2);
    left0 = (paeth(left0, up0, corner0) + load<u8>(from)) & 255;
    left1 = (paeth(left1, up1, corner1) + load<u8>(from, 1)) & 255;
    left2 = (paeth(left2, up2, corner2) + load<u8>(from, 2)) & 255;
    corner0 = up0;
    corner1 = up1;
    corner2 = up2;
    store<u8>(to, <u8>left0);
    store<u8>(to, <u8>left1, 1);
    store<u8>(to, <u8>left2, 2);
  }
}

/** Two bytes of each pixel. Four at a time need more registers than there are, and take half as long again as two times two. */
function undoPaethOf2(from: usize, above: usize, to: usize, bytes: u32, step: u32): void {
  const end = from + bytes;
  let left0 = 0;
  let left1 = 0;
  let corner0 = 0;
  let corner1 = 0;
  for (; from < end; from += step, above += step, to += step) {
    const up0: i32 = load<u8>(above);
    const up1: i32 = load<u8>(above, 1);
    left0 = (paeth(left0, up0, corner0) + load<u8>(from)) & 255;
    left1 = (paeth(left1, up1, corner1) + load<u8>(from, 1)) & 255;
    corner0 = up0;
    corner1 = up1;
    store<u8>(to, <u8>left0);
    store<u8>(to, <u8>left1, 1);
  }
}
