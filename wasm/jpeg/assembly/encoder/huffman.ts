// Huffman tables that fit a picture: how often each symbol occurs, and the code lengths that follow from it (T.81, K.2, as in libjpeg's
// jchuff.c). Tables 0 and 1 are for DC, 2 and 3 for AC.

const longest: u32 = 16;
/** Codes may be this long before they are shortened. */
const longestAtFirst: u32 = 32;
/** One more than the symbols: the last one keeps a code of ones free, which is reserved (C.2). */
const symbols: u32 = 257;

const frequencies: usize = memory.data(4 * 257 * 4, 16);
const counts: usize = memory.data(4 * 16, 16);
const ordered: usize = memory.data(4 * 256, 16);
const orderedCount: usize = memory.data(4 * 4, 16);
const codes: usize = memory.data(4 * 256 * 2, 16);
const lengths: usize = memory.data(4 * 256, 16);

const codeSize: usize = memory.data(257 * 4, 16);
const others: usize = memory.data(257 * 4, 16);
const atLength: usize = memory.data(33 * 4, 16);

export function clearFrequencies(): void {
  memory.fill(frequencies, 0, 4 * symbols * 4);
}

// @ts-ignore: decorator
@inline
export function countSymbol(table: u32, symbol: u32): void {
  const at = frequencies + (<usize>(table * symbols + symbol) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

// @ts-ignore: decorator
@inline
export function codeOf(table: u32, symbol: u32): u32 {
  return load<u16>(codes + (<usize>((table << 8) + symbol) << 1));
}

// @ts-ignore: decorator
@inline
export function lengthOf(table: u32, symbol: u32): u32 {
  return load<u8>(lengths + (table << 8) + symbol);
}

/** @returns The address of 16 counts, of the codes of 1 to 16 bits. */
export function countsOf(table: u32): usize {
  return counts + (<usize>table << 4);
}

/** @returns The address of the symbols in the order of their codes. */
export function symbolsOf(table: u32): usize {
  return ordered + (<usize>table << 8);
}

export function symbolCount(table: u32): u32 {
  return load<u32>(orderedCount + (<usize>table << 2));
}

/** @returns The symbol, other than `except`, that occurs least, of several the last one; -1 if there is none. */
function rarest(frequency: usize, except: i32): i32 {
  let found: i32 = -1;
  let least: u32 = 1000000000;
  for (let n: i32 = 0; n < <i32>symbols; n++) {
    const times = load<u32>(frequency + (<usize>n << 2));
    if (times == 0 || times > least || n == except) continue;
    least = times;
    found = n;
  }
  return found;
}

/** Makes the table that fits the frequencies. */
export function makeTable(table: u32): void {
  const frequency = frequencies + <usize>(table * symbols) * 4;
  store<u32>(frequency + 256 * 4, 1);
  memory.fill(codeSize, 0, symbols * 4);
  for (let n: u32 = 0; n < symbols; n++) store<i32>(others + (<usize>n << 2), -1);
  while (true) {
    let one = rarest(frequency, -1);
    let two = rarest(frequency, one);
    if (two < 0) break;
    const at = frequency + (<usize>one << 2);
    store<u32>(at, load<u32>(at) + load<u32>(frequency + (<usize>two << 2)));
    store<u32>(frequency + (<usize>two << 2), 0);
    one = lengthen(one);
    store<i32>(others + (<usize>one << 2), two);
    lengthen(two);
  }
  limitLengths();
  order(table);
}

/** Adds a bit to each code of a branch. @returns The last symbol of the branch. */
function lengthen(from: i32): i32 {
  let at = from;
  while (true) {
    const size = codeSize + (<usize>at << 2);
    store<u32>(size, load<u32>(size) + 1);
    const next = load<i32>(others + (<usize>at << 2));
    if (next < 0) return at;
    at = next;
  }
}

/** Counts the lengths, and takes those above 16 back (K.2, figure K.3). */
function limitLengths(): void {
  memory.fill(atLength, 0, (longestAtFirst + 1) * 4);
  for (let n: u32 = 0; n < symbols; n++) {
    const size = load<u32>(codeSize + (<usize>n << 2));
    if (size != 0) addTo(min(size, longestAtFirst), 1);
  }
  for (let length = longestAtFirst; length > longest; length--) {
    while (countAt(length) > 0) {
      let shorter = length - 2;
      while (countAt(shorter) == 0) shorter--;
      addTo(length, -2);
      addTo(length - 1, 1);
      addTo(shorter + 1, 2);
      addTo(shorter, -1);
    }
  }
  // The code of ones.
  let length = longest;
  while (countAt(length) == 0) length--;
  addTo(length, -1);
}

function countAt(length: u32): i32 {
  return load<i32>(atLength + (<usize>length << 2));
}

function addTo(length: u32, count: i32): void {
  store<i32>(atLength + (<usize>length << 2), countAt(length) + count);
}

/** Puts the symbols in the order of their lengths, and gives each its code (C.2). */
function order(table: u32): void {
  const to = symbolsOf(table);
  let place: u32 = 0;
  for (let size: u32 = 1; size <= longestAtFirst; size++) {
    for (let n: u32 = 0; n < 256; n++) {
      if (load<u32>(codeSize + (<usize>n << 2)) == size) store<u8>(to + place++, <u8>n);
    }
  }
  store<u32>(orderedCount + (<usize>table << 2), place);
  let code: u32 = 0;
  let next: u32 = 0;
  for (let length: u32 = 1; length <= longest; length++) {
    const count = <u32>countAt(length);
    store<u8>(countsOf(table) + length - 1, <u8>count);
    for (let n: u32 = 0; n < count; n++, next++, code++) {
      const symbol = load<u8>(to + next);
      store<u16>(codes + (<usize>((table << 8) + symbol) << 1), <u16>code);
      store<u8>(lengths + (table << 8) + symbol, <u8>length);
    }
    code <<= 1;
  }
}
