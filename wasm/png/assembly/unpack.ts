// Pixels of any colour type and bit depth (PNG specification, 6.1 and 11.2.1) as RGBA of 8 bits per sample, red in the lowest byte.
// Of samples of 16 bits the upper 8 are kept, as libvips does.

/** Colour types are sums of these. */
const hasPalette: u32 = 1;
const hasColour: u32 = 2;
const hasAlpha: u32 = 4;

/** What each sample of grey of up to 8 bits, or each index of a palette, becomes: RGBA. */
export const colours: usize = memory.data(256 * 4, 16);
const opaque: u32 = 0xff000000;

let depth: u32 = 8;
let colourType: u32 = 0;
/** The samples of the colour that is transparent (tRNS); 0xffffffff if none is. */
let keyRed: u32 = 0;
let keyGreen: u32 = 0;
let keyBlue: u32 = 0;

/** Begins a picture without transparency by tRNS. Of a palette, all colours are black until they are set. */
export function initUnpacking(bitDepth: u32, type: u32): void {
  depth = bitDepth;
  colourType = type;
  keyRed = u32.MAX_VALUE;
  const largest: u32 = (1 << min(depth, 8)) - 1;
  const step = type == 0 ? 0x010101 * (255 / largest) : 0;
  for (let value: u32 = 0; value < 256; value++) store<u32>(colours + (value << 2), opaque | (step * min(value, largest)));
}

/** Sets the colour that is transparent. Of a picture of grey it has one sample, which is in all three. */
export function setTransparent(red: u32, green: u32, blue: u32): void {
  const largest: u32 = (1 << depth) - 1;
  keyRed = red & largest;
  keyGreen = green & largest;
  keyBlue = blue & largest;
  if (colourType == 0 && depth <= 8) {
    const at = colours + (keyRed << 2);
    store<u32>(at, load<u32>(at) & ~opaque);
  }
}

/** @returns Bits of a pixel. */
export function bitsOfPixel(bitDepth: u32, type: u32): u32 {
  if ((type & hasPalette) != 0) return bitDepth;
  return bitDepth * (((type & hasColour) != 0 ? 3 : 1) + ((type & hasAlpha) != 0 ? 1 : 0));
}

/** Whether an unpacked row has the same bytes as a packed one. */
export function isPlain(): bool {
  return depth == 8 && colourType == (hasColour | hasAlpha);
}

/** Whether a row is RGB of 8 bits, and all of it opaque. */
export function isPlainRgb(): bool {
  return depth == 8 && colourType == hasColour && keyRed == u32.MAX_VALUE;
}

/** Unpacks one row. @param to Up to 4 bytes behind its end are overwritten. */
export function unpackRow(from: usize, to: usize, width: u32): void {
  const end = to + (<usize>width << 2);
  if (colourType == 0 || colourType == hasColour + hasPalette) {
    if (depth == 16) unpackGrey16(from, to, end);
    else if (depth == 8) for (; to < end; to += 4, from++) store<u32>(to, colour(load<u8>(from)));
    else unpackBits(from, to, end);
  } else if (colourType == hasColour) {
    if (depth == 16) unpackRgb16(from, to, end);
    else if (keyRed != u32.MAX_VALUE) unpackKeyedRgb(from, to, end);
    else for (; to < end; to += 4, from += 3) store<u32>(to, load<u32>(from) | opaque);
  } else if (colourType == hasAlpha) {
    const step = depth >> 3;
    for (; to < end; to += 4, from += step << 1) {
      store<u32>(to, (<u32>load<u8>(from) * 0x010101) | (<u32>load<u8>(from + step) << 24));
    }
  } else if (depth == 16) {
    for (; to < end; to += 4, from += 8) store<u32>(to, upper(from) | (<u32>load<u8>(from, 6) << 24));
  } else {
    for (; to < end; to += 4, from += 4) store<u32>(to, load<u32>(from));
  }
}

// @ts-ignore: decorator
@inline
function colour(value: u32): u32 {
  return load<u32>(colours + (value << 2));
}

/** The upper bytes of three samples of 16 bits. */
// @ts-ignore: decorator
@inline
function upper(from: usize): u32 {
  return <u32>load<u8>(from) | (<u32>load<u8>(from, 2) << 8) | (<u32>load<u8>(from, 4) << 16);
}

// @ts-ignore: decorator
@inline
function wide(from: usize): u32 {
  return bswap<u16>(load<u16>(from));
}

/** Samples of less than 8 bits: the leftmost one is in the highest bits (7.2). */
function unpackBits(from: usize, to: usize, end: usize): void {
  const mask: u32 = (1 << depth) - 1;
  for (let shift: u32 = 8; to < end; to += 4) {
    shift -= depth;
    store<u32>(to, colour((<u32>load<u8>(from) >> shift) & mask));
    if (shift == 0) {
      shift = 8;
      from++;
    }
  }
}

function unpackGrey16(from: usize, to: usize, end: usize): void {
  for (; to < end; to += 4, from += 2) {
    const alpha = wide(from) == keyRed ? 0 : opaque;
    store<u32>(to, (<u32>load<u8>(from) * 0x010101) | alpha);
  }
}

function unpackRgb16(from: usize, to: usize, end: usize): void {
  for (; to < end; to += 4, from += 6) {
    const isKey = wide(from) == keyRed && wide(from + 2) == keyGreen && wide(from + 4) == keyBlue;
    store<u32>(to, upper(from) | (isKey ? 0 : opaque));
  }
}

function unpackKeyedRgb(from: usize, to: usize, end: usize): void {
  const key = keyRed | (keyGreen << 8) | (keyBlue << 16);
  for (; to < end; to += 4, from += 3) {
    const rgb = load<u32>(from) & 0xffffff;
    store<u32>(to, rgb | (rgb == key ? 0 : opaque));
  }
}
