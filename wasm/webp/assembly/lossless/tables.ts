// The memory of the prefix codes' tables. A picture's groups of codes bring as many as their encoder wants (RFC 9649, 3.7.2.2), and each
// table has the size that its code needs.

import { allocate } from '../../../assembly/memory';

/**
 * All groups of a picture may have so many bytes. One without a colour cache has 4 to 12 KB, and libwebp's encoder writes no entropy image
 * of more than 2600 blocks: photos of 6 megapixels have 1 MB of tables.
 */
const mostBytes: u32 = 16 * 1024 * 1024;
const pieceBytes: u32 = 65536;

/** What is free of the piece of memory that was allocated last. */
let free: usize = 0;
let end: usize = 0;
let first: usize = 0;
/** Bytes that may still be reserved. */
let left: u32 = 0;

/** Forgets all, when the memory itself is given back. */
export function initTables(): void {
  first = 0;
  freeTables();
}

/** Gives back the tables of an image that is decoded. They fit into the first piece: only a picture itself has several groups. */
export function freeTables(): void {
  free = first;
  end = first == 0 ? 0 : first + pieceBytes;
  left = mostBytes;
}

/** @returns Memory, aligned to 16 bytes; 0 if there is none, or all tables together are too large. */
export function reserve(bytes: u32): usize {
  const whole = (bytes + 15) & ~15;
  if (whole > left) return 0;
  left -= whole;
  if (free + whole > end) {
    const size = max(whole, pieceBytes);
    free = allocate(size);
    if (free == 0) return 0;
    end = free + size;
    if (first == 0) first = free;
  }
  const place = free;
  free += whole;
  return place;
}
