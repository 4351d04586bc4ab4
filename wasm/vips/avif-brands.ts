// Makes AVIFs readable whose brands libvips or libheif does not know, or takes for those of a sequence: brands say what a file may be
// read as, and it is the still picture that is read, which most sequences hold, too.

import { findBox } from '../../src/function/container/boxes.ts';
import { attempt, ByteReader } from '../../src/function/container/bytes.ts';
import { SourceFault } from '../thread/source-fault.ts';

const brandAt = 8;
const firstCompatibleAt = 16;
const brandBytes = 4;
/** Bytes of `ftyp` that are looked at: some dozens of brands are more than there are. */
const longestFileType = 256;
/** The major brands with which libvips reads a file that holds AV1 pictures; one of them has to be among the others, too. */
const knownBrands: readonly string[] = ['avif', 'mif1'];
/** Brands of sequences: libheif looks for tracks where they are, and no further where there are none. */
const sequenceBrands: readonly string[] = ['avis', 'msf1'];
/** What a still picture says, one after another; the last as often as there is room. */
const stillBrands: readonly string[] = ['mif1', 'avif', 'miaf'];

/**
 * @returns The bytes as they are, or a copy with the brand of an AVIF.
 * @throws {SourceFault} `source-unsupported` for a sequence that has no picture of its own.
 */
export function asPicture(bytes: Uint8Array): Uint8Array {
  const file = new ByteReader(bytes);
  if (!file.hasText(4, 'ftyp')) return bytes;
  const major = file.text(brandAt, brandBytes);
  // ISO/IEC 23008-12: pictures are described in `meta`, tracks in `moov`.
  const has = (type: string) => attempt(() => findBox(file, 0, file.length, type)) !== undefined;
  if (major === 'avis' && !has('meta')) {
    throw new SourceFault(
      'source-unsupported',
      'AVIF sequences are read where they hold a still picture, which this one does not. Upload a still frame.',
    );
  }
  const places = compatiblePlaces(file);
  const compatible = places.map((at) => file.text(at, brandBytes));
  const isKnown = knownBrands.includes(major) && compatible.some((brand) => knownBrands.includes(brand));
  const isStill = !compatible.some((brand) => sequenceBrands.includes(brand)) || has('moov');
  if (isKnown && isStill) return bytes;
  const picture = Buffer.from(bytes);
  picture.write('avif', brandAt, 'latin1');
  if (isKnown || !has('moov')) {
    places.forEach((at, index) => {
      picture.write(stillBrands[index] ?? 'miaf', at, 'latin1');
    });
  }
  return picture;
}

/** Where the compatible brands stand; not of a box that does not end within the file. */
function compatiblePlaces(file: ByteReader): number[] {
  const end = Math.min(file.u32(0), file.length, longestFileType);
  const count = Math.max(0, Math.floor((end - firstCompatibleAt) / brandBytes));
  return Array.from({ length: count }, (_, index) => firstCompatibleAt + index * brandBytes);
}
