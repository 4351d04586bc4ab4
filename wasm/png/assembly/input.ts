// The compressed data, that is the data of all IDAT chunks one after another (PNG specification, 10.1). The host copies it here in
// pieces; what a piece leaves unread is moved before the next one.

import { allocate } from '../../assembly/memory';
import { copyWords } from './copy';
import { updateCrc } from './crc32';

const pieceBytes: u32 = 65536;
/** Zero bytes behind the end of the data, which the bit reader may load, but not use. */
const padding: u32 = 64;
/** CRC-32 of the four letters IDAT, with which the checksum of each chunk begins (PNG specification, 5.3). */
const crcOfType: u32 = 0x35af061e;

let piece: usize = 0;
/** The first byte that is not read, and the end of those that are there. */
export let next: usize = 0;
export let end: usize = 0;
/** Whether no more data will come. */
export let isLast: bool = false;
let crc: u32 = 0;

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

/** @returns The address to which the next bytes are to be copied. */
export function pieceAddress(): usize {
  if (next > piece + putBackBytes) {
    const kept = next - putBackBytes;
    copyWords(piece, kept, end - kept);
    end -= kept - piece;
    next = piece + putBackBytes;
  }
  return end;
}

/** @returns How many bytes may be copied there. */
export function pieceRoom(): u32 {
  return <u32>(piece + pieceBytes - end);
}

/** Takes the bytes that were copied to `pieceAddress()`. */
export function takePiece(bytes: u32): void {
  crc = updateCrc(crc, end, bytes);
  end += bytes;
}

/** Begins the data of another chunk. */
export function beginChunk(): void {
  crc = crcOfType;
}

/** @returns The checksum of the chunk's type and of what has come of its data. */
export function chunkCrc(): u32 {
  return crc;
}

/** Says that all data has come. */
export function endInput(): void {
  isLast = true;
  for (let at: usize = 0; at < padding; at += 8) store<u64>(end + at, 0);
}
