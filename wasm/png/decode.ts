// Decodes PNGs by the project's own WebAssembly (wasm/png/assembly/), in slices, and shrinks them by whole numbers meanwhile, so that
// there is never a whole picture in memory. Gives up where a file is not in order: see structure.ts.

import * as zlib from 'zlib';
import { Declined } from '../../src/function/engine/declined.ts';
import type { Shrink } from '../inline/shrinking-decoder.ts';
import type { Pixels } from '../picture/pixels.ts';
import type { PngDecoderExports } from './decoder-exports.ts';
import type { PngStructure } from './structure.ts';

/** What `decodeMore` answers, as in assembly/index.ts. */
const answers = { needsData: 0, isDone: 1, isInterrupted: 2 } as const;

/** The largest one whose sums fit. */
const maxShrink = 65_535;

export interface PngDecoder {
  /**
   * Decodes a picture and makes it smaller: each pixel of the result is the mean of a cell of `across` times `down` pixels, with their
   * colours weighted by their alpha. Beyond the right and the lower edge, the outermost pixels go on.
   *
   * @param structure Of the file; its `data` is taken.
   * @param onSlice Called after each few milliseconds of work. What it throws ends the decode.
   * @returns RGBA in the picture's own colours, of which 16 bits became the upper 8; its sides are the picture's, divided and rounded
   * up. Memory of the caller's.
   * @throws {Declined} for a picture that this decoder leaves to another one.
   */
  decode(structure: PngStructure, shrink: Shrink, onSlice: () => void): Pixels;
  /** Bytes of linear memory, which never shrinks. */
  memoryBytes(): number;
}

/** @param module The compiled assembly. */
export function createPngDecoder(module: WebAssembly.Module): PngDecoder {
  const { exports } = new WebAssembly.Instance(module, {}) as unknown as {
    readonly exports: PngDecoderExports;
  };
  return {
    decode: (structure, shrink, onSlice) => decode(exports, structure, shrink, onSlice),
    memoryBytes: () => exports.memory.buffer.byteLength,
  };
}

function decode(
  exports: PngDecoderExports,
  structure: PngStructure,
  { across, down }: Shrink,
  onSlice: () => void,
): Pixels {
  const { width, height, depth, colourType, hasAlpha } = structure;
  if (across > maxShrink || down > maxShrink) throw new Declined('a picture that becomes so much smaller');
  if (!exports.begin(width, height, depth, colourType, across, down, hasAlpha))
    throw new Declined('a picture for which there is no memory');
  setColours(exports, structure);
  const pieces = copyPieces(exports, structure);
  for (;;) {
    const answer = exports.decodeMore();
    if (answer === answers.isDone) break;
    if (answer === answers.needsData) pieces.next();
    else if (answer !== answers.isInterrupted) throw new Declined('wrong data');
    onSlice();
  }
  // What is behind the data is checked, too.
  while (!pieces.next().done);
  const sides = { width: Math.ceil(width / across), height: Math.ceil(height / down) };
  const address = exports.resultAddress();
  const data = new Uint8ClampedArray(exports.memory.buffer, address, sides.width * sides.height * 4).slice();
  return { data, ...sides };
}

/** PNG, 11.2.2 and 11.3.1.1. */
function setColours(exports: PngDecoderExports, { palette, transparency }: PngStructure): void {
  if (palette) {
    const to = new Uint8Array(exports.memory.buffer, exports.coloursAddress(), 256 * 4);
    for (let entry = 0; entry < palette.length / 3; entry++) {
      to.set(palette.subarray(3 * entry, 3 * entry + 3), 4 * entry);
      to[4 * entry + 3] = transparency?.[entry] ?? 255;
    }
  } else if (transparency) {
    const sample = (index: number) => {
      const at = (2 * index) % transparency.length;
      return ((transparency[at] as number) << 8) | (transparency[at + 1] as number);
    };
    exports.setTransparent(sample(0), sample(1), sample(2));
  }
}

/** CRC-32 of the four letters IDAT, with which the checksum of each chunk begins (PNG specification, 5.3). */
const crcOfType = 0x35af061e;
/** By native code, which takes a third of the time; Node.js has it from 20.15 on. */
const { crc32 } = zlib as { readonly crc32?: (data: Uint8Array, before: number) => number };

/** Bytes: so long a piece is decoded before the next one comes, which can then be placed where it is copied fast. */
const decodedAtOnce = 4096;

/** Copies as much of the data as the decoder takes, each time that it is asked to; its end is told once. */
function* copyPieces(exports: PngDecoderExports, { data }: PngStructure): IterableIterator<void> {
  for (const { bytes, crc } of data) {
    let sum = crcOfType;
    for (let from = 0; from < bytes.length; ) {
      const to = exports.pieceAddress(bytes.byteOffset + from);
      const piece = bytes.subarray(from, from + exports.pieceRoom());
      new Uint8Array(exports.memory.buffer, to, piece.length).set(piece);
      exports.takePiece(piece.length);
      sum = crc32 ? crc32(piece, sum) : exports.updateCrc(sum, to, piece.length) >>> 0;
      from += piece.length;
      if (exports.pieceRoom() === 0 || piece.length >= decodedAtOnce) yield;
    }
    if (sum !== crc) throw new Declined('a wrong checksum');
  }
  exports.endInput();
}
