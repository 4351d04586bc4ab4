// The one fact that is read out of EXIF: how a photo was held.

import { Bytes } from './bytes.ts';

/** TIFF tag 0x0112. 1 is upright; 5 to 8 lie on their side (EXIF 2.32, 4.6.4). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const short = 3;

/**
 * @param exif A TIFF header with its first directory behind it, as JPEG's APP1 (after `Exif\0\0`), PNG's eXIf and WebP's
 * EXIF hold it.
 * @returns 1 where it says nothing, or nothing readable: odd EXIF is common, and no reason to refuse a photo.
 */
export function readOrientation(exif: Uint8Array): Orientation {
  try {
    return findOrientation(new Bytes(exif));
  } catch {
    return 1;
  }
}

function findOrientation(exif: Bytes): Orientation {
  const order = exif.text(0, 2);
  if (order !== 'II' && order !== 'MM') return 1;
  const u16 = (at: number) => (order === 'II' ? exif.u16le(at) : exif.u16(at));
  const u32 = (at: number) => (order === 'II' ? exif.u32le(at) : exif.u32(at));
  const directory = u32(4);
  const entries = u16(directory);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (u16(at) !== orientationTag || u16(at + 2) !== short) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}
