// Inflates a block at two places at once, where it is nearly all literals, as the data of a photo with a sensor's noise is.
//
// Only once a code is looked up it is known where the next one begins, so that each look-up waits for the one before, and the processor,
// which could do twice as much, waits, too. So a second reader begins some way ahead, at any bit. At first it reads what is not there;
// but as codes have different lengths, it soon happens upon a bit at which a code does begin, in a photo after eight codes, and reads
// what is right from there on. It marks where the first codes that it reads begin. Once the first reader has come there and meets a
// mark, all that was read ahead is taken over. A photo of 12 megapixels takes an eighth less so.

import { position, seek } from './bits';
import {
  ahead,
  aheadAt,
  aheadBytes,
  aheadOut,
  beginAhead,
  keepMatch,
  markedBits,
  markOf,
  matches,
  matchesEnd,
  mostMatches,
  setAhead,
  takeOver,
} from './ahead';
import { copyExactly } from './copy';
import { literal } from './huffman';
import { end, next } from './input';
import { distanceOf, look, noSymbol, symbolOf, usedBy, valueOfSymbol, windowAt } from './packed-symbol';
import { goesOn, inflateSymbols, isInvalid } from './symbols';
import { oldest, out, setOut } from './window';

/** How far ahead the second reader begins, in bytes: with twice as many, more is read in vain at the end of a block. */
const mostBytes: i32 = 2048;
const leastBytes: i32 = 256;
/** Bytes that there must be behind what both read: by so many the second reader may get ahead of the first one. */
const spareBytes: i32 = 512;
/** Bytes with which it can begin. */
export const fewestBytes: i32 = 2 * leastBytes + spareBytes;

/** One turn of the loop reads fewer bits, at most four literals and a match, and makes fewer bytes. */
const turnBits: i32 = 128;
const turnBytes: i32 = 272;

/**
 * Inflates as long as there is enough room and data; what is left then is for `inflateSymbols`. No entry may have two literals.
 *
 * @param limit The address at which to stop.
 * @param reach How far back a distance may reach.
 * @returns As `inflateSymbols`.
 */
export function inflateAtTwoPlaces(limit: usize, reach: u32): i32 {
  /** What is read ahead must have room behind this address. */
  const firstLimit = limit - aheadBytes;
  for (;;) {
    const bytes = min(mostBytes, <i32>(end - next - spareBytes) >> 1);
    if (bytes < leastBytes || out + 2 * aheadBytes > limit) break;
    const place = next + bytes;
    const isAhead = beginAhead(place << 3);
    // Behind its last bit, the second reader loads some bytes more.
    if (isAhead) readBoth(place << 3, (place + bytes + spareBytes - 64) << 3, firstLimit, reach);
    if (next < place) {
      // One of them has come to the end of the block, or to no code. The second reader may have met it where no code begins.
      const answer = inflateSymbols(firstLimit, reach, place);
      if (answer != goesOn || next < place) return answer;
    }
    if (isAhead && !meet(place << 3, firstLimit, reach)) return isInvalid;
  }
  return goesOn;
}

/**
 * Reads on at both places until the first reader is where the second one began, or until one of them finds no symbol, or the first one a
 * distance that is wrong: those it leaves unread. In a turn of the loop each reads five literals, or fewer and then what is no literal.
 *
 * Each turn tests which of them has found no literal, and not both together: a processor that foresees a test wrongly takes as long as
 * for three literals, and a second test, which of both it is, is hard to foresee. All that changes is in local variables.
 *
 * @param place The bit at which the second reader began.
 * @param limit The bit up to which it may read.
 */
function readBoth(place: u32, limit: u32, outLimit: usize, reach: u32): void {
  let at = position();
  let to = out;
  let atAhead = aheadAt;
  let toAhead = aheadOut;
  let match = matchesEnd;
  let isOver = false;
  while (!isOver) {
    const bits = min(<i32>(place - at) + turnBits - 1, <i32>(limit - atAhead));
    const bytes = min(<i32>(outLimit - to), <i32>(ahead + aheadBytes - toAhead));
    // As many turns as are safe whatever they read, so that the loop tests one number.
    let turns = min(bits / turnBits, bytes / turnBytes);
    if (turns <= 0 || match > matches + ((<i32>mostMatches - turns) << 3)) break;
    do {
      turns--;
      let window = windowAt(at);
      let windowAhead = windowAt(atAhead);
      let entry = look(window);
      let entryAhead = look(windowAhead);
      let used: u32 = 0;
      let usedAhead: u32 = 0;
      if ((entry & literal) != 0) {
        used = entry;
        store<u8>(to, <u8>(entry >> 16));
        window >>= entry;
        entry = look(window);
        if ((entryAhead & literal) != 0) {
          usedAhead = entryAhead;
          store<u8>(toAhead, <u8>(entryAhead >> 16));
          windowAhead >>= entryAhead;
          entryAhead = look(windowAhead);
          if ((entry & literal) != 0) {
            used += entry;
            store<u8>(to, <u8>(entry >> 16), 1);
            window >>= entry;
            entry = look(window);
            if ((entryAhead & literal) != 0) {
              usedAhead += entryAhead;
              store<u8>(toAhead, <u8>(entryAhead >> 16), 1);
              windowAhead >>= entryAhead;
              entryAhead = look(windowAhead);
              if ((entry & literal) != 0) {
                used += entry;
                store<u8>(to, <u8>(entry >> 16), 2);
                window >>= entry;
                entry = look(window);
                if ((entryAhead & literal) != 0) {
                  usedAhead += entryAhead;
                  store<u8>(toAhead, <u8>(entryAhead >> 16), 2);
                  windowAhead >>= entryAhead;
                  entryAhead = look(windowAhead);
                  if ((entry & literal) != 0) {
                    used += entry;
                    store<u8>(to, <u8>(entry >> 16), 3);
                    window >>= entry;
                    entry = look(window);
                    if ((entryAhead & literal) != 0) {
                      usedAhead += entryAhead;
                      store<u8>(toAhead, <u8>(entryAhead >> 16), 3);
                      windowAhead >>= entryAhead;
                      entryAhead = look(windowAhead);
                      if ((entry & literal) != 0) {
                        used += entry;
                        store<u8>(to, <u8>(entry >> 16), 4);
                        if ((entryAhead & literal) != 0) {
                          usedAhead += entryAhead;
                          store<u8>(toAhead, <u8>(entryAhead >> 16), 4);
                          at += used & 63;
                          atAhead += usedAhead & 63;
                          to += 5;
                          toAhead += 5;
                          continue;
                        } else {
                          to += 5;
                          toAhead += 4;
                          entry = literal;
                        }
                      } else {
                        to += 4;
                        toAhead += 4;
                      }
                    } else {
                      to += 4;
                      toAhead += 3;
                    }
                  } else {
                    to += 3;
                    toAhead += 3;
                  }
                } else {
                  to += 3;
                  toAhead += 2;
                }
              } else {
                to += 2;
                toAhead += 2;
              }
            } else {
              to += 2;
              toAhead += 1;
            }
          } else {
            to += 1;
            toAhead += 1;
          }
        } else {
          to += 1;
        }
      }
      at += used & 63;
      atAhead += usedAhead & 63;
      if ((entry & literal) == 0) {
        const symbol = symbolOf(entry, windowAt(at));
        const distance = distanceOf(symbol);
        if (distance == 0) {
          isOver = symbol == noSymbol;
          if (isOver) break;
          store<u8>(to, <u8>valueOfSymbol(symbol));
          to++;
        } else {
          isOver = distance > reach || to - distance < oldest;
          if (isOver) break;
          copyExactly(to, to - distance, valueOfSymbol(symbol));
          to += valueOfSymbol(symbol);
        }
        at += usedBy(symbol);
      }
      if ((entryAhead & literal) == 0) {
        const symbol = symbolOf(entryAhead, windowAt(atAhead));
        if (distanceOf(symbol) == 0) {
          isOver = symbol == noSymbol;
          if (isOver) break;
          store<u8>(toAhead, <u8>valueOfSymbol(symbol));
          toAhead++;
        } else {
          keepMatch(match, toAhead, symbol);
          match += 8;
          toAhead += valueOfSymbol(symbol);
        }
        atAhead += usedBy(symbol);
      }
    } while (turns > 0);
  }
  seek(at);
  setOut(to);
  setAhead(atAhead, toAhead, match);
}

/**
 * Reads on symbol by symbol until there is a mark, and takes over what was read ahead.
 *
 * @param first The bit at which the second reader began.
 * @returns false if a distance is wrong.
 */
function meet(first: u32, limit: usize, reach: u32): bool {
  let at = position();
  for (; at < first + markedBits; ) {
    const mark = at < first ? 0 : markOf(at - first);
    if (mark != 0) return takeOver(mark, reach);
    const window = windowAt(at);
    const symbol = symbolOf(look(window), window);
    if (symbol == noSymbol || out > limit) break;
    const distance = distanceOf(symbol);
    if (distance == 0) {
      store<u8>(out, <u8>valueOfSymbol(symbol));
      setOut(out + 1);
    } else {
      if (distance > reach || out - distance < oldest) return false;
      copyExactly(out, out - distance, valueOfSymbol(symbol));
      setOut(out + valueOfSymbol(symbol));
    }
    at += usedBy(symbol);
  }
  seek(at);
  return true;
}
