// One symbol of a compressed block (RFC 1951, 3.2.5), read from any bit of memory, and packed into a number: in the lowest 8 bits how
// many bits it takes, behind them, in 24 bits, the byte of a literal or the length of a match, and then the match's distance.

import { distances, literal, literals, longer, special } from './huffman';
import { valueOf } from './symbols';

/** The end of the block, or a code that does not exist. */
export const noSymbol: u64 = 0;

/**
 * The bits from this one on, which is at the third place, as `inflateSymbols` has it. There are 55 of them: enough for five look-ups, or
 * for a match. It takes longer than to fill up a window, but what is kept from one turn to the next is one number.
 *
 * @param at The number of the bit, counted from address 0.
 */
// @ts-ignore: decorator
@inline
export function windowAt(at: u32): u64 {
  const from = at - 2;
  return load<u64>(from >> 3) >> (from & 7);
}

// @ts-ignore: decorator
@inline
export function look(window: u64): u32 {
  return load<u32>(<u32>window & 8188, literals);
}

/**
 * @param entry What `look` has found in the window; one literal, if it is a literal.
 * @returns The symbol, of which the functions below return the parts.
 */
// @ts-ignore: decorator
@inline
export function symbolOf(entry: u32, window: u64): u64 {
  let used: u32 = 0;
  if ((entry & special) != 0) {
    if ((entry & longer) == 0) return noSymbol;
    used = entry & 63;
    window >>= entry;
    entry = load<u32>(((entry >> 16) + rest(entry, window)) << 2, literals);
    if ((entry & special) != 0) return noSymbol;
  }
  used += entry & 63;
  if ((entry & literal) != 0) return used | ((entry >> 8) & 0xff00);
  const length = valueOf(entry, window >> 2);
  window >>= entry;
  entry = load<u32>(<u32>window & 2044, distances);
  if ((entry & special) != 0) {
    if ((entry & longer) == 0) return noSymbol;
    used += entry & 63;
    window >>= entry;
    entry = load<u32>(((entry >> 16) + rest(entry, window)) << 2, distances);
    if ((entry & special) != 0) return noSymbol;
  }
  used += entry & 63;
  return used | (length << 8) | (<u64>valueOf(entry, window >> 2) << 32);
}

/** The bits of the second look-up. */
// @ts-ignore: decorator
@inline
function rest(entry: u32, window: u64): u32 {
  return (<u32>window >> 2) & ((1 << ((entry >> 8) & 15)) - 1);
}

/** How many bits it takes. */
// @ts-ignore: decorator
@inline
export function usedBy(symbol: u64): u32 {
  return <u32>symbol & 255;
}

/** The distance of a match; 0 for a literal. */
// @ts-ignore: decorator
@inline
export function distanceOf(symbol: u64): u32 {
  return <u32>(symbol >> 32);
}

/** The length of a match, or the byte of a literal. */
// @ts-ignore: decorator
@inline
export function valueOfSymbol(symbol: u64): u32 {
  return <u32>symbol >> 8;
}
