// Huffman codes of JPEG (ITU-T T.81, annex C and F.2.2.3).

import type { JpegBits } from './jpeg-bits.ts';

/** Bits of the codes that are found in one step. */
export const quickBits = 10;

export class HuffmanTable {
  /** The next bits -> length and value of the code that they begin with; 0 where it is longer. */
  readonly quick = new Uint16Array(1 << quickBits);
  /** By the length of codes: above the largest of them, in 16 bits; and what to add to a code for the place of its value. */
  private readonly above = new Int32Array(17);
  private readonly offset = new Int32Array(17);
  /** How many codes there are of 1 to 16 bits. */
  readonly counts: Uint8Array;
  /** Of the codes, in the order of their lengths. */
  readonly values: Uint8Array;
  /** 1 for each value that has been read. */
  readonly used = new Uint8Array(256);

  constructor(counts: Uint8Array, values: Uint8Array) {
    this.counts = counts;
    this.values = values;
    let code = 0;
    let place = 0;
    for (let length = 1; length <= 16; length++) {
      const count = counts[length - 1] ?? 0;
      this.offset[length] = place - code;
      for (let n = 0; n < count; n++, code++, place++) {
        if (length > quickBits) continue;
        const first = code << (quickBits - length);
        const entry = (length << 8) | (values[place] ?? 0);
        this.quick.fill(entry, first, first + (1 << (quickBits - length)));
      }
      this.above[length] = code << (16 - length);
      code <<= 1;
    }
  }

  /** @returns The value of the code that comes next; -1 if there is no such code. */
  read(bits: JpegBits): number {
    const next = bits.peek();
    const entry = this.quick[next >> (16 - quickBits)] as number;
    const found = entry === 0 ? this.readLong(next) : entry;
    if (found < 0) return -1;
    bits.take(found >> 8);
    this.used[found & 0xff] = 1;
    return found & 0xff;
  }

  /**
   * Finds a long code (T.81, F.2.2.3).
   *
   * @param next 16 bits.
   * @returns Length and value, as in `quick`; -1 if there is no such code.
   */
  readLong(next: number): number {
    for (let length = quickBits + 1; length <= 16; length++) {
      if (next >= (this.above[length] as number)) continue;
      const value = this.values[(next >> (16 - length)) + (this.offset[length] as number)];
      return value === undefined ? -1 : (length << 8) | value;
    }
    return -1;
  }
}
