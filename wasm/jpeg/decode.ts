// Decodes JPEGs by the project's own WebAssembly (wasm/jpeg/assembly/decoder/), in slices, and resamples them to the size that is
// wanted. Gives up, before anything is stored, where a file is not in order: see structure.ts.

import { Declined } from '../../src/function/engine/declined.ts';
import { jpegShrink } from '../picture/jpeg-shrink.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import { type DecoderExports, readResult, writeWeights } from './decoder-exports.ts';
import { shrink } from './shrink.ts';
import { type JpegComponent, type JpegFrame, type JpegScan, readStructure } from './structure.ts';
import { type WholeWeights, weightsAlong } from './weights.ts';

/** What `decodeMore` answers, as in assembly/decoder/scan.ts. */
const answers = { needsData: 0, isDone: 1, isInterrupted: 2 } as const;

export interface JpegDecoder {
  /**
   * Decodes a photo at the scale that fits, and resamples it.
   *
   * @param bytes The whole photo; not kept.
   * @param sides Pixels of the result, as stored: not turned by EXIF. Not larger than the photo.
   * @param onSlice Called after each few milliseconds of work. What it throws ends the decode.
   * @param side The scale; by default the one that fits the sides.
   * @returns RGBA, opaque, in the photo's own colours; memory of the caller's.
   * @throws {Declined} for a photo that this decoder leaves to another one.
   */
  decode(bytes: Uint8Array, sides: Sides, onSlice: () => void, side?: Side): Pixels;
  /**
   * Makes a picture smaller, by the same filter.
   *
   * @param pixels Opaque.
   * @param sides Not larger than the picture's.
   * @returns Memory of the caller's.
   * @throws {RangeError} if there is no memory.
   */
  shrink(pixels: Pixels, sides: Sides): Pixels;
  /** Bytes of linear memory, which never shrinks. */
  memoryBytes(): number;
}

/** @param module The compiled assembly. */
export function createJpegDecoder(module: WebAssembly.Module): JpegDecoder {
  const { exports } = new WebAssembly.Instance(module, {}) as unknown as { readonly exports: DecoderExports };
  return {
    decode: (bytes, sides, onSlice, side) => new Decode(exports, bytes, sides, onSlice, side).run(),
    shrink: (pixels, sides) => shrink(exports, pixels, sides),
    memoryBytes: () => exports.memory.buffer.byteLength,
  };
}

/** The side of what becomes of a block of 8 samples. */
export type Side = 1 | 2 | 4 | 8;

interface Table {
  readonly counts: Uint8Array;
  readonly symbols: Uint8Array;
}

/** One photo. */
class Decode {
  private readonly exports: DecoderExports;
  private readonly bytes: Uint8Array;
  private readonly sides: Sides;
  private readonly onSlice: () => void;
  private readonly steps: (Uint16Array | undefined)[] = [];
  private readonly tables: { readonly dc: (Table | undefined)[]; readonly ac: (Table | undefined)[] } = {
    dc: [],
    ac: [],
  };
  /** Those that have been made, by their place in the decoder: 0 to 3 for DC, 4 to 7 for AC. */
  private readonly made: (Table | undefined)[] = [];
  private readonly side: Side | undefined;
  private frame: JpegFrame | undefined;
  private interval = 0;
  private hasJfif = false;
  /** By Adobe's segment. */
  private transform: number | undefined;
  private isPlanned = false;
  /** For each component and coefficient, how many of its lowest bits no scan has brought yet; 16: nothing of it. */
  private lacking: readonly Uint8Array[] = [];

  constructor(exports: DecoderExports, bytes: Uint8Array, sides: Sides, onSlice: () => void, side?: Side) {
    this.side = side;
    this.exports = exports;
    this.bytes = bytes;
    this.sides = sides;
    this.onSlice = onSlice;
  }

  run(): Pixels {
    const parts = readStructure(this.bytes);
    let end: number | undefined;
    for (let next = parts.next(); !next.done; next = parts.next(end)) {
      const part = next.value;
      end = undefined;
      if (part.kind === 'frame') this.takeFrame(part.frame);
      else if (part.kind === 'quantisation') this.takeSteps(part.table, part.steps);
      else if (part.kind === 'huffman') this.tables[part.isAc ? 'ac' : 'dc'][part.table] = part;
      else if (part.kind === 'restartInterval') this.interval = part.interval;
      else if (part.kind === 'jfif') this.hasJfif = true;
      else if (part.kind === 'adobe') this.transform = part.transform;
      else end = this.decodeScan(part.scan, part.at);
    }
    if (this.lacking.some((component) => component.some((bits) => bits > 0))) {
      throw new Declined('a picture of which some detail is missing');
    }
    while (!this.exports.finish()) this.onSlice();
    return readResult(this.exports, this.sides);
  }

  private takeFrame(frame: JpegFrame): void {
    this.frame = frame;
    this.lacking = frame.components.map(() => new Uint8Array(64).fill(16));
  }

  private takeSteps(table: number, steps: Uint16Array): void {
    // A decoder takes a component's table when the component's first scan begins.
    if (this.isPlanned) throw new Declined('quantisation tables behind a scan');
    this.steps[table] = steps;
  }

  /** Allocates everything, before the first scan. */
  private plan(frame: JpegFrame, stores: boolean): void {
    const { exports, sides } = this;
    const { width, height, components } = frame;
    const side = this.side ?? 8 / jpegShrink(frame, sides);
    const most = (of: 'across' | 'down') => Math.max(...components.map((one) => one[of]));
    if (!exports.begin(width, height, side, most('across'), most('down'))) throw noMemory();
    for (const one of components) {
      const steps = this.steps[one.table];
      if (!steps) throw new Declined('a component without a quantisation table');
      const address = exports.addComponent(width, height, one.across, one.down);
      if (address === 0) throw noMemory();
      const to = new Int32Array(exports.memory.buffer, address, 64);
      const zigzag = new Uint8Array(exports.memory.buffer, exports.zigzagAddress(), 64);
      for (let k = 0; k < 64; k++) to[zigzag[k] as number] = steps[k] as number;
    }
    const scaled = { width: Math.ceil((width * side) / 8), height: Math.ceil((height * side) / 8) };
    const isSame = scaled.width === sides.width && scaled.height === sides.height;
    const columns = isSame ? noWeights : weightsAlong(scaled.width, sides.width, (width * side) / 8);
    const rows = isSame ? noWeights : weightsAlong(scaled.height, sides.height, (height * side) / 8);
    const address = exports.plan(
      sides.width,
      sides.height,
      columns.taps,
      rows.taps,
      this.areRgb(components),
      stores,
    );
    if (address === 0) throw noMemory();
    if (!isSame) writeWeights(exports, address, columns, rows);
    this.isPlanned = true;
  }

  /** Whether the samples are RGB instead of YCbCr, by libjpeg's rules (jdapimin.c): JFIF's word is before Adobe's. */
  private areRgb(components: readonly JpegComponent[]): boolean {
    if (components.length < 3 || this.hasJfif) return false;
    if (this.transform === undefined) return hasRgbNames(components);
    if (this.transform > 1) throw new Declined('colours that Adobe does not name');
    return this.transform === 0;
  }

  /** @returns Where the marker behind the scan's data begins. */
  private decodeScan(scan: JpegScan, at: number): number {
    const { exports, frame } = this;
    if (!frame) throw new Declined('a scan before its frame');
    const { isProgressive, components } = frame;
    if (!this.isPlanned) this.plan(frame, isProgressive || scan.parts.length < components.length);
    const { first, last, high, low } = scan;
    for (const { index } of scan.parts) this.noteScan(index, scan, isProgressive);
    for (const { dcTable, acTable } of scan.parts) {
      if (first === 0 && high === 0) this.makeTable(false, dcTable);
      if (last > 0) this.makeTable(true, acTable);
    }
    exports.beginScan(this.interval, isProgressive, first, last, high, low);
    for (const { index, dcTable, acTable } of scan.parts) exports.addPart(index, dcTable, acTable);
    let from = at;
    for (;;) {
      const answer = exports.decodeMore();
      if (answer === answers.isDone) return from - exports.unusedBytes();
      if (answer === answers.needsData) {
        const piece = this.bytes.subarray(from, from + exports.pieceRoom());
        if (piece.length === 0) throw new Declined('data that ends too early');
        const to = exports.pieceAddress(piece.byteOffset);
        new Uint8Array(exports.memory.buffer, to, piece.length).set(piece);
        exports.takePiece(piece.length);
        from += piece.length;
      } else if (answer !== answers.isInterrupted) {
        throw new Declined('wrong data');
      }
      this.onSlice();
    }
  }

  /** Each bit of each coefficient comes once, and in order. */
  private noteScan(index: number, { first, last, high, low }: JpegScan, isProgressive: boolean): void {
    const lacking = this.lacking[index] as Uint8Array;
    const expected = high === 0 ? 16 : high;
    for (let k = first; k <= last; k++) {
      if (lacking[k] !== expected) throw new Declined('a scan out of order');
      lacking[k] = low;
    }
    if (isProgressive && first > 0 && lacking[0] === 16) throw new Declined('a scan out of order');
  }

  private makeTable(isAc: boolean, number: number): void {
    const table = this.tables[isAc ? 'ac' : 'dc'][number];
    if (!table) throw new Declined('a scan without a Huffman table');
    const place = isAc ? number + 4 : number;
    if (this.made[place] === table) return;
    const { memory, tableAddress, makeTable } = this.exports;
    const to = new Uint8Array(memory.buffer, tableAddress(), 16 + 256);
    to.fill(0);
    to.set(table.counts);
    to.set(table.symbols, 16);
    if (!makeTable(place, isAc)) throw new Declined('a wrong Huffman table');
    this.made[place] = table;
  }
}

const noWeights: WholeWeights = { taps: 0, first: new Int32Array(0), weights: new Int16Array(0) };

function noMemory(): Declined {
  return new Declined('a picture for which there is no memory');
}

/** libjpeg's rule where neither JFIF nor Adobe says what the colours are. */
function hasRgbNames(components: readonly JpegComponent[]): boolean {
  return components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB';
}
