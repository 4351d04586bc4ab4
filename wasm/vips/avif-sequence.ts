// AVIF sequences: libvips does not know them by their brand, but libheif reads the picture that most of them show first.

import { SourceFault } from '../thread/source-fault.ts';

const avif = [0x61, 0x76, 0x69, 0x66];
const brandAt = 8;

/**
 * @returns The bytes as they are, or a copy of a sequence that calls itself a picture.
 * @throws {SourceFault} `source-unsupported` for a sequence that has no picture of its own.
 */
export function asPicture(bytes: Uint8Array): Uint8Array {
  if (text(bytes, 4) !== 'ftypavis') return bytes;
  // ISO/IEC 23008-12: pictures are told of in `meta`, tracks in `moov`.
  if (!hasBox(bytes, 'meta')) {
    throw new SourceFault(
      'source-unsupported',
      'AVIF sequences are read where they hold a still picture, which this one does not. Upload a still frame.',
    );
  }
  const picture = bytes.slice();
  picture.set(avif, brandAt);
  return picture;
}

/** Is it among the outermost boxes? Each begins with its size, four bytes, and its name. */
function hasBox(bytes: Uint8Array, name: string): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; ) {
    if (text(bytes, at + 4).startsWith(name)) return true;
    const size = view.getUint32(at);
    // 0 and 1: to the end of the file, or too large for this field. Neither comes before `meta` in files that exist.
    if (size < 8) return false;
    at += size;
  }
  return false;
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 8));
}
