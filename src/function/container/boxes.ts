// Boxes of ISO base media files (ISO/IEC 14496-12, 4.2), of which AVIF and JPEG XL consist.

import { attempt, latin1, u32 } from './bytes.ts';

export interface Box {
  readonly type: string;
  /** Of its length field. */
  readonly from: number;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

/** Real files have a dozen at a level. */
const maxBoxes = 500;

/** The boxes between two places, as far as they can be followed. */
export function boxesIn(file: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  attempt(() => {
    let at = from;
    while (at + 8 <= to && boxes.length < maxBoxes) {
      const size = file.readUInt32BE(at);
      const long = size === 1;
      const start = at + (long ? 16 : 8);
      const length = long ? file.readUInt32BE(at + 8) * 2 ** 32 + file.readUInt32BE(at + 12) : size;
      const end = size === 0 ? to : at + length;
      if (end < start || end > to) return;
      boxes.push({ type: file.toString('latin1', at + 4, at + 8), from: at, start, end });
      at = end;
    }
  });
  return boxes;
}

export function writeBox(type: string, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, piece) => sum + piece.length, 8);
  return Buffer.concat([u32(length), latin1(type), ...content]);
}

/** EXIF has the distance to its TIFF header before it, which is nearly always 0. */
export function behindOffset(exif: Buffer): Buffer | undefined {
  return attempt(() => exif.subarray(4 + exif.readUInt32BE(0)));
}
