// Huffman codes (RFC 1951, 3.2.2) as look-up tables for the next bits. Codes come from their most significant bit on, and all else
// from the least significant one (3.1.1), so that a table is indexed by the reversed code.
//
// An entry has, from its lowest bit: 6 bits, how many bits are used up by the code and what belongs to it; two flags; and what
// depends on them. Shifts of 64 bits take the lowest 6 bits of their count, so that an entry can be the count as it is.

import { copyWords } from './copy';

/** One or two literal bytes. Bits 8 and 9: how many. Bits 16 to 31: the bytes. */
export const literal: u32 = 0x40;
/** None of the others: */
export const special: u32 = 0x80;
/** The code is longer. Bits 8 to 11: how many more bits to look up. Bits 16 to 31: where, counted in entries. */
export const longer: u32 = 0x4000;
/** The end of the block. */
export const endOfBlock: u32 = 0x2000;
// With neither flag an entry is a length or a distance. Bits 8 to 12: the bits of the code. Bits 16 to 31: the base, to which the
// extra bits behind the code are added.

/** What is made of a code. */
export const forLiterals: u32 = 0;
export const forDistances: u32 = 1;
/** The symbol in bits 16 to 31. */
export const forLengths: u32 = 2;

const longestCode: u32 = 15;

/** The bits of the first look-up. */
export const literalBits: u32 = 11;
export const distanceBits: u32 = 9;
export const lengthBits: u32 = 7;
// A table for the bits beyond the first look-up belongs to two codes at least, so that there are no more than half as many tables
// as symbols.
export const literals: usize = memory.data((2048 + 144 * 16) * 4, 16);
export const distances: usize = memory.data((512 + 16 * 64) * 4, 16);
export const lengths: usize = memory.data(128 * 4, 16);

/** RFC 1951, 3.2.5: base and extra bits of the symbols 257 to 285, and of the distances. */
const lengthBases: usize = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceBases: usize = memory.data<u16>([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);
const distanceExtras: usize = memory.data<u8>([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);

const counts: usize = memory.data(16 * 4, 16);
const places: usize = memory.data(16 * 4, 16);
/** The symbols by the lengths of their codes, those without a code first. */
const sorted: usize = memory.data(288 * 2, 16);

/** What a symbol means, without the length of its code. */
// @ts-ignore: decorator
@inline
function meaning(kind: u32, symbol: u32): u32 {
  if (kind == forLengths) return symbol << 16;
  if (kind == forDistances) {
    // 30 and 31 never occur (3.2.6).
    if (symbol > 29) return special;
    return (<u32>load<u16>(distanceBases + (symbol << 1)) << 16) | load<u8>(distanceExtras + symbol);
  }
  if (symbol < 256) return (symbol << 16) | 0x100 | literal;
  if (symbol == 256) return endOfBlock | special;
  // 286 and 287 never occur (3.2.6).
  if (symbol > 285) return special;
  const at = symbol - 257;
  return (<u32>load<u16>(lengthBases + (at << 1)) << 16) | load<u8>(lengthExtras + at);
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

/**
 * Makes the table of a code.
 *
 * @param root The bits of the first look-up.
 * @param from The length of each symbol's code, a byte each.
 * @returns false if the lengths give no prefix code, or leave codes without a symbol. As in zlib, a single code of one bit is right,
 * and no code at all where none is used (3.2.7), except for code lengths.
 */
export function makeTable(table: usize, root: u32, from: usize, symbols: u32, kind: u32): bool {
  for (let length: u32 = 0; length <= longestCode; length++) store<u32>(counts + (length << 2), 0);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const at = counts + ((<u32>load<u8>(from + symbol)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  const unused = load<u32>(counts);
  store<u32>(places, 0);
  let place = unused;
  let code: u32 = 0;
  let longest: u32 = 0;
  for (let length: u32 = 1; length <= longestCode; length++) {
    store<u32>(places + (length << 2), place);
    const count = load<u32>(counts + (length << 2));
    place += count;
    code = (code << 1) + count;
    if (code > <u32>(1 << length)) return false;
    if (count > 0) longest = length;
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const counter = places + ((<u32>load<u8>(from + symbol)) << 2);
    const next = load<u32>(counter);
    store<u32>(counter, next + 1);
    store<u16>(sorted + (next << 1), <u16>symbol);
  }
  let next = sorted + (unused << 1);
  const size: u32 = 1 << root;
  if (code != <u32>(1 << longestCode)) {
    if (longest > 1 || kind == forLengths) return false;
    for (let at: u32 = 0; at < size; at++) store<u32>(table + (at << 2), special);
    if (longest == 0) return true;
    const whole = withLength(meaning(kind, load<u16>(next)), 1);
    for (let at: u32 = 0; at < size; at += 2) store<u32>(table + (at << 2), whole);
    return true;
  }
  // From the shortest codes on, in a table for one bit more at each step: what was there before is there for both values of that bit,
  // and the codes of this length take the places that have no code yet. To write each entry wherever it belongs, symbol by symbol,
  // takes three times as long, since nobody foresees how often that is.
  code = 0;
  for (let length: u32 = 1; length <= root; length++) {
    const half: u32 = 1 << (length - 1);
    copyWords(table + (half << 2), table, half << 2);
    for (let left = load<u32>(counts + (length << 2)); left > 0; left--, next += 2) {
      store<u32>(table + (code << 2), withLength(meaning(kind, load<u16>(next)), length));
      code = codeBehind(code, length);
    }
  }
  const beyond = longest - root;
  let free = size;
  let first = u32.MAX_VALUE;
  for (let length = root + 1; length <= longest; length++) {
    const rest = length - root;
    for (let left = load<u32>(counts + (length << 2)); left > 0; left--, next += 2) {
      if ((code & (size - 1)) != first) {
        first = code & (size - 1);
        store<u32>(table + (first << 2), (free << 16) | longer | special | (beyond << 8) | root);
        free += 1 << beyond;
      }
      const second = table + ((free - (1 << beyond)) << 2);
      const whole = withLength(meaning(kind, load<u16>(next)), rest);
      for (let at = code >> root; at < <u32>(1 << beyond); at += 1 << rest) store<u32>(second + (at << 2), whole);
      code = codeBehind(code, length);
    }
  }
  return true;
}

/** Adds the bits of the code to an entry. */
// @ts-ignore: decorator
@inline
function withLength(entry: u32, length: u32): u32 {
  return (entry & (literal | special)) == 0 ? entry + length + (length << 8) : entry | length;
}

/**
 * Whether it pays to make pairs of the code that was made last: in one look-up of 16 or more, both codes are whole. Where the least bits
 * of a photo are noise, as a camera's are, hardly two codes fit, and making pairs in vain takes a twentieth of the time.
 */
export function hasManyPairs(): bool {
  let pairs: u32 = 0;
  for (let one: u32 = 1; one < literalBits; one++) {
    for (let other: u32 = 1; one + other <= literalBits; other++) {
      const both = load<u32>(counts + (one << 2)) * load<u32>(counts + (other << 2));
      // As the bits would fall if nothing were known of them: the entries that begin with both codes.
      pairs += both << (literalBits - one - other);
    }
  }
  return pairs >= 1 << (literalBits - 3);
}

/**
 * Puts two literals into each entry that has the whole codes of both. Photos are mostly literals of 5 to 8 bits, and each look-up
 * waits for the one before.
 */
export function pairLiterals(): void {
  // From the end, so that an entry that is looked up, which is a lower one, still has one literal. Without a branch, which would be
  // foreseen wrongly half of the time.
  for (let at: u32 = (1 << literalBits) - 1; at > 0; at--) {
    const one = load<u32>(at << 2, literals);
    const other = load<u32>((at >> one) << 2, literals);
    const used = (one & 63) + (other & 63);
    const both = (one & 0xff0000) | ((other & 0xff0000) << 8) | 0x200 | literal | used;
    const fits = <u32>((one & other & literal) != 0) & <u32>(used <= literalBits);
    store<u32>(at << 2, fits != 0 ? both : one, literals);
  }
}
