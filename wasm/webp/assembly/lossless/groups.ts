// Groups of five prefix codes (RFC 9649, 3.7.1): for green, lengths and the colour cache; for red; for blue; for alpha; and for distances.
//
// A group is a record of 64 bytes: for each code its table and the mask of its first look-up; then what its literals have in common. Each
// table has the size that its code needs: with a first look-up of 8 bits, that is 2.6 KB at most for red, blue and alpha each, 1.7 KB for
// distances, and 2.7 KB for green, or 11 KB with the largest colour cache (zlib's examples/enough.c); and 4 bytes for a single symbol.

import { codeLengths, readCodeLengths } from './code-lengths';
import { longest, makeTable, maskOfRoot, tableBytes } from './huffman';
import { reserve } from './tables';

export const groupBytes: u32 = 64;
/** Offsets within a group. */
export const greens: usize = 0;
export const reds: usize = 8;
export const blues: usize = 16;
export const alphas: usize = 24;
export const distances: usize = 32;
/** Which kind of group it is. */
export const kindOfGroup: usize = 40;
/** What all literals have: alpha, where it has a single symbol; red and blue, too, for `isGreenOnly`; and all for `isConstant`. */
export const constant: usize = 44;

/** Kinds of groups. All symbols are the same literal, which takes no bits: */
export const isConstant: u32 = 0;
/** Literals differ in green only: */
export const isGreenOnly: u32 = 1;
export const isAny: u32 = 2;

const literals: u32 = 256;
const lengthPrefixes: u32 = 24;
const distancePrefixes: u32 = 40;

/** The groups. */
let first: usize = 0;
/** How many symbols green's alphabet has. */
let greenSymbols: u32 = 0;

/**
 * Makes room for the groups of an image.
 *
 * @param count At most 65536 (RFC 9649, 3.7.2.2): 4 MB.
 * @param cacheBits 0 if there is no colour cache.
 */
export function initGroups(count: u32, cacheBits: u32): bool {
  greenSymbols = literals + lengthPrefixes + (cacheBits > 0 ? 1 << cacheBits : 0);
  first = reserve(count * groupBytes);
  return first != 0;
}

// @ts-ignore: decorator
@inline
export function groupAt(offset: u32): usize {
  return first + offset;
}

/** How long it takes to read a group, in pixels that take as long. */
export function effortOfGroup(): u32 {
  return greenSymbols + 2048;
}

/** Reads the group of this number (RFC 9649, 3.7.2.1). @returns false if a code is wrong, or there is no memory. */
export function readGroup(number: u32): bool {
  const group = groupAt(number * groupBytes);
  let bitsOfAll: u32 = 0;
  let bitsOfOthers: u32 = 0;
  for (let at: u32 = 0; at < 5; at++) {
    const symbols = symbolsOf(at);
    if (!readCodeLengths(symbols)) return false;
    const table = reserve(tableBytes());
    if (table == 0) return false;
    makeTable(table, codeLengths, symbols);
    store<usize>(group + (at << 3), table);
    store<u32>(group + (at << 3), maskOfRoot(), 4);
    if (at < 4) bitsOfAll += longest;
    if (at > 0 && at < 4) bitsOfOthers += longest;
  }
  let literal = symbolIn(group + alphas) << 24;
  if (bitsOfOthers == 0) literal |= (symbolIn(group + reds) << 16) | symbolIn(group + blues);
  let kind = bitsOfOthers == 0 ? isGreenOnly : isAny;
  const green = symbolIn(group + greens);
  if (bitsOfAll == 0 && green < literals) {
    kind = isConstant;
    literal |= green << 8;
  }
  store<u32>(group, kind, kindOfGroup);
  store<u32>(group, literal, constant);
  return true;
}

/** Reads a group that no pixel has: its codes must be right, too. */
export function passGroup(): bool {
  for (let at: u32 = 0; at < 5; at++) if (!readCodeLengths(symbolsOf(at))) return false;
  return true;
}

/** RFC 9649, 3.7.2.1: the alphabets in the order of the bitstream. */
function symbolsOf(code: u32): u32 {
  return code == 0 ? greenSymbols : code < 4 ? literals : distancePrefixes;
}

/** The symbol of a table's first entry, which is the only one where it matters. */
function symbolIn(code: usize): u32 {
  return load<u32>(load<usize>(code)) >> 8;
}
