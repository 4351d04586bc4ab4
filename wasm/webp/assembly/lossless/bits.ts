// The bits of a lossless bitstream, the next one lowest (RFC 9649, 3.4).
//
// They are kept in a window of 64 bits, which is filled by one unaligned load: at least 56 bits are there afterwards.

let end: usize = 0;
/** The first byte that is not in the window. */
export let next: usize = 0;
/** The next bits, the first one lowest. What is above them is not used, but is the data that follows. */
export let bits: u64 = 0;
export let bitCount: u32 = 0;
/**
 * Nothing is loaded from here on, but by a second load of the turn that began before: that reaches up to 24 bytes behind the end. What it
 * finds there does not matter, because more bits are used than there are, which `isOverrun` refuses, when the next byte is here.
 */
export let lastLoad: usize = 0;

export function initBits(from: usize, until: usize): void {
  next = from;
  end = until;
  lastLoad = until + 8;
  bits = 0;
  bitCount = 0;
}

export function setBits(value: u64, count: u32, after: usize): void {
  bits = value;
  bitCount = count;
  next = after;
}

/** Loads as many whole bytes as fit. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  if (next < lastLoad) bits |= load<u64>(next) << bitCount;
  next += (63 - bitCount) >> 3;
  bitCount |= 56;
}

// @ts-ignore: decorator
@inline
export function skip(count: u32): void {
  bits >>= count;
  bitCount -= count;
}

/** Takes up to 24 bits. */
export function take(count: u32): u32 {
  refill();
  const value = <u32>bits & ((1 << count) - 1);
  skip(count);
  return value;
}

/** @returns Bytes at the end of the data that were not needed. */
export function unusedBytes(): u32 {
  const used = next - (bitCount >> 3);
  return used < end ? <u32>(end - used) : 0;
}

/** Whether more bits are used than there are. */
export function isOverrun(): bool {
  return next - (bitCount >> 3) > end;
}
