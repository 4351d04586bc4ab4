// Huffman codes (RFC 1951, 3.2.2) as look-up tables for the next bits. Codes come from their most significant bit on, and all else
// from the least significant one (3.1.1), so that a table is indexed by the reversed code.
//
// An entry has, from its lowest bit: 6 bits, how many bits are used up by the code and what belongs to it; two flags; and what
// depends on them. Shifts of 64 bits take the lowest 6 bits of their count, so that an entry can be the count as it is.

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
const nextCodes: usize = memory.data(16 * 4, 16);

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

/** The bits of a code from the other end. */
// @ts-ignore: decorator
@inline
function reverse(code: u32, bits: u32): u32 {
  let value = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  value = ((value & 0x3333) << 2) | ((value >> 2) & 0x3333);
  value = ((value & 0x0f0f) << 4) | ((value >> 4) & 0x0f0f);
  value = ((value & 0x00ff) << 8) | (value >> 8);
  return value >> (16 - bits);
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
  let code: u32 = 0;
  let longest: u32 = 0;
  for (let length: u32 = 1; length <= longestCode; length++) {
    code <<= 1;
    store<u32>(nextCodes + (length << 2), code);
    const count = load<u32>(counts + (length << 2));
    code += count;
    if (code > <u32>(1 << length)) return false;
    if (count > 0) longest = length;
  }
  const size: u32 = 1 << root;
  if (code != <u32>(1 << longestCode)) {
    if (longest > 1 || kind == forLengths) return false;
    for (let at: u32 = 0; at < size; at++) store<u32>(table + (at << 2), special);
  } else if (longest > root) {
    for (let at: u32 = 0; at < size; at++) store<u32>(table + (at << 2), 0);
  }
  const beyond = longest > root ? longest - root : 0;
  let free = size;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length: u32 = load<u8>(from + symbol);
    if (length == 0) continue;
    const counter = nextCodes + (length << 2);
    const next = load<u32>(counter);
    store<u32>(counter, next + 1);
    const reversed = reverse(next, length);
    const entry = meaning(kind, symbol);
    if (length <= root) {
      const whole = withLength(entry, length);
      for (let at = reversed; at < size; at += 1 << length) store<u32>(table + (at << 2), whole);
      continue;
    }
    const first = table + ((reversed & (size - 1)) << 2);
    if (load<u32>(first) == 0) {
      store<u32>(first, (free << 16) | longer | special | (beyond << 8) | root);
      free += 1 << beyond;
    }
    const second = table + ((load<u32>(first) >> 16) << 2);
    const rest = length - root;
    const whole = withLength(entry, rest);
    for (let at = reversed >> root; at < <u32>(1 << beyond); at += 1 << rest) store<u32>(second + (at << 2), whole);
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
  return pairs >= 1 << (literalBits - 4);
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
