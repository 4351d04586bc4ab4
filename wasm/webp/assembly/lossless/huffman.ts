// Prefix codes (RFC 9649, 3.7.2.1) as look-up tables for the next bits. Codes come from their most significant bit on, and all else from
// the least significant one, so that a table is indexed by the reversed code.
//
// An entry has, from its lowest bit: 6 bits, how many bits are used up; two flags; and the symbol, or where to look up the bits beyond.
// Shifts of 64 bits take the lowest 6 bits of their count, so that an entry can be the count as it is.

/** The code is longer. Bits 8 to 11: how many more bits to look up. Bits 12 to 31: where, in bytes from the table. */
export const longer: u32 = 0x40;
/** The symbol is not a literal (3.7.2.3). */
export const noLiteral: u32 = 0x80;
// In an entry without `longer`, bits 8 to 31 are the symbol.

/** Literals, prefixes of lengths, and the largest colour cache's indices (3.7.2.1). */
export const mostSymbols: u32 = 256 + 24 + 2048;

const longestCode: u32 = 15;
/**
 * The bits of the first look-up, at most; it has fewer if the longest code has fewer. With 9, photos take as long and pictures with a
 * palette a tenth less, but tables are twice as large.
 */
const rootBits: u32 = 8;

/** How many codes there are of each length. */
const counts: usize = memory.data(16 * 4, 16);
/** The same, without those that have been given a place. */
const rest: usize = memory.data(16 * 4, 16);
const places: usize = memory.data(16 * 4, 16);
/** The symbols by the lengths of their codes, those without a code first. */
const sorted: usize = memory.data((256 + 24 + 2048) * 2, 16);

let unused: u32 = 0;
let root: u32 = 0;
/** The longest code that `surveyCode` has seen. 0 where there is a single symbol, whose code has no bits at all. */
export let longest: u32 = 0;

/**
 * Looks at the lengths of a code.
 *
 * @param from The length of each symbol's code, a byte each.
 * @returns false if the lengths give no prefix code, or leave codes without a symbol. As in libwebp, a single symbol has no bits,
 * whatever the length of its code, and there must be one.
 */
export function surveyCode(from: usize, symbols: u32): bool {
  for (let length: u32 = 0; length <= longestCode; length++) store<u32>(counts + (length << 2), 0);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const at = counts + ((<u32>load<u8>(from + symbol)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  unused = load<u32>(counts);
  longest = 0;
  root = 0;
  if (symbols - unused == 1) return true;
  let code: u32 = 0;
  for (let length: u32 = 1; length <= longestCode; length++) {
    const count = load<u32>(counts + (length << 2));
    code = (code << 1) + count;
    if (code > <u32>(1 << length)) return false;
    if (count > 0) longest = length;
  }
  root = min(longest, rootBits);
  return code == <u32>(1 << longestCode);
}

/** The bits of the first look-up, as a mask for bits that begin at the third place: that is the place of an entry of 4 bytes. */
export function maskOfRoot(): u32 {
  return (4 << root) - 4;
}

/** Bytes that the table of the code needs which was looked at last, at most 8 more than it has. */
export function tableBytes(): u32 {
  let entries: u32 = 1 << root;
  startRest();
  for (let length = firstBeyond(); length <= longest; length = firstBeyond()) {
    const size = bitsBeyond(length);
    entries += 1 << size;
    for (let room: i32 = 1 << size; room > 0; length++) room -= takeBeyond(length, size, room) << (size - (length - root));
  }
  return (entries << 2) + 8;
}

function startRest(): void {
  for (let length = root + 1; length <= longestCode; length++) {
    store<u32>(rest + (length << 2), load<u32>(counts + (length << 2)));
  }
}

/** The shortest length of codes beyond the first look-up that have no place yet. */
function firstBeyond(): u32 {
  let length = root + 1;
  while (length <= longest && load<u32>(rest + (length << 2)) == 0) length++;
  return length;
}

/**
 * How many bits beyond the first look-up those codes have which begin as the next one does.
 *
 * @param length The next code's length.
 */
function bitsBeyond(length: u32): u32 {
  let room: i32 = 1 << (length - root);
  room -= load<u32>(rest + (length << 2));
  while (room > 0 && length < longest) {
    length++;
    room = (room << 1) - load<u32>(rest + (length << 2));
  }
  return length - root;
}

/** Takes as many codes of a length as there are and fit into the room of a second look-up. @returns How many. */
function takeBeyond(length: u32, size: u32, room: i32): u32 {
  const at = rest + (length << 2);
  const left = load<u32>(at);
  const count = min(left, <u32>room >> (size - (length - root)));
  store<u32>(at, left - count);
  return count;
}

/**
 * The code behind this one, both from the other end: as in counting, the last bit that is 0, which is the highest one here, becomes 1,
 * and those behind it become 0.
 *
 * @param code Not the last one, of which all bits are 1.
 */
// @ts-ignore: decorator
@inline
function codeBehind(code: u32, bits: u32): u32 {
  const bit: u32 = 0x80000000 >> clz(code ^ ((1 << bits) - 1));
  return (code & (bit - 1)) | bit;
}

/** The entry of the symbol at this place among the sorted ones. */
// @ts-ignore: decorator
@inline
function entryOf(place: usize, length: u32): u32 {
  const symbol: u32 = load<u16>(place);
  return (symbol << 8) | (symbol > 255 ? noLiteral : 0) | length;
}

/** Makes each entry of a table of so many bits stand for both values of the next bit. */
function doubleTable(table: usize, bits: u32): void {
  const half: usize = 4 << bits;
  // In steps of 8 bytes. Only a table of a single entry has less, and then the 4 bytes behind it are written, too.
  for (let at: usize = 0; at < half; at += 8) store<u64>(table + half + at, load<u64>(table + at));
}

/**
 * Makes the table of the code that was looked at last.
 *
 * @param table Has `tableBytes()` bytes.
 * @param from The same lengths again.
 */
export function makeTable(table: usize, from: usize, symbols: u32): void {
  let place: u32 = 0;
  for (let length: u32 = 0; length <= longestCode; length++) {
    store<u32>(places + (length << 2), place);
    place += load<u32>(counts + (length << 2));
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const counter = places + ((<u32>load<u8>(from + symbol)) << 2);
    const next = load<u32>(counter);
    store<u32>(counter, next + 1);
    store<u16>(sorted + (next << 1), <u16>symbol);
  }
  let next = sorted + (unused << 1);
  if (longest == 0) {
    store<u32>(table, entryOf(next, 0));
    return;
  }
  // From the shortest codes on, in a table for one bit more at each step: what was there before is there for both values of that bit,
  // and the codes of this length take the places that have no code yet.
  let code: u32 = 0;
  for (let length: u32 = 1; length <= root; length++) {
    doubleTable(table, length - 1);
    for (let left = load<u32>(counts + (length << 2)); left > 0; left--, next += 2) {
      store<u32>(table + (code << 2), entryOf(next, length));
      code = codeBehind(code, length);
    }
  }
  let free: u32 = 4 << root;
  startRest();
  for (let length = firstBeyond(); length <= longest; length = firstBeyond()) {
    const size = bitsBeyond(length);
    const second = table + free;
    store<u32>(table + (code << 2), (free << 12) | (size << 8) | longer | root);
    code = codeBehind(code, root);
    free += 4 << size;
    let beyond: u32 = 0;
    let room: i32 = 1 << size;
    for (let bits: u32 = 1; bits <= size; bits++) {
      doubleTable(second, bits - 1);
      const count = takeBeyond(root + bits, size, room);
      room -= count << (size - bits);
      for (let left = count; left > 0; left--, next += 2) {
        store<u32>(second + (beyond << 2), entryOf(next, bits));
        beyond = codeBehind(beyond, bits);
      }
    }
  }
}
