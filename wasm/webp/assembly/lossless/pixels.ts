// The entropy-coded pixels of an image (RFC 9649, 3.7.2.3): literals, backward references, and colours of the cache. Most of the time that
// a lossless WebP takes is spent here.

import { bitCount, bits, isOverrun, lastLoad, next, setBits } from './bits';
import { cacheColours, cachedColours, clearCache } from './colour-cache';
import { distanceOf, initDistances } from './distance-codes';
import {
  alphas,
  blues,
  constant,
  distances,
  greens,
  groupAt,
  isAny,
  isConstant,
  isGreenOnly,
  kindOfGroup,
  reds,
} from './groups';
import { longer, noLiteral } from './huffman';

/** Symbols that are literals, and those below the colour cache's. */
const literals: u32 = 256;
const belowCache: u32 = 256 + 24;
/** So many pixels at a time have one group, at most, so that they are still near when they come into the colour cache. */
const pixelsAtOnce: u32 = 2048;

/** Bytes behind an image that may be overwritten. */
export const margin: u32 = 16;

let start: usize = 0;
/** Where the next pixel is put. */
let out: usize = 0;
let end: usize = 0;
let width: u32 = 0;
/** The next pixel's place. */
let column: u32 = 0;
let row: u32 = 0;
let cacheBits: u32 = 0;
/** Pixels before this one are in the colour cache. */
let cached: usize = 0;
/** The entropy image, of the offsets of groups (3.7.2.2); 0 if there is a single group. */
let blocks: usize = 0;
let blockBits: u32 = 0;
let blocksAcross: u32 = 0;

/**
 * Begins an image.
 *
 * @param place Where its pixels are put, 4 bytes each, and `margin` bytes more.
 * @param bitsOfCache 0 if it has no colour cache.
 */
export function initPixels(place: usize, across: u32, down: u32, bitsOfCache: u32): void {
  start = place;
  out = place;
  end = place + ((across * down) << 2);
  width = across;
  column = 0;
  row = 0;
  cacheBits = bitsOfCache;
  cached = place;
  if (bitsOfCache > 0) clearCache(bitsOfCache);
  blocks = 0;
  initDistances(across);
}

/** Says which group each block of pixels has. */
export function setBlocks(image: usize, bitsOfBlock: u32, across: u32): void {
  blocks = image;
  blockBits = bitsOfBlock;
  blocksAcross = across;
}

/** @returns How many rows are whole. */
export function wholeRows(): u32 {
  return row;
}

export function areAllDecoded(): bool {
  return out == end;
}

/** The bits beyond the first look-up. */
// @ts-ignore: decorator
@inline
function lookFurther(table: usize, entry: u32, window: u64): u32 {
  return load<u32>(table + (entry >> 12) + (<u32>window & ((4 << ((entry >> 8) & 15)) - 4)));
}

/**
 * Decodes so many pixels, or some more. All that changes is kept in local variables, which are faster.
 *
 * The next bits begin at the third place here, and what is in the two below them does not matter: masked, they are the address of a
 * table's entry of 4 bytes without a shift.
 *
 * @returns How many they were, or -1 if the bitstream is wrong.
 */
export function decodePixels(most: u32): i32 {
  const limit = end - out > <usize>most << 2 ? out + (<usize>most << 2) : end;
  const first = start;
  const final = end;
  const last = lastLoad;
  let to = out;
  // The two places are taken from the room for bits: a byte that does not fit any more is loaded again.
  const isTooFull = bitCount > 61;
  let from = isTooFull ? next - 1 : next;
  let window = bits << 2;
  // How many places are taken. Only its lowest 6 bits count: entries are subtracted as they are.
  let count = (isTooFull ? bitCount - 8 : bitCount) + 2;
  let isRight = true;
  while (to < limit && isRight) {
    const begin = to;
    let group = groupAt(0);
    let stop = min(limit, to + (pixelsAtOnce << 2));
    if (blocks != 0) {
      const inBlock = (1 << blockBits) - (column & ((1 << blockBits) - 1));
      stop = min(stop, to + (min(inBlock, width - column) << 2));
      group = groupAt(load<u32>(blocks + ((blocksAcross * (row >> blockBits) + (column >> blockBits)) << 2)));
    }
    const kind = load<u32>(group, kindOfGroup);
    const common = load<u32>(group, constant);
    if (kind == isConstant) {
      for (; to < stop; to += 4) store<u32>(to, common);
    } else {
      const green = load<usize>(group, greens);
      const greenMask = load<u32>(group, greens + 4);
      const red = load<usize>(group, reds);
      const redMask = load<u32>(group, reds + 4);
      const blue = load<usize>(group, blues);
      const blueMask = load<u32>(group, blues + 4);
      const alpha = load<usize>(group, alphas);
      const alphaMask = load<u32>(group, alphas + 4);
      const isOpaque = kind == isAny && alphaMask == 0;
      while (to < stop) {
        // More bits are used than there are.
        if (from >= last) {
          isRight = false;
          break;
        }
        // At least 54 bits are there afterwards: enough for three look-ups.
        window |= load<u64>(from) << count;
        from += (~count & 63) >> 3;
        count |= 56;
        let entry = load<u32>(green + (<u32>window & greenMask));
        if (isOpaque) {
          // Three short codes, which most pixels of photos have, with a single branch: it saves a fifth of the time.
          const behindGreen = window >> entry;
          const forRed = load<u32>(red + (<u32>behindGreen & redMask));
          const behindRed = behindGreen >> forRed;
          const forBlue = load<u32>(blue + (<u32>behindRed & blueMask));
          if (((entry & (longer | noLiteral)) | ((forRed | forBlue) & longer)) == 0) {
            window = behindRed >> forBlue;
            count -= entry + forRed + forBlue;
            store<u32>(to, common | entry & 0xff00 | (forRed & 0xff00) << 8 | forBlue >> 8);
            to += 4;
            continue;
          }
        }
        window >>= entry;
        count -= entry;
        if ((entry & longer) != 0) {
          entry = lookFurther(green, entry, window);
          window >>= entry;
          count -= entry;
        }
        if ((entry & noLiteral) == 0) {
          if (kind == isGreenOnly) {
            store<u32>(to, common | entry & 0xff00);
            to += 4;
            if (to >= stop) break;
            entry = load<u32>(green + (<u32>window & greenMask));
            // What is no short literal has its turn anew.
            if ((entry & (longer | noLiteral)) != 0) continue;
            window >>= entry;
            count -= entry;
            store<u32>(to, common | entry & 0xff00);
            to += 4;
            if (to >= stop) break;
            entry = load<u32>(green + (<u32>window & greenMask));
            if ((entry & (longer | noLiteral)) != 0) continue;
            window >>= entry;
            count -= entry;
            store<u32>(to, common | entry & 0xff00);
            to += 4;
            continue;
          }
          let pixel = entry & 0xff00;
          entry = load<u32>(red + (<u32>window & redMask));
          window >>= entry;
          count -= entry;
          if ((entry & longer) != 0) {
            entry = lookFurther(red, entry, window);
            window >>= entry;
            count -= entry;
          }
          pixel |= (entry & 0xff00) << 8;
          entry = load<u32>(blue + (<u32>window & blueMask));
          window >>= entry;
          count -= entry;
          if ((entry & longer) != 0) {
            entry = lookFurther(blue, entry, window);
            window >>= entry;
            count -= entry;
          }
          pixel |= entry >> 8;
          if (alphaMask != 0) {
            window |= load<u64>(from) << count;
            from += (~count & 63) >> 3;
            count |= 56;
          }
          entry = load<u32>(alpha + (<u32>window & alphaMask));
          window >>= entry;
          count -= entry;
          if ((entry & longer) != 0) {
            entry = lookFurther(alpha, entry, window);
            window >>= entry;
            count -= entry;
          }
          store<u32>(to, pixel | (entry & 0xff00) << 16);
          to += 4;
          continue;
        }
        let symbol = entry >> 8;
        if (symbol >= belowCache) {
          cacheColours(cached, to, cacheBits);
          cached = to;
          store<u32>(to, load<u32>(cachedColours + ((symbol - belowCache) << 2)));
          to += 4;
          continue;
        }
        // A backward reference (3.6.2.2): prefixes of the length and the distance, each with extra bits behind it.
        symbol -= literals;
        let length = symbol + 1;
        if (symbol > 3) {
          const extra = (symbol - 2) >> 1;
          length = ((2 + (symbol & 1)) << extra) + ((<u32>window >> 2) & ((1 << extra) - 1)) + 1;
          window >>= extra;
          count -= extra;
        }
        const distanceTable = load<usize>(group, distances);
        entry = load<u32>(distanceTable + (<u32>window & load<u32>(group, distances + 4)));
        window >>= entry;
        count -= entry;
        if ((entry & longer) != 0) {
          entry = lookFurther(distanceTable, entry, window);
          window >>= entry;
          count -= entry;
        }
        symbol = entry >> 8;
        let code = symbol + 1;
        if (symbol > 3) {
          window |= load<u64>(from) << count;
          from += (~count & 63) >> 3;
          count |= 56;
          const extra = (symbol - 2) >> 1;
          code = ((2 + (symbol & 1)) << extra) + ((<u32>window >> 2) & ((1 << extra) - 1)) + 1;
          window >>= extra;
          count -= extra;
        }
        const distance = distanceOf(code);
        length <<= 2;
        if (distance > <u32>(to - first) || length > <u32>(final - to)) {
          isRight = false;
          break;
        }
        let source = to - distance;
        const until = to + length;
        if (distance == 4) {
          const two = <u64>load<u32>(source) * 0x100000001;
          for (; to < until; to += 8) store<u64>(to, two);
        } else for (; to < until; to += 8, source += 8) store<u64>(to, load<u64>(source));
        to = until;
      }
    }
    column += <u32>(to - begin) >> 2;
    if (column >= width) {
      row += column / width;
      column %= width;
    }
    if (cacheBits > 0) {
      cacheColours(cached, to, cacheBits);
      cached = to;
    }
  }
  setBits(window >> 2, (count & 63) - 2, from);
  const decoded = <i32>((to - out) >> 2);
  out = to;
  return isRight && !isOverrun() ? decoded : -1;
}
