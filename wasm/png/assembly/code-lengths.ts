// The codes of a compressed block: the fixed ones, and those that a block's header brings.

import { bits, refill, take } from './bits';
import {
  distanceBits,
  distances,
  forDistances,
  forLengths,
  forLiterals,
  hasManyPairs,
  lengthBits,
  lengths,
  literalBits,
  literals,
  makeTable,
  pairLiterals,
  special,
} from './huffman';

/** Lengths of the codes of literals and lengths, and behind them those of distances. */
const codeLengths: usize = memory.data(320, 16);
/** RFC 1951, 3.2.7. */
const order: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

let areFixed: bool = false;
/** Whether it pays to read the block at two places at once (two-places.ts). Then no entry has two literals. */
export let isNearlyLiterals: bool = false;

/** Forgets the codes of the data before. */
export function initCodes(): void {
  areFixed = false;
}

/** RFC 1951, 3.2.6. Made once, however many blocks there are. */
export function makeFixedCodes(): bool {
  if (areFixed) return true;
  for (let symbol: u32 = 0; symbol < 288; symbol++) {
    store<u8>(codeLengths + symbol, symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
  }
  for (let symbol: u32 = 0; symbol < 32; symbol++) store<u8>(codeLengths + 288 + symbol, 5);
  areFixed = makeCodes(288, 32);
  return areFixed;
}

function makeCodes(literalCodes: u32, distanceCodes: u32): bool {
  if (!makeTable(literals, literalBits, codeLengths, literalCodes, forLiterals)) return false;
  // The reader ahead takes an entry for one literal, and of a block that is nearly all literals, pairs hardly make a difference.
  isNearlyLiterals = hasFewMatches(literalCodes);
  if (!isNearlyLiterals && hasManyPairs()) pairLiterals();
  return makeTable(distances, distanceBits, codeLengths + literalCodes, distanceCodes, forDistances);
}

/**
 * Whether, by the lengths of their codes, one symbol in 8 or fewer is a match: a code of n bits is used once in 2^n times. With more, two
 * places at once take as long as one, or longer: photos with filtered rows, with one in 6 to one in 4, took 11 to 19 % longer.
 */
function hasFewMatches(literalCodes: u32): bool {
  let matches: u32 = 0;
  for (let symbol: u32 = 257; symbol < literalCodes; symbol++) {
    const length: u32 = load<u8>(codeLengths + symbol);
    if (length > 0) matches += 1 << (15 - length);
  }
  return matches <= 1 << (15 - 3);
}

/** RFC 1951, 3.2.7. */
export function readCodes(): bool {
  areFixed = false;
  const literalCodes = take(5) + 257;
  const distanceCodes = take(5) + 1;
  const lengthCodes = take(4) + 4;
  if (literalCodes > 286 || distanceCodes > 30) return false;
  for (let at: u32 = 0; at < 19; at++) store<u8>(codeLengths + at, 0);
  for (let at: u32 = 0; at < lengthCodes; at++) {
    refill();
    store<u8>(codeLengths + load<u8>(order + at), <u8>take(3));
  }
  if (!makeTable(lengths, lengthBits, codeLengths, 19, forLengths)) return false;
  const all = literalCodes + distanceCodes;
  for (let at: u32 = 0; at < all; ) {
    refill();
    const entry = load<u32>(lengths + ((<u32>bits & 127) << 2));
    if ((entry & special) != 0) return false;
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(codeLengths + at, <u8>symbol);
      at++;
      continue;
    }
    let repeated: u32 = 0;
    let times: u32 = 0;
    if (symbol == 16) {
      if (at == 0) return false;
      repeated = load<u8>(codeLengths + at - 1);
      times = 3 + take(2);
    } else if (symbol == 17) times = 3 + take(3);
    else times = 11 + take(7);
    if (at + times > all) return false;
    for (const until = at + times; at < until; at++) store<u8>(codeLengths + at, <u8>repeated);
  }
  // Without a code for its end, a block has no end.
  if (load<u8>(codeLengths + 256) == 0) return false;
  return makeCodes(literalCodes, distanceCodes);
}
