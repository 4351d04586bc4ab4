// What the decoder's WebAssembly exports, and how weights go in and pixels come out.

import type { Pixels } from '../picture/pixels.ts';
import type { Sides } from '../picture/sides.ts';
import type { WholeWeights } from './weights.ts';

/** The exports of assembly/decoder/index.ts. Addresses are bytes of `memory`. */
export interface DecoderExports {
  readonly memory: WebAssembly.Memory;
  begin(width: number, height: number, side: number, mostAcross: number, mostDown: number): number;
  addComponent(width: number, height: number, across: number, down: number): number;
  zigzagAddress(): number;
  tableAddress(): number;
  makeTable(table: number, isAc: boolean): number;
  plan(width: number, height: number, columns: number, rows: number, isRgb: boolean, stores: boolean): number;
  beginScan(
    interval: number,
    progressive: boolean,
    first: number,
    last: number,
    high: number,
    low: number,
  ): void;
  addPart(index: number, dcTable: number, acTable: number): void;
  decodeMore(): number;
  pieceAddress(source: number): number;
  pieceRoom(): number;
  takePiece(bytes: number): void;
  unusedBytes(): number;
  finish(): number;
  resultAddress(): number;
  beginResizing(
    width: number,
    height: number,
    toWidth: number,
    toHeight: number,
    columns: number,
    rows: number,
  ): number;
  pictureAddress(): number;
}

export function writeWeights(
  { memory }: DecoderExports,
  address: number,
  columns: WholeWeights,
  rows: WholeWeights,
): void {
  const pixels = columns.first.length + rows.first.length;
  const first = new Int32Array(memory.buffer, address, pixels);
  first.set(columns.first);
  first.set(rows.first, columns.first.length);
  const weights = new Int16Array(memory.buffer, address + 4 * pixels);
  weights.set(columns.weights);
  weights.set(rows.weights, columns.weights.length);
}

export function readResult({ memory, resultAddress }: DecoderExports, { width, height }: Sides): Pixels {
  const data = new Uint8ClampedArray(memory.buffer, resultAddress(), width * height * 4).slice();
  return { data, width, height };
}
