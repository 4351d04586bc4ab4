// The compressed data, that is the data of all IDAT chunks one after another (PNG specification, 10.1). The host copies it here in
// pieces; what a piece leaves unread is moved before the next one.

import { allocate } from '../../assembly/memory';
import { copyWords } from './copy';

const pieceBytes: u32 = 65536;
/** Zero bytes behind the end of the data, which the bit reader may load, but not use. */
const padding: u32 = 64;

let piece: usize = 0;
/** The first byte that is not read, and the end of those that are there. */
export let next: usize = 0;
export let end: usize = 0;
/** Whether no more data will come. */
export let isLast: bool = false;

/** Allocates the buffer, and begins with no data. @returns false if there is no memory. */
export function initInput(): bool {
  piece = allocate(pieceBytes + padding);
  next = piece;
  end = piece;
  isLast = false;
  return piece != 0;
}

export function setNext(address: usize): void {
  next = address;
}

/** Bytes before the next one that may be put back: those that are in the window of bits. */
const putBackBytes: usize = 8;

/**
 * @param source Where the next bytes are. Once most of those before are read, the lowest three bits of the result are those of this
 * address: from memory that threads share, V8 copies words only between such places, which is three times as fast.
 * @returns The address to which the next bytes are to be copied.
 */
export function pieceAddress(source: u32): usize {
  if (next >= piece + putBackBytes + 8) {
    const kept = next - putBackBytes;
    const length = end - kept;
    const start = piece + ((source - <u32>length) & 7);
    copyWords(start, kept, length);
    end = start + length;
    next = start + putBackBytes;
  }
  return end;
}

/** @returns How many bytes may be copied there. */
export function pieceRoom(): u32 {
  return <u32>(piece + pieceBytes - end);
}

/** Takes the bytes that were copied to `pieceAddress()`. */
export function takePiece(bytes: u32): void {
  end += bytes;
}

/** Says that all data has come. */
export function endInput(): void {
  isLast = true;
  for (let at: usize = 0; at < padding; at += 8) store<u64>(end + at, 0);
}
