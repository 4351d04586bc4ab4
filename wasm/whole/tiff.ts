// Whether all of a TIFF's picture is in its file, where libtiff does not say it: its strips or tiles, and what each holds. One of
// JPEG compression is a JPEG of its own, whose decoder draws grey what is missing (TIFF Technical Note 2).

import { openDirectory, type TiffDirectory } from '../../src/function/container/tiff-directory.ts';
import { corrupt } from '../header/facts.ts';
import { checkJpegData } from './jpeg.ts';
import { checkPieces, isTiled, piecesOf } from './tiff-pieces.ts';

const tag = { compression: 259, jpegTables: 347 } as const;
const jpegCompression = 7;

/** Bytes of SOI, with which a JPEG begins, and of EOI, with which it ends. */
const markerBytes = 2;

/**
 * Looks for the strips or tiles of the first page, and follows their JPEGs.
 *
 * @returns How libvips is to decode it. It passes over a tile that libtiff cannot read, and says so in a warning alone; of tags that
 * it does not know, it gives none.
 * @throws {SourceFault} `source-corrupt`
 */
export function checkTiff(bytes: Uint8Array): 'error' | 'warning' {
  const directory = openDirectory(bytes);
  if (!directory) return 'error';
  checkPieces(bytes, directory);
  if (directory.number(tag.compression) === jpegCompression) checkJpegs(bytes, directory);
  return isTiled(directory) ? 'warning' : 'error';
}

function checkJpegs(bytes: Uint8Array, directory: TiffDirectory): void {
  const { offsets, lengths } = piecesOf(directory);
  // Tables that all strips share, as a JPEG without a picture.
  const tables = directory.bytes(tag.jpegTables) ?? new Uint8Array(0);
  let left = bytes.length;
  for (const from of offsets) {
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
