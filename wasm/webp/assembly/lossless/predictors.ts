// The predictor transform (RFC 9649, 3.5.1): each pixel is told by how it differs from what its neighbours let expect. All arithmetic is
// by the bytes of a pixel, modulo 256.
//
// Neighbours are called as in the RFC: L is the pixel to the left, T above, TL above to the left, and TR above to the right.

import { clampedFull, clampedHalf, closest } from './gradients';
import { undoFull, undoHalf, undoSelect } from './gradients-simd';

const black: u32 = 0xff000000;

// @ts-ignore: decorator
@inline
export function addPixels(one: u32, other: u32): u32 {
  return ((one & 0x7f7f7f7f) + (other & 0x7f7f7f7f)) ^ ((one ^ other) & 0x80808080);
}

// @ts-ignore: decorator
@inline
function addTwoPixels(one: u64, other: u64): u64 {
  return ((one & 0x7f7f7f7f7f7f7f7f) + (other & 0x7f7f7f7f7f7f7f7f)) ^ ((one ^ other) & 0x8080808080808080);
}

/** The mean of each two bytes, rounded down: what both have, and half of what one has. */
// @ts-ignore: decorator
@inline
function mean(one: u32, other: u32): u32 {
  return (one & other) + (((one ^ other) >> 1) & 0x7f7f7f7f);
}

// @ts-ignore: decorator
@inline
function meanOfTwo(one: u64, other: u64): u64 {
  return (one & other) + (((one ^ other) >> 1) & 0x7f7f7f7f7f7f7f7f);
}

/** The first row: black for its first pixel, and L for the others. */
export function undoFirstRow(from: usize, to: usize, width: u32): void {
  let left = black;
  for (const end = from + (width << 2); from < end; from += 4, to += 4) {
    left = addPixels(load<u32>(from), left);
    store<u32>(to, left);
  }
}

/**
 * Any other row: T for its first pixel, and for the others what the image of modes says for their block.
 *
 * @param modes The row of blocks, of which each has its mode in green.
 * @param above The row above. Behind its last pixel the first one of this row is put: that is the last one's TR.
 * @param to The row. Up to one pixel behind its end is overwritten.
 */
export function undoRow(modes: usize, blockBits: u32, from: usize, above: usize, to: usize, width: u32): void {
  const first = addPixels(load<u32>(from), load<u32>(above));
  store<u32>(to, first);
  store<u32>(above + (width << 2), first);
  const size: u32 = 1 << blockBits;
  for (let x: u32 = 1; x < width; ) {
    const end = min(width, (x & ~(size - 1)) + size);
    const mode = (load<u32>(modes + ((x >> blockBits) << 2)) >> 8) & 15;
    const at: usize = x << 2;
    undoBlock(mode, from + at, above + at, to + at, (end - x) << 2);
    x = end;
  }
}

function undoBlock(mode: u32, from: usize, above: usize, to: usize, bytes: usize): void {
  const end = from + bytes;
  switch (mode) {
    case 1: {
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, to += 4) {
        left = addPixels(load<u32>(from), left);
        store<u32>(to, left);
      }
      break;
    }
    case 2:
      addAbove(from, above, to, end);
      break;
    case 3:
      addAbove(from, above + 4, to, end);
      break;
    case 4:
      addAbove(from, above - 4, to, end);
      break;
    case 5: {
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, above += 4, to += 4) {
        left = addPixels(load<u32>(from), mean(mean(left, load<u32>(above, 4)), load<u32>(above)));
        store<u32>(to, left);
      }
      break;
    }
    case 6:
      addMeanWithLeft(from, above - 4, to, end);
      break;
    case 7:
      addMeanWithLeft(from, above, to, end);
      break;
    case 8:
      addMeanAbove(from, above - 4, to, end);
      break;
    case 9:
      addMeanAbove(from, above, to, end);
      break;
    case 10: {
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, above += 4, to += 4) {
        const right = mean(load<u32>(above), load<u32>(above, 4));
        left = addPixels(load<u32>(from), mean(mean(left, load<u32>(above - 4)), right));
        store<u32>(to, left);
      }
      break;
    }
    case 11: {
      if (ASC_FEATURE_SIMD) {
        undoSelect(from, above, to, end);
        break;
      }
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, above += 4, to += 4) {
        left = addPixels(load<u32>(from), closest(left, load<u32>(above), load<u32>(above - 4)));
        store<u32>(to, left);
      }
      break;
    }
    case 12: {
      if (ASC_FEATURE_SIMD) {
        undoFull(from, above, to, end);
        break;
      }
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, above += 4, to += 4) {
        left = addPixels(load<u32>(from), clampedFull(left, load<u32>(above), load<u32>(above - 4)));
        store<u32>(to, left);
      }
      break;
    }
    case 13: {
      if (ASC_FEATURE_SIMD) {
        undoHalf(from, above, to, end);
        break;
      }
      let left = load<u32>(to - 4);
      for (; from < end; from += 4, above += 4, to += 4) {
        left = addPixels(load<u32>(from), clampedHalf(mean(left, load<u32>(above)), load<u32>(above - 4)));
        store<u32>(to, left);
      }
      break;
    }
    default:
      // Mode 0; and 14 and 15, which the RFC does not have, and libwebp takes for 0.
      for (; from < end; from += 4, to += 4) store<u32>(to, addPixels(load<u32>(from), black));
  }
}

/** Two pixels at a time, since none depends on the one before; the next block overwrites what is too much. */
function addAbove(from: usize, above: usize, to: usize, end: usize): void {
  for (; from < end; from += 8, above += 8, to += 8) store<u64>(to, addTwoPixels(load<u64>(from), load<u64>(above)));
}

function addMeanAbove(from: usize, above: usize, to: usize, end: usize): void {
  for (; from < end; from += 8, above += 8, to += 8) {
    store<u64>(to, addTwoPixels(load<u64>(from), meanOfTwo(load<u64>(above), load<u64>(above, 4))));
  }
}

function addMeanWithLeft(from: usize, above: usize, to: usize, end: usize): void {
  let left = load<u32>(to - 4);
  for (; from < end; from += 4, above += 4, to += 4) {
    left = addPixels(load<u32>(from), mean(left, load<u32>(above)));
    store<u32>(to, left);
  }
}
