// The file that is written: bytes, and bits with a zero byte after each 0xFF (T.81, F.1.2.3).

import { allocate } from '../../../assembly/memory';

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

/** @param count Up to 32. */
// @ts-ignore: decorator
@inline
export function putBits(value: u32, count: u32): void {
  bits = (bits << count) | value;
  bitCount += count;
  if (bitCount >= 32) putFour();
}

/** Four bytes at a time: seldom is one of them 0xFF. */
function putFour(): void {
  bitCount -= 32;
  const four = <u32>(bits >> bitCount);
  if (((~four - 0x01010101) & four & 0x80808080) == 0) {
    store<u32>(at, bswap<u32>(four));
    at += 4;
  } else for (let shift: i32 = 24; shift >= 0; shift -= 8) putStuffed(four >> shift);
}

function putStuffed(byte: u32): void {
  putByte(byte);
  if ((byte & 0xff) == 0xff) putByte(0);
}

/** Writes the bits that are left, and fills up the last byte with ones. */
export function endBits(): void {
  const free = (8 - (bitCount & 7)) & 7;
  bits = (bits << free) | ((1 << free) - 1);
  for (bitCount += free; bitCount > 0; ) {
    bitCount -= 8;
    putStuffed(<u32>(bits >> bitCount));
  }
}
