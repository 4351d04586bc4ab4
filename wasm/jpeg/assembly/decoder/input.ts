// The entropy-coded data of a scan (T.81, B.1.1.5): takes the file's bytes in pieces, and keeps them for the bit reader without the
// stuffed zero bytes, up to the next marker.
//
// They are kept backwards, the first byte at the highest address. An unaligned little-endian load of 64 bits then reads the next
// bits in their order, so that the reader needs neither a buffer of bits nor a swap of bytes.

import { allocate } from '../../../assembly/memory';

/** The most bytes of the file that are taken at a time. */
export const pieceBytes: u32 = 65536;
/** The bytes that are kept for the bit reader. */
const keptBytes: u32 = 98304;
/** Zero bytes behind the last one, which the bit reader may read, but not use. */
const padding: u32 = 64;

/** Has room for a piece, which begins in its first 8 bytes. */
let buffer: usize = 0;
let piece: usize = 0;
let pieceLength: u32 = 0;
let pieceAt: u32 = 0;

/** The address of the first byte that is kept; the next one is below it. */
export let first: usize = 0;
/** How many bytes are kept. */
let kept: u32 = 0;
/** The next bit, counted from the first byte that is kept. */
export let position: u32 = 0;
/** Whether a marker stands behind the bytes that are kept. */
export let isAtMarker: bool = false;

/** Allocates the buffers. @returns false if there is no memory. */
export function initInput(): bool {
  buffer = allocate(pieceBytes + 16);
  piece = buffer;
  const low = allocate(keptBytes + padding + 16);
  first = low + padding + keptBytes;
  return buffer != 0 && low != 0;
}

/** Begins a scan, with no byte of it. */
export function beginInput(): void {
  pieceLength = 0;
  pieceAt = 0;
  beginInterval();
}

/** Begins behind a marker. */
function beginInterval(): void {
  kept = 0;
  position = 0;
  isAtMarker = false;
}

/**
 * @param source Where the bytes of the next piece are. The lowest three bits of the result are those of this address: from memory that
 * threads share, V8 copies words only between such places, which is three times as fast.
 * @returns The address to which the next piece is to be copied. What is left of the last one is moved before it.
 */
export function pieceAddress(source: u32): usize {
  const left = pieceLength - pieceAt;
  const start = buffer + ((source - left) & 7);
  memory.copy(start, piece + pieceAt, left);
  piece = start;
  pieceLength = left;
  pieceAt = 0;
  return piece + left;
}

/** @returns How many bytes the next piece may have. */
export function pieceRoom(): u32 {
  return pieceBytes - (pieceLength - pieceAt);
}

/** Takes the bytes that were copied to `pieceAddress()`. */
export function takePiece(bytes: u32): void {
  pieceLength += bytes;
}

/** @returns How many of the bytes that were taken are not used. At the end of a scan, the first of them is a marker's. */
export function unusedBytes(): u32 {
  return pieceLength - pieceAt;
}

// @ts-ignore: decorator
@inline
export function setPosition(bit: u32): void {
  position = bit;
}

// @ts-ignore: decorator
@inline
export function keptBits(): u32 {
  return kept << 3;
}

/** Whether the bytes that are kept may be followed by others. */
export function isFull(): bool {
  return kept + 16 >= keptBytes;
}

/** Drops what was read, and keeps as many more bytes as there are and fit. */
export function keepMore(): void {
  if (isAtMarker) return;
  const used = min(position >> 3, kept);
  if (used > 0) {
    const left = kept - used;
    memory.copy(first - left + 1, first - kept + 1, left);
    kept = left;
    position -= used << 3;
  }
  let at = pieceAt;
  let to = kept;
  while (to + 16 < keptBytes && at < pieceLength) {
    if (at + 8 <= pieceLength) {
      const eight = load<u64>(piece + at);
      // Is none of the eight bytes 0xFF?
      if (((~eight - 0x0101010101010101) & eight & 0x8080808080808080) == 0) {
        store<u64>(first - to - 7, bswap<u64>(eight));
        at += 8;
        to += 8;
        continue;
      }
    }
    const byte = load<u8>(piece + at);
    if (byte != 0xff) {
      store<u8>(first - to, byte);
      to++;
      at++;
      continue;
    }
    if (at + 1 >= pieceLength) break;
    const next = load<u8>(piece + at + 1);
    if (next == 0) {
      store<u8>(first - to, 0xff);
      to++;
      at += 2;
    } else if (next == 0xff) {
      // A fill byte before a marker (B.1.1.2).
      at++;
    } else {
      isAtMarker = true;
      break;
    }
  }
  pieceAt = at;
  kept = to;
  if (isAtMarker) for (let n: u32 = 0; n < padding; n += 8) store<u64>(first - to - 7 - n, 0);
}

/** Whether nothing but the padding of the last byte is left. */
export function isUsedUp(): bool {
  const bits = keptBits();
  return position <= bits && bits - position < 8;
}

/**
 * Passes over the restart marker that stands behind the kept bytes.
 *
 * @param number From 0 to 7 (B.2.1).
 * @returns false if another marker stands there, or if data is left before it.
 */
export function passRestart(number: u32): bool {
  if (!isAtMarker || !isUsedUp() || load<u8>(piece + pieceAt + 1) != 0xd0 + number) return false;
  pieceAt += 2;
  beginInterval();
  return true;
}
