// Follows the entropy-coded data of one scan of a JPEG to its last block (ITU-T T.81, F.2 and G.2), to find out whether all of
// it is there. No pixel is calculated, and of the coefficients only the DC ones, whose sums show where data is wrong.

import type { HuffmanTable } from './huffman.ts';
import { JpegBits, type Rest } from './jpeg-bits.ts';

/** A component as a frame describes it, and what is known of its blocks. */
export interface Component {
  readonly id: number;
  /** Its blocks in each MCU of a scan of several components (T.81, A.2.3). */
  readonly across: number;
  readonly down: number;
  /** Its blocks in a scan of its own (T.81, A.2.2). */
  readonly columns: number;
  readonly rows: number;
  /** From one row of blocks to the next, those included that only fill the last MCU. */
  readonly stride: number;
  /** Which coefficients are not zero, two numbers of 32 bits for each block; undefined for a sequential frame. */
  readonly nonZero: Uint32Array | undefined;
}

export interface ScanComponent {
  readonly component: Component;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  /** By what its DC coefficients are multiplied. */
  readonly dcStep: number;
}

export interface Scan {
  readonly parts: readonly ScanComponent[];
  readonly isProgressive: boolean;
  /** The coefficients that it holds, first and last, and the bits that came before and that come after (T.81, G.1.1.1). */
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  /** MCUs between two restarts; 0: there are none. */
  readonly restartInterval: number;
  readonly mcus: number;
  /** MCUs side by side. */
  readonly mcusAcross: number;
}

export interface Followed {
  /** How many MCUs are there before the first thing that is wrong. */
  readonly mcus: number;
  /** What follows the last of them. */
  readonly rest: Rest;
}

/** The longest differences and coefficients of samples of 8 bits (T.81, tables F.1 and F.2). */
const maxDcBits = 11;
const maxAcBits = 10;
/** A quarter above what samples of 8 bits can sum up to: encoders round. Where data is wrong, sums drift away. */
const maxDc = 1280;

/** @param at Where the data begins. */
export function followScan(bytes: Uint8Array, at: number, scan: Scan): Followed {
  let from = at;
  for (let done = 0, restarts = 0; ; restarts++) {
    const left = scan.mcus - done;
    const due = scan.restartInterval === 0 ? left : Math.min(left, scan.restartInterval);
    const bits = new JpegBits(bytes, from);
    const found = new Interval(bits, scan, done).follow(due);
    const rest = bits.rest();
    done += found;
    if (found < due || done === scan.mcus) return { mcus: done, rest };
    const isExpected = bytes[rest.end] === 0xff && bytes[rest.end + 1] === 0xd0 + (restarts & 7);
    if (!isExpected || rest.stray > 0 || !rest.isFilledUp) return { mcus: done, rest };
    from = rest.end + 2;
  }
}

/** The MCUs between two restarts. */
class Interval {
  private readonly bits: JpegBits;
  private readonly scan: Scan;
  private readonly sums: number[];
  private readonly firstMcu: number;
  /** How many blocks from the current one on have nothing more in this scan (T.81, G.1.2.2). */
  private endOfBand = 0;

  constructor(bits: JpegBits, scan: Scan, firstMcu: number) {
    this.bits = bits;
    this.scan = scan;
    this.firstMcu = firstMcu;
    this.sums = scan.parts.map(() => 0);
  }

  /** @returns How many MCUs are right, of those that are due. */
  follow(due: number): number {
    for (let done = 0; done < due; done++) {
      if (!this.readMcu(this.firstMcu + done) || this.bits.isExhausted) return done;
    }
    return due;
  }

  private readMcu(mcu: number): boolean {
    const { parts, mcusAcross } = this.scan;
    const row = Math.floor(mcu / mcusAcross);
    const column = mcu % mcusAcross;
    const [only] = parts;
    if (parts.length === 1 && only) return this.readBlock(only, 0, row * only.component.stride + column);
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index] as ScanComponent;
      const { across, down, stride } = part.component;
      for (let y = 0; y < down; y++) {
        const block = (row * down + y) * stride + column * across;
        for (let x = 0; x < across; x++) if (!this.readBlock(part, index, block + x)) return false;
      }
    }
    return true;
  }

  private readBlock(part: ScanComponent, index: number, block: number): boolean {
    const { isProgressive, first, high } = this.scan;
    if (!isProgressive) return this.readDc(part, index) && this.readSequentialAc(part);
    if (first === 0) {
      if (high === 0) return this.readDc(part, index);
      this.bits.take(1);
      return true;
    }
    return high === 0 ? this.readFirstAc(part, block) : this.readFurtherAc(part, block);
  }

  /** T.81, F.2.2.1 and G.1.2.1. */
  private readDc({ dc, dcStep }: ScanComponent, index: number): boolean {
    const length = dc?.read(this.bits) ?? -1;
    if (length < 0 || length > maxDcBits) return false;
    if (length > 0) {
      const value = this.bits.take(length);
      const difference = value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
      this.sums[index] = (this.sums[index] as number) + difference * (1 << this.scan.low);
    }
    return Math.abs((this.sums[index] as number) * dcStep) <= maxDc;
  }

  /** T.81, F.2.2.2. */
  private readSequentialAc({ ac }: ScanComponent): boolean {
    const { bits } = this;
    if (!ac) return false;
    for (let at = 1; at < 64; at++) {
      const code = ac.read(bits);
      const length = code & 15;
      if (code < 0 || length > maxAcBits) return false;
      if (length === 0) {
        if (code !== 0xf0) return true;
        at += 15;
      } else {
        at += code >> 4;
        bits.take(length);
      }
      if (at > 63) return false;
    }
    return true;
  }

  /** The first scan of these coefficients (T.81, G.1.2.2). */
  private readFirstAc({ ac, component }: ScanComponent, block: number): boolean {
    const { bits } = this;
    const { first, last } = this.scan;
    if (this.endOfBand > 0) {
      this.endOfBand -= 1;
      return true;
    }
    for (let at = first; at <= last; at++) {
      const code = ac?.read(bits) ?? -1;
      const run = code >> 4;
      const length = code & 15;
      if (code < 0 || length > maxAcBits) return false;
      if (length === 0 && run < 15) {
        this.endOfBand = (1 << run) - 1 + bits.take(run);
        return true;
      }
      at += run;
      if (at > last) return false;
      if (length === 0) continue;
      bits.take(length);
      markNonZero(component, block, at);
    }
    return true;
  }

  /** A scan of one more bit of these coefficients (T.81, G.1.2.3). */
  private readFurtherAc({ ac, component }: ScanComponent, block: number): boolean {
    const { bits } = this;
    const { first, last } = this.scan;
    let at = first;
    while (this.endOfBand === 0 && at <= last) {
      const code = ac?.read(bits) ?? -1;
      const run = code >> 4;
      const length = code & 15;
      if (code < 0 || length > 1) return false;
      if (length === 0 && run < 15) {
        this.endOfBand = (1 << run) + bits.take(run);
        break;
      }
      // The sign of a coefficient that begins here.
      bits.take(length);
      at = this.passOver(component, block, at, run);
      if (length === 1) {
        if (at > last) return false;
        markNonZero(component, block, at);
      }
      at += 1;
    }
    if (this.endOfBand > 0) {
      this.passOver(component, block, at, 64);
      this.endOfBand -= 1;
    }
    return true;
  }

  /**
   * Reads one bit for each coefficient that is not zero, until it has passed over as many zeros.
   *
   * @returns Where the next zero is, or behind the last coefficient of the scan.
   */
  private passOver(component: Component, block: number, from: number, zeros: number): number {
    let left = zeros;
    for (let at = from; at <= this.scan.last; at++) {
      if (isNonZero(component, block, at)) this.bits.take(1);
      else if (left === 0) return at;
      else left -= 1;
    }
    return this.scan.last + 1;
  }
}

function isNonZero({ nonZero }: Component, block: number, at: number): boolean {
  return (((nonZero?.[2 * block + (at >> 5)] ?? 0) >>> (at & 31)) & 1) === 1;
}

function markNonZero({ nonZero }: Component, block: number, at: number): void {
  if (!nonZero) return;
  const place = 2 * block + (at >> 5);
  nonZero[place] = (nonZero[place] as number) | (1 << (at & 31));
}
