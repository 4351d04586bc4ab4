// Looks for what a PNG's decoder passes over: data behind the picture in its compressed data, and colours of its palette that no
// pixel has (W3C PNG, third edition).

import { inflateSync } from 'zlib';
import { pngChunks } from '../../src/function/container/png.ts';
import { Bytes } from '../header/bytes.ts';
import { pngKinds } from '../header/png-kinds.ts';
import { hasUnusedColour } from './palette.ts';

/** Bytes of pixels that are looked at; a PNG of more counts as one that has unused data. They are in memory at once. */
const maxPixelBytes = 8 * 1024 * 1024;

interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample, and of a pixel. */
  readonly depth: number;
  readonly pixelBits: number;
  readonly isInterlaced: boolean;
}

/**
 * @param bytes A PNG that a decoder has read without a warning.
 * @throws {SourceFault} for what is not understood.
 */
export function hasUnusedPngData(bytes: Uint8Array): boolean {
  const file = new Bytes(bytes);
  const depth = file.u8(24);
  const colourType = file.u8(25);
  const pixelBits = depth * (pngKinds[colourType]?.samples ?? 0);
  const header = {
    width: file.u32(16),
    height: file.u32(20),
    depth,
    pixelBits,
    isInterlaced: file.u8(28) === 1,
  };
  const passes = passesOf(header);
  const expected = passes.reduce((sum, { rowBytes, rows }) => sum + (1 + rowBytes) * rows, 0);
  if (expected > maxPixelBytes) return true;
  const data: Uint8Array[] = [];
  let palette: Uint8Array = new Uint8Array();
  for (const { type, start, end } of pngChunks(file)) {
    if (type === 'IDAT' && end > start) data.push(file.slice(start, end));
    if (type === 'PLTE') palette = file.slice(start, end);
  }
  const inflated = inflate(Buffer.concat(data), expected);
  if (!inflated) return true;
  return colourType === 3 && hasUnusedColour(palette, usedIn(inflated, passes, header), []);
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Inflates no more than one byte too many, which may be a thousandth of what a file of some hundred KB inflates to. Node.js before
 * 14.5 does not keep that bound; there, only the PNG engine asks, which has followed the data to its end before.
 *
 * @returns undefined if it is not as long as the picture is, or if something stands behind it.
 */
function inflate(deflated: Buffer, expected: number): Buffer | undefined {
  // One piece of the right size: pieces would be in memory beside what is made of them.
  const chunkSize = Math.max(64, expected + 1);
  const options = { chunkSize, maxOutputLength: chunkSize, info: true };
  try {
    const { buffer, engine } = inflateSync(deflated, options) as unknown as Inflated;
    return buffer.length === expected && engine.bytesWritten === deflated.length ? buffer : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

interface Pass {
  readonly columns: number;
  readonly rows: number;
  /** Without the byte before it that says how it is filtered. */
  readonly rowBytes: number;
}

/** Adam7: first column and row, and the distance to the next. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Those that have pixels. */
function passesOf({ width, height, pixelBits, isInterlaced }: Header): Pass[] {
  const sides = isInterlaced
    ? adam7.map(([left, top, across, down]) => ({
        columns: Math.ceil((width - left) / across),
        rows: Math.ceil((height - top) / down),
      }))
    : [{ columns: width, rows: height }];
  return sides
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
    .map(({ columns, rows }) => ({ columns, rows, rowBytes: Math.ceil((columns * pixelBits) / 8) }));
}

/** The numbers of the colours that pixels of a palette have. Undoes the filters (PNG, clause 9), in place. */
function usedIn(inflated: Buffer, passes: readonly Pass[], { depth }: Header): Set<number> {
  const used = new Set<number>();
  let at = 0;
  for (const { columns, rows, rowBytes } of passes) {
    let above: Uint8Array = new Uint8Array(rowBytes);
    for (let row = 0; row < rows; row++) {
      const filter = inflated[at];
      const line = inflated.subarray(at + 1, at + 1 + rowBytes);
      for (let x = 0; x < rowBytes; x++) {
        const [left, up, corner] = [line[x - 1] ?? 0, above[x] ?? 0, above[x - 1] ?? 0];
        line[x] = (line[x] ?? 0) + predict(filter, left, up, corner);
      }
      for (let x = 0; x < columns; x++) {
        const bit = x * depth;
        used.add(((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1));
      }
      above = line;
      at += 1 + rowBytes;
    }
  }
  return used;
}

function predict(filter: number | undefined, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - corner;
      const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
        number,
        number,
        number,
      ];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
