// Where formats without parts of a uniform kind keep numbers that a decoder believes: GIF, TIFF, AVIF.

import type { SourceFormat } from '../../../src/function/format/format.ts';

export interface Field {
  /** Bytes from the start of the file. */
  readonly at: number;
  readonly size: 1 | 2 | 4;
  readonly bigEndian: boolean;
}

/** @returns None if the bytes are too damaged to be found a way in. */
export function fieldsOf(bytes: Buffer, format: SourceFormat): readonly Field[] {
  if (format === 'gif') return gifFields(bytes);
  if (format === 'tiff') return tiffFields(bytes);
  return format === 'avif' ? avifFields(bytes) : [];
}

/** The logical screen's and each image's width, height and flags, and each image's place. GIF89a, sections 18 and 20. */
function gifFields(bytes: Buffer): Field[] {
  const short = (at: number): Field => ({ at, size: 2, bigEndian: false });
  const byte = (at: number): Field => ({ at, size: 1, bigEndian: false });
  const images = indicesOf(bytes, Buffer.from([0x2c])).flatMap((at) => [
    ...[1, 3, 5, 7].map((by) => short(at + by)),
    byte(at + 9),
    byte(at + 10),
  ]);
  return [short(6), short(8), byte(10), byte(11), ...images];
}

/** Tag, type, count and value of every entry of the first directory. TIFF 6.0, section 2. */
function tiffFields(bytes: Buffer): Field[] {
  if (bytes.length < 8) return [];
  const bigEndian = bytes[0] === 0x4d;
  const read16 = (at: number) => (bigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  const directory = bigEndian ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
  if (directory + 2 > bytes.length) return [];
  const entries = Array.from({ length: read16(directory) }, (_, n) => directory + 2 + 12 * n);
  return entries
    .filter((at) => at + 12 <= bytes.length)
    .flatMap((at) => [
      { at, size: 2, bigEndian },
      { at: at + 2, size: 2, bigEndian },
      { at: at + 4, size: 4, bigEndian },
      { at: at + 8, size: 4, bigEndian },
    ]);
}

/** What stands in the boxes that say how large the picture is, where its data is, and how it is coded. ISO/IEC 23008-12. */
function avifFields(bytes: Buffer): Field[] {
  const boxes = ['ispe', 'iloc', 'pixi', 'av1C', 'irot', 'ipma', 'iinf', 'colr', 'auxC'];
  return boxes
    .flatMap((name) => indicesOf(bytes, Buffer.from(name)))
    .flatMap((at) => [-4, 4, 8, 12].map((by) => ({ at: at + by, size: 4, bigEndian: true }) as const))
    .filter(({ at }) => at >= 0 && at + 4 <= bytes.length);
}

function indicesOf(bytes: Buffer, wanted: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) found.push(at);
  return found;
}
