// Looks for what a GIF's decoder passes over: data behind the last pixel of a picture, and colours that no pixel has (GIF89a
// specification, appendix F). Codes are read, and no pixel is drawn.

import { Bytes } from '../header/bytes.ts';
import { corrupt } from '../header/facts.ts';
import { hasUnusedColour } from './palette.ts';

const introducer = { extension: 0x21, image: 0x2c, trailer: 0x3b } as const;
const maxCodes = 4096;

/**
 * @param bytes A GIF that a decoder has read without a warning.
 * @throws {SourceFault} for what is not understood.
 */
export function hasUnusedGifData(bytes: Uint8Array): boolean {
  const file = new Bytes(bytes);
  const global = paletteAt(file, 13, file.u8(10));
  const used = new Set<number>();
  const background = file.u8(11);
  let at = 13 + global.length;
  for (;;) {
    const kind = file.u8(at);
    if (kind === introducer.trailer) return hasUnusedColour(global, used, [background]);
    if (kind === introducer.extension) {
      at = passSubBlocks(file, at + 2);
    } else if (kind === introducer.image) {
      const pixels = file.u16le(at + 5) * file.u16le(at + 7);
      const own = paletteAt(file, at + 10, file.u8(at + 9));
      const data = at + 10 + own.length;
      const codes = new Codes(file, data + 1, file.u8(data));
      const found = own.length > 0 ? new Set<number>() : used;
      if (!codes.pass(pixels, found)) return true;
      if (own.length > 0 && hasUnusedColour(own, found, [])) return true;
      at = codes.end;
    } else {
      throw corrupt('a GIF with a block of no known kind');
    }
  }
}

function paletteAt(file: Bytes, at: number, packed: number): Uint8Array {
  return file.slice(at, at + (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0));
}

function passSubBlocks(file: Bytes, from: number): number {
  let at = from;
  for (let length = file.u8(at); length > 0; length = file.u8(at)) at += 1 + length;
  return at + 1;
}

/** The codes of one picture, in sub-blocks. */
class Codes {
  /** Where what follows begins, once all codes have been passed. */
  end: number;
  private readonly file: Bytes;
  private readonly firstWidth: number;
  /** Bytes of the sub-block that are to come. */
  private left: number;
  private buffer = 0;
  private count = 0;

  constructor(file: Bytes, from: number, firstWidth: number) {
    if (firstWidth < 1 || firstWidth > 8) throw corrupt('a GIF with codes of no known width');
    this.file = file;
    this.firstWidth = firstWidth;
    this.left = file.u8(from);
    this.end = from + 1;
  }

  /**
   * Passes all codes of a picture.
   *
   * @param used Gets the number of each colour.
   * @returns false if there is more data than the picture takes.
   */
  pass(pixels: number, used: Set<number>): boolean {
    const clear = 2 ** this.firstWidth;
    const lengths = new Uint16Array(maxCodes).fill(1, 0, clear);
    let next = clear + 2;
    let width = this.firstWidth + 1;
    let before = -1;
    let drawn = 0;
    while (drawn <= pixels) {
      const code = this.take(width);
      if (code === undefined || code === clear + 1) break;
      if (code === clear) {
        next = clear + 2;
        width = this.firstWidth + 1;
        before = -1;
        continue;
      }
      const isKnown = code < next && (before >= 0 || code < clear);
      if (!isKnown && (code !== next || before < 0)) throw corrupt('a GIF with a code that is not known');
      drawn += isKnown ? (lengths[code] ?? 0) : (lengths[before] ?? 0) + 1;
      // Every colour is written by itself before it is part of a longer code.
      if (code < clear) used.add(code);
      if (before >= 0 && next < maxCodes) {
        lengths[next] = (lengths[before] ?? 0) + 1;
        next += 1;
        if (next === 2 ** width && width < 12) width += 1;
      }
      before = code;
    }
    // Neither a byte of this sub-block is left, nor another sub-block.
    const isAll = drawn <= pixels && this.count < 8 && this.left === 0 && this.file.u8(this.end) === 0;
    this.end += 1;
    return isAll;
  }

  /** @returns undefined at the end of the data. */
  private take(bits: number): number | undefined {
    while (this.count < bits) {
      if (this.left === 0) {
        const length = this.file.u8(this.end);
        if (length === 0) return undefined;
        this.left = length;
        this.end += 1;
      }
      this.buffer |= this.file.u8(this.end) << this.count;
      this.end += 1;
      this.left -= 1;
      this.count += 8;
    }
    const code = this.buffer & (2 ** bits - 1);
    this.buffer >>>= bits;
    this.count -= bits;
    return code;
  }
}
