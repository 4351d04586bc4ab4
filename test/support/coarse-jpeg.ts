// Grey JPEGs of flat blocks by hand, with restart markers, which sharp does not write (ITU-T T.81).

import { u16 } from '../../src/function/container/bytes.ts';
import { endOfImage, segment, startOfImage } from './header-parts.ts';

export interface CoarsePicture {
  /** Blocks of 8x8 pixels. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks between two restarts; 0: none. */
  readonly restartInterval: number;
  /** The level of a block, -64 to 63; what it shows is 128 and twice that. */
  readonly level: (column: number, row: number) => number;
}

/** Codes of the differences by their length in bits: 0 to 9, each of four bits. */
const differences = segment(0xc4, [0x00, 0, 0, 0, 10, ...new Array<number>(12).fill(0), ...Array(10).keys()]);
/** One code, a zero: nothing but the flat part. */
const endOfBlock = segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]);
const steps = segment(0xdb, [0, ...new Array<number>(64).fill(16)]);

export function coarseJpeg({ columns, rows, restartInterval, level }: CoarsePicture): Buffer {
  const frame = segment(0xc0, [8, ...u16(rows * 8), ...u16(columns * 8), 1, 1, 0x11, 0]);
  const interval = restartInterval > 0 ? [segment(0xdd, u16(restartInterval))] : [];
  const scan = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const levels = Array.from({ length: columns * rows }, (_, n) =>
    level(n % columns, Math.floor(n / columns)),
  );
  const size = restartInterval || levels.length;
  const intervals: Buffer[] = [];
  for (let from = 0; from < levels.length; from += size) {
    if (from > 0) intervals.push(Buffer.from([0xff, 0xd0 + ((from / size - 1) & 7)]));
    intervals.push(encode(levels.slice(from, from + size)));
  }
  return Buffer.concat([
    startOfImage,
    steps,
    frame,
    differences,
    endOfBlock,
    ...interval,
    scan,
    ...intervals,
    endOfImage,
  ]);
}

/** The blocks up to a restart, filled up with ones. */
function encode(levels: readonly number[]): Buffer {
  let bits = '';
  let previous = 0;
  for (const one of levels) {
    const difference = one - previous;
    previous = one;
    const length = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const value = difference < 0 ? difference + 2 ** length - 1 : difference;
    bits += length.toString(2).padStart(4, '0');
    if (length > 0) bits += value.toString(2).padStart(length, '0');
    bits += '0';
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])));
}
