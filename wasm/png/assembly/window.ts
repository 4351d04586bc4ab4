// The inflated data: the last 32 KB of it, to which distances reach back (RFC 1951, 2), and behind them what has not been made into
// rows yet. When the buffer is full, both are moved to its beginning. It fits into a processor's second cache.

import { updateAdler } from './adler32';
import { allocate } from '../../assembly/memory';
import { copyWords } from './copy';

const historyBytes: u32 = 32768;
const freshBytes: u32 = 262144;
/** A match has 258 bytes at most, and copies are made in steps of 8 bytes. */
const margin: u32 = 512;

/** The oldest byte that is there. */
export let oldest: usize = 0;
/** Where the next byte is put. */
export let out: usize = 0;
/** The first byte that no row has been made of. */
export let unread: usize = 0;
let limit: usize = 0;
let summed: usize = 0;
export let adler: u32 = 1;

/** @param rowBytes Bytes that must be there at a time. @returns false if there is no memory. */
export function initWindow(rowBytes: u32): bool {
  const bytes = historyBytes + rowBytes + freshBytes;
  oldest = allocate(bytes + margin);
  limit = oldest + bytes;
  out = oldest;
  unread = oldest;
  summed = oldest;
  adler = 1;
  return oldest != 0;
}

export function setOut(address: usize): void {
  out = address;
}

export function setUnread(address: usize): void {
  unread = address;
}

/** Makes room, if there is little. @returns The address at which to stop; a match may go beyond it. */
export function makeRoom(): usize {
  if (out + freshBytes / 2 > limit) {
    const history = max(oldest, out - historyBytes);
    const kept = min(history, unread);
    const moved = kept - oldest;
    copyWords(oldest, kept, out - kept);
    out -= moved;
    unread -= moved;
    summed -= moved;
  }
  // A part at a time, so that it is still in the cache when rows are made of it.
  return min(limit, out + freshBytes);
}

/** Brings the checksum up to the last byte. */
export function sumUp(): void {
  adler = updateAdler(adler, summed, <u32>(out - summed));
  summed = out;
}
