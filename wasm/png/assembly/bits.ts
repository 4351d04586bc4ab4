// The bits of compressed data (RFC 1951, 3.1.1), the next one lowest.
//
// They are kept in a window of 64 bits, which is filled by one unaligned load: at least 54 bits are there afterwards, enough for a
// length and a distance with all of their extra bits, or for several literals.

import { end, next, setNext } from './input';

/** The next bits, the first one lowest. What is above them is not used, but is the data that follows. */
export let bits: u64 = 0;
export let bitCount: u32 = 0;

export function setBits(value: u64, count: u32): void {
  bits = value;
  bitCount = count;
}

/** Loads as many whole bytes as fit. They may be padding, which `isOverrun` finds. */
// @ts-ignore: decorator
@inline
export function refill(): void {
  bits |= load<u64>(next) << bitCount;
  setNext(next + ((63 - bitCount) >> 3));
  bitCount |= 56;
}

// @ts-ignore: decorator
@inline
export function take(count: u32): u32 {
  const value = <u32>bits & ((1 << count) - 1);
  bits >>= count;
  bitCount -= count;
  return value;
}

/** Whether more bits are used than there are. */
export function isOverrun(): bool {
  return next - (bitCount >> 3) > end;
}

/** Puts whole bytes back, and drops the bits before them (RFC 1951, 3.2.4). */
export function alignToByte(): void {
  setNext(next - (bitCount >> 3));
  bits = 0;
  bitCount = 0;
}

/** @returns The number of the next bit, counted from address 0. The compressed data is at low addresses, so that it fits. */
export function position(): u32 {
  return (next << 3) - bitCount;
}

/** Goes on at the bit of this number. */
export function seek(at: u32): void {
  setNext(at >> 3);
  bits = 0;
  bitCount = 0;
  refill();
  take(at & 7);
}
