// The lengths of a prefix code, as the bitstream has them (RFC 9649, 3.7.2.1).

import { bits, isOverrun, refill, skip, take } from './bits';
import { makeTable, maskOfRoot, mostSymbols, surveyCode } from './huffman';

/** The lengths that were read last, a byte for each symbol. A simple code may name symbols up to 255 of an alphabet of fewer. */
export const codeLengths: usize = memory.data(256 + 24 + 2048, 16);

/** The code of the lengths themselves has 19 symbols and up to 7 bits. */
const lengthsOfLengths: usize = memory.data(19, 16);
const table: usize = memory.data(128 * 4 + 8, 16);
/** RFC 9649, 3.7.2.1.2. */
const order: usize = memory.data<u8>([17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

/** What is repeated before there was a length that is not 0. */
const lengthAtFirst: u32 = 8;

/**
 * Reads the lengths of a code.
 *
 * @param symbols How many there are in its alphabet.
 * @returns false if they are no prefix code, as libwebp judges, or if there is no more data.
 */
export function readCodeLengths(symbols: u32): bool {
  for (let at: u32 = 0; at < mostSymbols; at += 8) store<u64>(codeLengths + at, 0);
  if (take(1) != 0) readSimpleCode();
  else if (!readNormalCode(symbols)) return false;
  return !isOverrun() && surveyCode(codeLengths, symbols);
}

/** One or two symbols (3.7.2.1.1). Those that are not in the alphabet count for nothing. */
function readSimpleCode(): void {
  const areTwo = take(1) != 0;
  const isByte = take(1) != 0;
  store<u8>(codeLengths + take(isByte ? 8 : 1), 1);
  if (areTwo) store<u8>(codeLengths + take(8), 1);
}

/** RFC 9649, 3.7.2.1.2. */
function readNormalCode(symbols: u32): bool {
  for (let at: u32 = 0; at < 19; at++) store<u8>(lengthsOfLengths + at, 0);
  const count = take(4) + 4;
  for (let at: u32 = 0; at < count; at++) store<u8>(lengthsOfLengths + load<u8>(order + at), <u8>take(3));
  if (!surveyCode(lengthsOfLengths, 19)) return false;
  makeTable(table, lengthsOfLengths, 19);
  const mask = maskOfRoot();
  let left = symbols;
  if (take(1) != 0) {
    const width = 2 + 2 * take(3);
    left = 2 + take(width);
    if (left > symbols) return false;
  }
  let before = lengthAtFirst;
  for (let at: u32 = 0; at < symbols && left > 0; left--) {
    refill();
    const entry = load<u32>(table + (<u32>(bits << 2) & mask));
    skip(entry & 63);
    const symbol = entry >> 8;
    if (symbol < 16) {
      store<u8>(codeLengths + at, <u8>symbol);
      at++;
      if (symbol != 0) before = symbol;
      continue;
    }
    let repeated: u32 = 0;
    let times: u32 = 0;
    if (symbol == 16) {
      repeated = before;
      times = 3 + take(2);
    } else if (symbol == 17) times = 3 + take(3);
    else times = 11 + take(7);
    if (at + times > symbols) return false;
    for (const until = at + times; at < until; at++) store<u8>(codeLengths + at, <u8>repeated);
  }
  return true;
}
