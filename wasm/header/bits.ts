// Reads the fields of video bitstreams, which are not whole bytes.

import type { Bytes } from './bytes.ts';

/** Reads numbers of some bits, the highest first. */
export class Bits {
  private readonly file: Bytes;
  private at: number;

  /** @param from Bytes. */
  constructor(file: Bytes, from: number) {
    this.file = file;
    this.at = from * 8;
  }

  /** @param count 0 to 32. */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.at++) {
      value = value * 2 + ((this.file.u8(this.at >> 3) >> (7 - (this.at & 7))) & 1);
    }
    return value;
  }

  /** Passes over so many bits. */
  skip(count: number): void {
    this.at += count;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  /** A number that is as long as the zeros before it (Exp-Golomb): `ue(v)` of HEVC, `uvlc` of AV1; 2^32 - 1 for 32 zeros. */
  golomb(): number {
    let zeros = 0;
    while (!this.flag() && zeros < 32) zeros += 1;
    return zeros < 32 ? 2 ** zeros - 1 + this.read(zeros) : 2 ** 32 - 1;
  }
}
