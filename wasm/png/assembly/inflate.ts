// Inflates the data of a PNG's picture: zlib's format (RFC 1950) around DEFLATE (RFC 1951), in parts of any length. This is the order of
// its parts; what is in a compressed block is in symbols.ts.

import { alignToByte, isOverrun, refill, setBits, take } from './bits';
import { initCodes, isNearlyLiterals, makeFixedCodes, readCodes } from './code-lengths';
import { copyWords } from './copy';
import { end, isLast, next, setNext } from './input';
import { goesOn, hasEnded, inflateSymbols, turnBytes } from './symbols';
import { fewestBytes, inflateAtTwoPlaces } from './two-places';
import { adler, makeRoom, out, setOut, sumUp } from './window';

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
/** The codes of so many blocks are made before `inflate` returns, so that the host can look at the time. */
const blocksAtOnce: u32 = 256;
/** More blocks with codes of their own than this, and one for so many bytes, are made to take time: encoders write one for 10,000. */
const mostBlocks: u64 = 2000;
const bytesOfBlock: u64 = 500;

let state: i32 = zlibHeader;
let isLastBlock: bool = false;
/** Bytes that are left of a stored block. */
let storedLeft: u32 = 0;
/** How far back a distance may reach, as the header says (RFC 1950, 2.2). */
let farthest: u32 = 0;
/** How many more blocks may have codes of their own. */
let blocksLeft: u64 = 0;

/** @param bytes The length of the inflated data. */
export function initInflate(bytes: u64): void {
  state = zlibHeader;
  setBits(0, 0);
  initCodes();
  isLastBlock = false;
  blocksLeft = mostBlocks + bytes / bytesOfBlock;
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
      let answer = goesOn;
      if (isNearlyLiterals) {
        answer = inflateAtTwoPlaces(limit, farthest);
        // What is too little for two places waits for more. Chunks have 8 KB often, of which it is an eighth.
        if (answer == goesOn && !isLast && next + fewestBytes > end) return needsData;
      }
      if (answer == goesOn) answer = inflateSymbols(limit, farthest, isLast ? end + turnBytes : end - turnBytes);
      if (answer == hasEnded) endBlock();
      else if (answer != goesOn) return isWrong;
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
  if (type != 2 || blocksLeft == 0) return false;
  blocksLeft--;
  return readCodes();
}

/** RFC 1951, 3.2.4. */
function copyStored(limit: usize): void {
  const bytes = min(storedLeft, <u32>min(limit - out, end - next));
  copyWords(out, next, bytes);
  setOut(out + bytes);
  setNext(next + bytes);
  storedLeft -= bytes;
}
