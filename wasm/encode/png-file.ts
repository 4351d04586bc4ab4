// The file around a PNG's filtered rows. W3C PNG specification, third edition.

import { deflateSync } from 'zlib';
import { pngSignature, writePngChunk } from '../../src/function/container/png.ts';

/** What a PNG's header says of its pixels (11.2.1). */
export interface PngKind {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly colourType: number;
}

/**
 * @param rows Each row begins with the number of its filter.
 * @param level zlib's, 0 to 9.
 * @param chunks What stands before the data: a palette, and its transparency.
 */
export function writePng(
  { width, height, depth, colourType }: PngKind,
  rows: Uint8Array,
  level: number,
  chunks: readonly Buffer[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colourType, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from(pngSignature, 'latin1'),
    writePngChunk('IHDR', header),
    ...chunks,
    writePngChunk('IDAT', deflateSync(rows, { level, memLevel: 9 })),
    writePngChunk('IEND', Buffer.alloc(0)),
  ]);
}
