// Inflates the data of a PNG's picture: zlib's format (RFC 1950) around DEFLATE (RFC 1951), in parts of any length.
//
// The next bits are kept in a window of 64 bits, which is filled by one unaligned load: at least 54 bits are there afterwards, enough
// for a length and a distance with all of their extra bits, or for several literals.

import { copyWords } from './copy';
import {
  distanceBits,
  distances,
  endOfBlock,
  forDistances,
  forLengths,
  forLiterals,
  lengthBits,
  lengths,
  literal,
  literalBits,
  literals,
  longer,
  makeTable,
  pairLiterals,
  special,
} from './huffman';
import { end, isLast, next, setNext } from './input';
import { adler, makeRoom, oldest, out, setOut, sumUp } from './window';

/** What `inflate` answers. */
export const needsData = 0;
export const isDone = 1;
export const isFull = 2;
export const isWrong = -1;

/** What comes next. */
const zlibHeader = 0;
const blockHeader = 1;
const storedData = 2;
const compressedData = 3;
const checksum = 4;
const nothing = 5;

/** No header of a block with its code lengths is longer. */
const headerBytes: u32 = 512;
/** One turn of the inner loop does not load as much. */
const turnBytes: u32 = 32;
/** The codes of so many blocks are made before `inflate` returns, so that the host can look at the time. */
const blocksAtOnce: u32 = 256;

let state: i32 = zlibHeader;
/** The next bits, the first one lowest, and how many there are. What is above them is not used, but is the data that follows. */
let bits: u64 = 0;
let bitCount: u32 = 0;
let isLastBlock: bool = false;
/** Bytes that are left of a stored block. */
let storedLeft: u32 = 0;
/** How far back a distance may reach, as the header says (RFC 1950, 2.2). */
let farthest: u32 = 0;
let areFixed: bool = false;

/** Lengths of the codes of literals and lengths, and behind them those of distances. */
const codeLengths: usize = memory.data(320, 16);
/** RFC 1951, 3.2.7. */
const order: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

export function initInflate(): void {
  state = zlibHeader;
  bits = 0;
  bitCount = 0;
  isLastBlock = false;
  areFixed = false;
}

/** Loads as many whole bytes as fit. They may be padding, which `isOverrun` finds. */
// @ts-ignore: decorator
@inline
function refill(): void {
  bits |= load<u64>(next) << bitCount;
  setNext(next + ((63 - bitCount) >> 3));
  bitCount |= 56;
}

// @ts-ignore: decorator
@inline
function take(count: u32): u32 {
  const value = <u32>bits & ((1 << count) - 1);
  bits >>= count;
  bitCount -= count;
  return value;
}

/** Whether more bits are used than there are. */
function isOverrun(): bool {
  return next - (bitCount >> 3) > end;
}

/** Puts whole bytes back, and drops the bits before them (RFC 1951, 3.2.4). */
function alignToByte(): void {
  setNext(next - (bitCount >> 3));
  bits = 0;
  bitCount = 0;
}

/** Inflates until there is no room or no data. @returns One of the answers above. */
export function inflate(): i32 {
  const limit = makeRoom();
  const answer = goOn(limit);
  sumUp();
  if (answer != isWrong && isOverrun()) return isWrong;
  if (answer != isDone) return answer;
  return readChecksum() ? isDone : isWrong;
}

function goOn(limit: usize): i32 {
  let blocks = blocksAtOnce;
  while (state != nothing) {
    if (!isLast && next + headerBytes > end) return needsData;
    if (isOverrun()) return isWrong;
    if (out >= limit) return isFull;
    if (state == zlibHeader) {
      if (!readZlibHeader()) return isWrong;
      state = blockHeader;
    } else if (state == blockHeader) {
      if (blocks == 0) return isFull;
      blocks--;
      if (!readBlockHeader()) return isWrong;
    } else if (state == storedData) {
      if (storedLeft > 0 && next >= end) return isWrong;
      copyStored(limit);
      if (storedLeft == 0) endBlock();
    } else if (state == compressedData) {
      const answer = inflateCodes(limit);
      if (answer == isDone) endBlock();
      else if (answer == isWrong) return isWrong;
    } else {
      alignToByte();
      state = nothing;
    }
  }
  return isDone;
}

function endBlock(): void {
  state = isLastBlock ? checksum : blockHeader;
}

/** RFC 1950, 2.2. */
function readZlibHeader(): bool {
  refill();
  const method = take(8);
  const flags = take(8);
  if ((method & 15) != 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 != 0) return false;
  // A preset dictionary, which a PNG has not (PNG specification, 10.1).
  if ((flags & 32) != 0) return false;
  farthest = 256 << (method >> 4);
  return true;
}

/** The checksum at the end (RFC 1950, 2.2), behind which nothing may stand. */
function readChecksum(): bool {
  return next + 4 == end && bswap<u32>(load<u32>(next)) == adler;
}

/** RFC 1951, 3.2.3. */
function readBlockHeader(): bool {
  refill();
  isLastBlock = take(1) != 0;
  const type = take(2);
  if (type == 0) {
    alignToByte();
    const length: u32 = load<u16>(next);
    if ((length ^ load<u16>(next, 2)) != 0xffff) return false;
    setNext(next + 4);
    storedLeft = length;
    state = storedData;
    return true;
  }
  state = compressedData;
  if (type == 1) return makeFixedCodes();
  return type == 2 && readCodes();
}

/** RFC 1951, 3.2.6. Made once, however many blocks there are. */
function makeFixedCodes(): bool {
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
  if (!makeTable(distances, distanceBits, codeLengths + literalCodes, distanceCodes, forDistances)) return false;
  pairLiterals();
  return true;
}

/** RFC 1951, 3.2.7. */
function readCodes(): bool {
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

/** RFC 1951, 3.2.4. */
function copyStored(limit: usize): void {
  const bytes = min(storedLeft, <u32>min(limit - out, end - next));
  copyWords(out, next, bytes);
  setOut(out + bytes);
  setNext(next + bytes);
  storedLeft -= bytes;
}

/** The value of an entry with the extra bits behind its code. */
// @ts-ignore: decorator
@inline
function valueOf(entry: u32, before: u64): u32 {
  return (entry >> 16) + ((<u32>before & ((1 << entry) - 1)) >> ((entry >> 8) & 31));
}

/**
 * Inflates literals and matches (RFC 1951, 3.2.5). All that changes is kept in local variables, which are faster.
 *
 * The next bits begin at the third place here, and what is in the two below them does not matter: masked, they are the address of a
 * table's entry of 4 bytes without a shift. Each look-up waits for the one before, and is 8 % faster so.
 */
function inflateCodes(limit: usize): i32 {
  const lastLoad = isLast ? end + turnBytes : end - turnBytes;
  const oldestByte = oldest;
  const reach = farthest;
  let to = out;
  // The two places are taken from the room for bits: a byte that does not fit any more is loaded again.
  const isTooFull = bitCount > 61;
  let from = isTooFull ? next - 1 : next;
  let window = bits << 2;
  // How many places are taken. Only its lowest 6 bits count: entries are subtracted as they are.
  let count = (isTooFull ? bitCount - 8 : bitCount) + 2;
  let answer = needsData;
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
        answer = (entry & endOfBlock) != 0 ? isDone : isWrong;
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
        answer = isWrong;
        break;
      }
    }
    before = window >> 2;
    window >>= entry;
    count -= entry;
    const distance = valueOf(entry, before);
    let source = to - distance;
    if (distance > reach || source < oldestByte) {
      answer = isWrong;
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
  bits = window >> 2;
  bitCount = (count & 63) - 2;
  setNext(from);
  setOut(to);
  return answer;
}
