// Inflates the literals and matches of a compressed block. Most of the time that a PNG takes is spent here.

import { bitCount, bits, setBits } from './bits';
import { distances, endOfBlock, literal, literals, longer, special } from './huffman';
import { next, setNext } from './input';
import { oldest, out, setOut } from './window';

/** What `inflateSymbols` answers: there is no room or no data, the block has ended, or the data is wrong. */
export const goesOn = 0;
export const hasEnded = 1;
export const isInvalid = -1;

/** One turn of the loop does not load as much. */
export const turnBytes: u32 = 32;

/** The value of an entry with the extra bits behind its code. */
// @ts-ignore: decorator
@inline
export function valueOf(entry: u32, before: u64): u32 {
  return (entry >> 16) + ((<u32>before & ((1 << entry) - 1)) >> ((entry >> 8) & 31));
}

/**
 * Inflates literals and matches (RFC 1951, 3.2.5) until `limit`. All that changes is kept in local variables, which are faster.
 *
 * The next bits begin at the third place here, and what is in the two below them does not matter: masked, they are the address of a
 * table's entry of 4 bytes without a shift. Each look-up waits for the one before, and is 8 % faster so.
 */
export function inflateSymbols(limit: usize, reach: u32, lastLoad: usize): i32 {
  const oldestByte = oldest;
  let to = out;
  // The two places are taken from the room for bits: a byte that does not fit any more is loaded again.
  const isTooFull = bitCount > 61;
  let from = isTooFull ? next - 1 : next;
  let window = bits << 2;
  // How many places are taken. Only its lowest 6 bits count: entries are subtracted as they are.
  let count = (isTooFull ? bitCount - 8 : bitCount) + 2;
  let answer = goesOn;
  while (from <= lastLoad && to < limit) {
    window |= load<u64>(from) << count;
    from += (~count & 63) >> 3;
    count |= 56;
    let entry = load<u32>(<u32>window & 8188, literals);
    if ((entry & literal) != 0) {
      // 54 bits are enough for four look-ups.
      store<u16>(to, <u16>(entry >> 16));
      to += (entry >> 8) & 3;
      window >>= entry;
      count -= entry;
      entry = load<u32>(<u32>window & 8188, literals);
      if ((entry & literal) != 0) {
        store<u16>(to, <u16>(entry >> 16));
        to += (entry >> 8) & 3;
        window >>= entry;
        count -= entry;
        entry = load<u32>(<u32>window & 8188, literals);
        if ((entry & literal) != 0) {
          store<u16>(to, <u16>(entry >> 16));
          to += (entry >> 8) & 3;
          window >>= entry;
          count -= entry;
          entry = load<u32>(<u32>window & 8188, literals);
          if ((entry & literal) != 0) {
            store<u16>(to, <u16>(entry >> 16));
            to += (entry >> 8) & 3;
            window >>= entry;
            count -= entry;
            continue;
          }
        }
      }
      window |= load<u64>(from) << count;
      from += (~count & 63) >> 3;
      count |= 56;
    }
    if ((entry & special) != 0) {
      if ((entry & longer) != 0) {
        window >>= entry;
        count -= entry;
        const rest = (<u32>window >> 2) & ((1 << ((entry >> 8) & 15)) - 1);
        entry = load<u32>(((entry >> 16) + rest) << 2, literals);
        if ((entry & literal) != 0) {
          store<u8>(to, <u8>(entry >> 16));
          to++;
          window >>= entry;
          count -= entry;
          continue;
        }
      }
      if ((entry & special) != 0) {
        window >>= entry;
        count -= entry;
        answer = (entry & endOfBlock) != 0 ? hasEnded : isInvalid;
        break;
      }
    }
    let before = window >> 2;
    window >>= entry;
    count -= entry;
    const stop = to + valueOf(entry, before);
    entry = load<u32>(<u32>window & 2044, distances);
    if ((entry & special) != 0) {
      window >>= entry;
      count -= entry;
      if ((entry & longer) != 0) {
        const rest = (<u32>window >> 2) & ((1 << ((entry >> 8) & 15)) - 1);
        entry = load<u32>(((entry >> 16) + rest) << 2, distances);
      }
      if ((entry & special) != 0) {
        answer = isInvalid;
        break;
      }
    }
    before = window >> 2;
    window >>= entry;
    count -= entry;
    const distance = valueOf(entry, before);
    let source = to - distance;
    if (distance > reach || source < oldestByte) {
      answer = isInvalid;
      break;
    }
    if (distance < 8) {
      if (distance == 1) {
        const eight = <u64>load<u8>(source) * 0x0101010101010101;
        do {
          store<u64>(to, eight);
          to += 8;
        } while (to < stop);
        to = stop;
        continue;
      }
      // Until 8 bytes or more repeat, each step of 8 bytes is right in as many as the distance.
      do {
        store<u64>(to, load<u64>(source));
        to += distance;
      } while (to - source < 8);
    }
    while (to < stop) {
      store<u64>(to, load<u64>(source));
      to += 8;
      source += 8;
    }
    to = stop;
  }
  setBits(window >> 2, (count & 63) - 2);
  setNext(from);
  setOut(to);
  return answer;
}
