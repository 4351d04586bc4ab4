// Whether all of a TIFF's picture is in its file, where libtiff does not say it: each strip or tile of JPEG compression is a JPEG
// of its own, whose decoder draws grey what is missing (TIFF Technical Note 2), and tiles that are not there come out black.

import { openDirectory, type TiffDirectory } from '../../src/function/container/tiff-directory.ts';
import { corrupt } from '../header/facts.ts';
import { checkJpegData } from './jpeg.ts';

const tag = {
  compression: 259,
  stripOffsets: 273,
  stripByteCounts: 279,
  tileOffsets: 324,
  tileByteCounts: 325,
  jpegTables: 347,
} as const;
const jpegCompression = 7;

/** Bytes of SOI, with which a JPEG begins, and of EOI, with which it ends. */
const markerBytes = 2;

/** Bytes of a TIFF's header, in which no strip or tile begins. */
const headerBytes = 8;

/**
 * Looks where the strips or tiles of the first page are, and follows those that are JPEGs.
 *
 * @returns Whether they are tiles. Of these libvips leaves out those that it cannot read, unless it is strict.
 * @throws {SourceFault} `source-corrupt`
 */
export function checkTiff(bytes: Uint8Array): boolean {
  const directory = openDirectory(bytes);
  if (!directory) return false;
  const isTiled = directory.number(tag.tileOffsets) !== undefined;
  for (const from of directory.numbers(isTiled ? tag.tileOffsets : tag.stripOffsets)) {
    if (from < headerBytes) throw corrupt('a strip or tile of it is missing: it would begin in the header');
  }
  if (directory.number(tag.compression) === jpegCompression) checkJpegs(bytes, directory, isTiled);
  return isTiled;
}

function checkJpegs(bytes: Uint8Array, directory: TiffDirectory, isTiled: boolean): void {
  const lengths = directory.numbers(isTiled ? tag.tileByteCounts : tag.stripByteCounts);
  // Tables that all strips share, as a JPEG without a picture.
  const tables = directory.bytes(tag.jpegTables) ?? new Uint8Array(0);
  let left = bytes.length;
  for (const from of directory.numbers(isTiled ? tag.tileOffsets : tag.stripOffsets)) {
    const length: number = lengths.next().value ?? 0;
    left -= length;
    // Strips may share their bytes, but then a small file could take any time.
    if (from + length > bytes.length || left < 0)
      throw corrupt('its strips or tiles do not fit into the file');
    checkJpegData(withTables(tables, bytes.subarray(from, from + length)));
  }
}

/** What is too short for its markers is left as it is, for the reader of JPEGs to refuse. */
function withTables(tables: Uint8Array, strip: Uint8Array): Uint8Array {
  if (tables.length < 2 * markerBytes || strip.length < markerBytes) return strip;
  const joined = new Uint8Array(tables.length - markerBytes + strip.length - markerBytes);
  joined.set(tables.subarray(0, tables.length - markerBytes));
  joined.set(strip.subarray(markerBytes), tables.length - markerBytes);
  return joined;
}
