// The boolean entropy decoder (RFC 6386, section 7). Each partition of a picture has its own reader, and they take turns: what a
// reader knows is kept in memory, at its address.

/** Bytes that a reader takes. */
export const readerBytes: u32 = 32;

/** Bits that were read from the data and not used yet; of them the lowest `bits` + 8 count. 64 bits. */
export const valueOf: usize = 0;
/** Where the next byte is, and where the data ends. */
export const placeOf: usize = 8;
export const endOf: usize = 12;
/** From 128 to 255 (7.3). */
export const rangeOf: usize = 16;
/** How many bits there are beyond the eight that are compared; less than 0: more must be read. */
export const bitsOf: usize = 20;
/** Whether data was wanted behind the end: one byte of zeros is given, as libwebp does, and the picture is incomplete. */
export const isOverOf: usize = 24;

/** Begins with data, which may be empty: that is told then, as by libwebp, even if nothing is read. */
export function initReader(reader: usize, from: usize, end: usize): void {
  store<u64>(reader, 0, valueOf);
  store<u32>(reader, <u32>from, placeOf);
  store<u32>(reader, <u32>end, endOf);
  store<u32>(reader, 255, rangeOf);
  store<i32>(reader, -8, bitsOf);
  store<u32>(reader, 0, isOverOf);
  fill(reader);
}

/** @returns Bytes at the end of the data that were not needed. */
export function unusedBytes(reader: usize): u32 {
  // The bits that are compared are needed; those beyond them were only read.
  const ahead = max(0, load<i32>(reader, bitsOf)) >> 3;
  return isOver(reader) ? 0 : load<u32>(reader, endOf) - load<u32>(reader, placeOf) + ahead;
}

/** Whether data was wanted behind the end. */
export function isOver(reader: usize): bool {
  return load<u32>(reader, isOverOf) != 0;
}

/** Reads more bits into the value: seven bytes at a time, and the last ones one by one. */
export function fill(reader: usize): void {
  const place = <usize>load<u32>(reader, placeOf);
  const end = <usize>load<u32>(reader, endOf);
  const value = load<u64>(reader, valueOf);
  const bits = load<i32>(reader, bitsOf);
  if (place + 8 <= end) {
    store<u64>(reader, (value << 56) | (bswap<u64>(load<u64>(place)) >> 8), valueOf);
    store<i32>(reader, bits + 56, bitsOf);
    store<u32>(reader, <u32>place + 7, placeOf);
  } else if (place < end) {
    store<u64>(reader, (value << 8) | load<u8>(place), valueOf);
    store<i32>(reader, bits + 8, bitsOf);
    store<u32>(reader, <u32>place + 1, placeOf);
  } else if (!isOver(reader)) {
    store<u64>(reader, value << 8, valueOf);
    store<i32>(reader, bits + 8, bitsOf);
    store<u32>(reader, 1, isOverOf);
  } else store<i32>(reader, 0, bitsOf);
}

/** @param probability That it is 0, of 256. @returns 0 or 1. */
export function readBit(reader: usize, probability: u32): u32 {
  if (load<i32>(reader, bitsOf) < 0) fill(reader);
  let range = load<u32>(reader, rangeOf);
  let value = load<u64>(reader, valueOf);
  const bits = load<i32>(reader, bitsOf);
  const split = (((range - 1) * probability) >> 8) + 1;
  const isOne = <u32>(value >> bits) >= split;
  if (isOne) {
    range -= split;
    value -= <u64>split << bits;
    store<u64>(reader, value, valueOf);
  } else range = split;
  const shift = clz(range) - 24;
  store<u32>(reader, range << shift, rangeOf);
  store<i32>(reader, bits - <i32>shift, bitsOf);
  return <u32>isOne;
}

/** @returns One bit as likely as the other. */
export function readFlag(reader: usize): bool {
  return readBit(reader, 128) != 0;
}

/** @returns A number of so many bits, the highest one first. */
export function readNumber(reader: usize, bits: u32): u32 {
  let number: u32 = 0;
  for (; bits > 0; bits--) number = (number << 1) | readBit(reader, 128);
  return number;
}

/** @returns 0 where a flag says that there is nothing, and else a number of so many bits and its sign. */
export function readOptionalSigned(reader: usize, bits: u32): i32 {
  if (!readFlag(reader)) return 0;
  const number = <i32>readNumber(reader, bits);
  return readFlag(reader) ? -number : number;
}
