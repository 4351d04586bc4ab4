// Makes AVIF sequences readable: libvips does not know their brand, but libheif reads the still picture that most of them hold.

import { findBox } from '../../src/function/container/boxes.ts';
import { attempt, ByteReader } from '../../src/function/container/bytes.ts';
import { SourceFault } from '../thread/source-fault.ts';

const avif = [0x61, 0x76, 0x69, 0x66];
const brandAt = 8;

/**
 * @returns The bytes as they are, or a copy of a sequence with the brand of a picture.
 * @throws {SourceFault} `source-unsupported` for a sequence that has no picture of its own.
 */
export function asPicture(bytes: Uint8Array): Uint8Array {
  const file = new ByteReader(bytes);
  if (!file.hasText(4, 'ftypavis')) return bytes;
  // ISO/IEC 23008-12: pictures are described in `meta`, tracks in `moov`.
  if (!attempt(() => findBox(file, 0, file.length, 'meta'))) {
    throw new SourceFault(
      'source-unsupported',
      'AVIF sequences are read where they hold a still picture, which this one does not. Upload a still frame.',
    );
  }
  const picture = bytes.slice();
  picture.set(avif, brandAt);
  return picture;
}
