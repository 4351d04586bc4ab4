// Makes AVIFs readable whose major brand libvips does not know, among them sequences: libheif reads the still picture that most of
// those hold.

import { findBox } from '../../src/function/container/boxes.ts';
import { attempt, ByteReader } from '../../src/function/container/bytes.ts';
import { SourceFault } from '../thread/source-fault.ts';

const avif = [0x61, 0x76, 0x69, 0x66];
const brandAt = 8;
/** The major brands with which libvips reads a file that holds AV1 pictures. */
const knownBrands: readonly string[] = ['avif', 'mif1', 'msf1'];

/**
 * @returns The bytes as they are, or a copy with the brand of an AVIF.
 * @throws {SourceFault} `source-unsupported` for a sequence that has no picture of its own.
 */
export function asPicture(bytes: Uint8Array): Uint8Array {
  const file = new ByteReader(bytes);
  const major = file.text(brandAt, 4);
  if (!file.hasText(4, 'ftyp') || knownBrands.includes(major)) return bytes;
  // ISO/IEC 23008-12: pictures are described in `meta`, tracks in `moov`.
  if (major === 'avis' && !attempt(() => findBox(file, 0, file.length, 'meta'))) {
    throw new SourceFault(
      'source-unsupported',
      'AVIF sequences are read where they hold a still picture, which this one does not. Upload a still frame.',
    );
  }
  const picture = bytes.slice();
  picture.set(avif, brandAt);
  return picture;
}
