// The file that is written: bytes, and bits with a zero byte after each 0xFF (T.81, F.1.2.3).

import { allocate } from '../memory';

let start: usize = 0;
let at: usize = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;

/** @returns false if there is no memory. */
export function beginOutput(bytes: usize): bool {
  start = allocate(bytes);
  at = start;
  bits = 0;
  bitCount = 0;
  return start != 0;
}

export function outputAddress(): usize {
  return start;
}

export function outputBytes(): u32 {
  return <u32>(at - start);
}

export function putByte(byte: u32): void {
  store<u8>(at++, <u8>byte);
}

export function putWord(word: u32): void {
  putByte(word >> 8);
  putByte(word);
}

export function putBytes(from: usize, count: u32): void {
  memory.copy(at, from, count);
  at += count;
}

// @ts-ignore: decorator
@inline
export function putBits(value: u32, count: u32): void {
  bits = (bits << count) | value;
  bitCount += count;
  while (bitCount >= 8) {
    bitCount -= 8;
    const byte = <u8>(bits >> bitCount);
    store<u8>(at++, byte);
    if (byte == 0xff) store<u8>(at++, 0);
  }
}

/** Fills up the last byte with ones. */
export function endBits(): void {
  if (bitCount > 0) putBits((1 << (8 - bitCount)) - 1, 8 - bitCount);
}
