// The entropy image, which says for each block of pixels by which group of prefix codes they are coded (RFC 9649, 3.7.2.2). There are as
// many groups in the bitstream as the largest number says, but those that no block has are not kept.

import { allocate } from '../../../assembly/memory';
import { groupBytes } from './groups';

const mostNumbers: u32 = 65536;

/** For each number the place of its group, from 1 on in the order in which blocks have them; 0 if none has. */
let places: usize = 0;
let used: u32 = 0;
let largest: u32 = 0;
/** Blocks that are to be looked at. */
let next: usize = 0;
let end: usize = 0;

/** @param image Its pixels, of which red and green are the number of a group. @returns false if there is no memory. */
export function initEntropyImage(image: usize, blocks: u32): bool {
  places = allocate(mostNumbers << 2);
  if (places == 0) return false;
  for (let at: usize = 0; at < mostNumbers << 2; at += 8) store<u64>(places + at, 0);
  used = 0;
  largest = 0;
  next = image;
  end = image + (blocks << 2);
  return true;
}

/** Replaces the numbers of some blocks by where their groups are, counted from the first one. @returns How many; 0 if none is left. */
export function numberGroups(most: u32): u32 {
  const from = next;
  const until = end - from > <usize>most << 2 ? from + (<usize>most << 2) : end;
  for (; next < until; next += 4) {
    const number = (load<u32>(next) >> 8) & 0xffff;
    const at = places + (number << 2);
    let place = load<u32>(at);
    if (place == 0) {
      place = ++used;
      store<u32>(at, place);
      largest = max(largest, number);
    }
    store<u32>(next, (place - 1) * groupBytes);
  }
  return <u32>(next - from) >> 2;
}

/** @returns How many groups there are in the bitstream. */
export function numbersOfGroups(): u32 {
  return largest + 1;
}

/** @returns How many of them are used. */
export function usedGroups(): u32 {
  return used;
}

export function isNumberUsed(number: u32): bool {
  return load<u32>(places + (number << 2)) != 0;
}

/** @returns The place among those that are used, from 0 on. */
export function placeOfGroup(number: u32): u32 {
  return load<u32>(places + (number << 2)) - 1;
}
