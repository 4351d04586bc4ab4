// Reads the bits of a JPEG's entropy-coded data (ITU-T T.81, F.2.2.5). Knows no code.

/** What stands behind the last bit that was read, up to the next marker or the end of the file. */
export interface Rest {
  /** Whether the last byte is filled up with bits that are all ones, as T.81 has it (F.1.2.3), or all zeros. */
  readonly isFilledUp: boolean;
  /** How many bytes that are not zero have not been read. */
  readonly stray: number;
  /** Where the marker begins, or the file ends. */
  readonly end: number;
}

export class JpegBits {
  private readonly bytes: Uint8Array;
  private at: number;
  /** The bits that have been fetched; the lowest `count` of them have not been read yet. */
  private held = 0;
  private count = 0;
  /** How many of the bits that are held stand for data that is not there. They are zeros, as decoders add them. */
  private padded = 0;

  /** @param at Where the data begins. */
  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Whether more bits have been read than there are before the next marker. */
  get isExhausted(): boolean {
    return this.count < this.padded;
  }

  /** The next 16 bits, which stay where they are. */
  peek(): number {
    while (this.count < 16) this.fetch();
    return (this.held >>> (this.count - 16)) & 0xffff;
  }

  /** @param length At most 16. */
  take(length: number): number {
    while (this.count < length) this.fetch();
    this.count -= length;
    return (this.held >>> this.count) & ((1 << length) - 1);
  }

  /** Looks for the next marker: a byte 0xff in front of anything but the zero that says that it is data. */
  rest(): Rest {
    const { bytes } = this;
    let stray = 0;
    const left = Math.max(0, this.count - this.padded);
    const whole = left >> 3;
    const ones = (1 << (left & 7)) - 1;
    const filling = (this.held >>> (this.padded + 8 * whole)) & ones;
    for (let n = 0; n < whole; n++) if ((this.held >>> (this.padded + 8 * n)) & 0xff) stray += 1;
    let end = this.at;
    for (; end < bytes.length; end++) {
      const byte = bytes[end];
      if (byte !== 0xff) stray += byte === 0 ? 0 : 1;
      else if (bytes[end + 1] === 0) stray += 1;
      // Any number of further bytes 0xff may stand in front of a marker (T.81, B.1.1.2).
      else if (end + 1 < bytes.length && bytes[end + 1] !== 0xff) break;
    }
    return { isFilledUp: filling === ones || filling === 0, stray, end };
  }

  private fetch(): void {
    const { bytes, at } = this;
    const byte = at < bytes.length ? (bytes[at] as number) : -1;
    if (byte === 0xff) {
      const isData = bytes[at + 1] === 0;
      this.hold(isData ? byte : -1, 2);
    } else this.hold(byte, 1);
  }

  /** @param byte -1: there is none. */
  private hold(byte: number, width: 1 | 2): void {
    this.held = (this.held << 8) | Math.max(0, byte);
    this.count += 8;
    if (byte < 0) this.padded += 8;
    else this.at += width;
  }
}
