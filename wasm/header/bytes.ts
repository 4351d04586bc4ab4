// Numbers out of bytes that nobody has vouched for.

import { SourceFault } from '../thread/source-fault.ts';

/** Reads within `bytes`, and nowhere else: what lies beyond their end is a cut-off file. */
export class Bytes {
  readonly length: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.length = bytes.length;
  }

  u8(at: number): number {
    const byte = this.bytes[at];
    if (byte === undefined)
      throw new SourceFault('source-corrupt', `the file ends after ${this.length} bytes`);
    return byte;
  }

  /** Big-endian. */
  u16(at: number): number {
    return this.u8(at) * 256 + this.u8(at + 1);
  }

  /** Big-endian. */
  u32(at: number): number {
    return this.u16(at) * 65_536 + this.u16(at + 2);
  }

  /** Big-endian, signed, 16 bits behind the point. */
  fixed(at: number): number {
    return (this.u32(at) | 0) / 65_536;
  }

  /** Little-endian. */
  u16le(at: number): number {
    return this.u8(at + 1) * 256 + this.u8(at);
  }

  /** Little-endian. */
  u24le(at: number): number {
    return this.u8(at + 2) * 65_536 + this.u16le(at);
  }

  /** Little-endian. */
  u32le(at: number): number {
    return this.u16le(at + 2) * 65_536 + this.u16le(at);
  }

  /** One character per byte; shorter at the end of the file. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(at, at + length));
  }

  /** The same memory, not a copy; shorter at the end of the file. */
  slice(start: number, end: number): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  /** Where the byte is next, at or after `start`; -1 if nowhere. */
  find(byte: number, start: number): number {
    return this.bytes.indexOf(byte, start);
  }
}
