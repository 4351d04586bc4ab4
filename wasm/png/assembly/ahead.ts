// The reader ahead (two-places.ts says what for): its first codes, what it has read, and how that is taken over.

import { seek } from './bits';
import { copyExactly, copyWords } from './copy';
import { distanceOf, look, noSymbol, symbolOf, usedBy, valueOfSymbol, windowAt } from './packed-symbol';
import { oldest, out, setOut } from './window';

/** The bits in which codes are marked. Of the readers in a photo, 99 of 100 are in step before their end. */
export const markedBits: u32 = 512;
/** For each of these bits: 1 more than the bytes that were read before the code that begins there; 0 if none was read there. */
const marks: usize = memory.data(512 * 2, 16);

/** Bytes that are read ahead, at most. */
export const aheadBytes: u32 = 16384;
/** What is read ahead, with gaps where matches belong. A match has 258 bytes at most. */
export const ahead: usize = memory.data(16384 + 272, 16);
/** The matches, 8 bytes each: which byte of what is read ahead they begin at, 16 bits; their length, 16 bits; their distance. */
export const matches: usize = memory.data(1024 * 8, 16);
export const mostMatches: u32 = 1024;

/** The next bit to be read ahead, where its symbol belongs, and the end of the matches so far. */
export let aheadAt: u32 = 0;
export let aheadOut: usize = 0;
export let matchesEnd: usize = 0;

export function setAhead(at: u32, to: usize, matchesTo: usize): void {
  aheadAt = at;
  aheadOut = to;
  matchesEnd = matchesTo;
}

/** Keeps a match that is read ahead. */
// @ts-ignore: decorator
@inline
export function keepMatch(place: usize, to: usize, symbol: u64): void {
  store<u32>(place, <u32>(to - ahead) | (valueOfSymbol(symbol) << 16));
  store<u32>(place, distanceOf(symbol), 4);
}

/** Reads and marks the first codes, from this bit on. @returns false if it finds something else there. */
export function beginAhead(first: u32): bool {
  for (let mark: u32 = 0; mark < markedBits * 2; mark += 8) store<u64>(marks + mark, 0);
  let to = ahead;
  let match = matches;
  let at = first;
  while (at < first + markedBits) {
    store<u16>(marks + ((at - first) << 1), <u16>(to - ahead + 1));
    const window = windowAt(at);
    const symbol = symbolOf(look(window), window);
    if (symbol == noSymbol || to > ahead + aheadBytes / 2) return false;
    at += usedBy(symbol);
    if (distanceOf(symbol) == 0) {
      store<u8>(to, <u8>valueOfSymbol(symbol));
      to++;
    } else {
      keepMatch(match, to, symbol);
      match += 8;
      to += valueOfSymbol(symbol);
    }
  }
  setAhead(at, to, match);
  return true;
}

/** @returns The mark of a bit, counted from the first one; 0 if there is none. */
// @ts-ignore: decorator
@inline
export function markOf(bit: u32): u32 {
  return load<u16>(marks + (bit << 1));
}

/**
 * Appends what was read ahead to the inflated data, and goes on behind it.
 *
 * @param mark Of the code at which both readers have met: what was read before it is wrong.
 * @param reach How far back a distance may reach.
 * @returns false if one reaches farther.
 */
export function takeOver(mark: u32, reach: u32): bool {
  const from = mark - 1;
  const start = out - from;
  copyWords(out, ahead + from, aheadOut - ahead - from);
  for (let match = matches; match < matchesEnd; match += 8) {
    const place: u32 = load<u16>(match);
    if (place < from) continue;
    const distance = load<u32>(match, 4);
    const to = start + place;
    if (distance > reach || to - distance < oldest) return false;
    copyExactly(to, to - distance, load<u16>(match, 2));
  }
  setOut(start + (aheadOut - ahead));
  seek(aheadAt);
  return true;
}
