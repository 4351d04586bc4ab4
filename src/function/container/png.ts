// The chunks of PNG (W3C PNG, third edition, 5.3): found, and written. Knows no chunk's meaning.

import { crc32 } from '../checksum/crc32.ts';
import type { ByteReader } from './bytes.ts';

/** What every PNG begins with, one character per byte. */
export const pngSignature = '\x89PNG\r\n\x1a\n';

export interface PngChunk {
  /** Four letters: `IDAT`. */
  readonly type: string;
  /** Where its length field begins. */
  readonly from: number;
  /** Where its data begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Where the next chunk begins, behind the checksum. */
  readonly next: number;
  /** false: the file ends before the chunk does. Only the last one can be so. */
  readonly isWhole: boolean;
}

/**
 * libpng writes a picture in chunks of 8 KB: a PNG of 300 MB has 38,400. Stops files of empty chunks, of which 3 MB hold
 * 262,144.
 */
export const maxPngChunks = 40_000;

/**
 * The chunks, up to IEND or the end of the file, each found when it is asked for and not kept.
 *
 * @param file A PNG, whose signature has been looked at.
 * @param most How many chunks there may be, for a caller that can be stopped while it reads more than usual.
 * @throws {Error} The reader's excess, for one chunk more.
 */
export function* pngChunks(file: ByteReader, most = maxPngChunks): IterableIterator<PngChunk> {
  let from = pngSignature.length;
  for (let count = 0; from + 8 <= file.length; count++) {
    if (count === most) throw file.excess(`a PNG of more than ${most} chunks`);
    const type = file.text(from + 4, 4);
    const start = from + 8;
    const end = start + file.u32(from);
    const next = end + 4;
    yield { type, from, start, end, next, isWhole: next <= file.length };
    if (type === 'IEND') return;
    from = next;
  }
}

/** Length, type, data and checksum. */
export function writePngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  const end = chunk.length - 4;
  chunk.writeUInt32BE(crc32(chunk.subarray(4, end)), end);
  return chunk;
}
