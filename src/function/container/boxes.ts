// The boxes of ISO base media files (ISO/IEC 14496-12, 4.2), of which AVIF and JPEG XL consist: found, and written. A box may
// hold others; each call looks at one level, so that no file decides how deep a reader goes.

import { type ByteReader, latin1, u32 } from './bytes.ts';

export interface Box {
  /** Four characters: `meta`. */
  readonly type: string;
  /** Where its length field begins. */
  readonly from: number;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
  /** false: it says that it is longer than what holds it, and `end` is where that ends. Only the last box can be so. */
  readonly isWhole: boolean;
}

/** At one level: photos have some dozens, in grids some hundreds. Stops files of empty boxes, of which a megabyte holds 131,072. */
export const maxBoxes = 20_000;

/**
 * The boxes side by side between two places, each found when it is asked for and not kept.
 *
 * @throws {Error} The reader's fault, for a box that is shorter than its own header; its excess, for one box more than `maxBoxes`.
 */
export function* boxesIn(file: ByteReader, from: number, to: number): IterableIterator<Box> {
  let at = from;
  for (let count = 0; at + 8 <= to; count++) {
    if (count === maxBoxes) throw file.excess(`more than ${maxBoxes} boxes side by side`);
    const size = file.u32(at);
    // 1: the size follows the type, in 64 bits; 0: the box ends where what holds it does.
    const header = size === 1 ? 16 : 8;
    const length = size === 1 ? file.uint(at + 8, 8) : size === 0 ? to - at : size;
    if (length < header) throw file.fault('boxes that are shorter than their own headers');
    const next = at + length;
    const type = file.text(at + 4, 4);
    yield { type, from: at, start: at + header, end: Math.min(next, to), isWhole: next <= to };
    at = next;
  }
}

/** @returns The first box of this type between two places. Boxes behind it are not looked at. */
export function findBox(file: ByteReader, from: number, to: number, type: string): Box | undefined {
  for (const box of boxesIn(file, from, to)) if (box.type === type) return box;
  return undefined;
}

export function writeBox(type: string, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, piece) => sum + piece.length, 8);
  return Buffer.concat([u32(length), latin1(type), ...content]);
}
