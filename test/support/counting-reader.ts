// A reader that counts its steps, so that a test can bound time without a clock.

import { ByteReader } from '../../src/function/container/bytes.ts';

export class CountingReader extends ByteReader {
  /** Bytes and texts that were read. */
  steps = 0;

  override u8(at: number): number {
    this.steps += 1;
    return super.u8(at);
  }

  override text(at: number, length: number): string {
    this.steps += 1 + Math.floor(length / 64);
    return super.text(at, length);
  }
}
