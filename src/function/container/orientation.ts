// Reads the one fact that is needed of EXIF to show a photo: how the camera was held.

import { entriesIn, openTiff } from './tiff.ts';

/** The value of TIFF tag 0x0112: 1 is upright; with 5 to 8 width and height change places (EXIF 2.32, 4.6.4). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** Type of TIFF -> bytes of one whole number. The orientation is a SHORT, and some programs write it as another. */
const wholeNumbers: ReadonlyMap<number, 1 | 2 | 4> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [6, 1],
  [8, 2],
  [9, 4],
]);

/**
 * @param exif A TIFF header with its first directory behind it, as JPEG's APP1 (after `Exif\0\0`), PNG's eXIf and WebP's
 * EXIF hold it.
 * @returns 1 where it says nothing, or nothing readable: odd EXIF is common, and no reason to refuse a photo.
 */
export function readOrientation(exif: Uint8Array): Orientation {
  const tiff = openTiff(exif);
  if (!tiff) return 1;
  for (const { tag, type, slot } of entriesIn(tiff)) {
    const size = tag === orientationTag ? wholeNumbers.get(type) : undefined;
    if (size === undefined) continue;
    const value = size === 1 ? tiff.file.u8(slot) : size === 2 ? tiff.u16(slot) : tiff.u32(slot);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}
