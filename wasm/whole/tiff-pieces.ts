// Whether all strips or tiles of a TIFF's first page are in its file (TIFF 6.0, sections 3 and 15), by its directory alone. libtiff
// fails on a strip that it cannot read, but libvips passes over a tile, and neither asks whether two strips are one.

import type { TiffDirectory } from '../../src/function/container/tiff-directory.ts';
import { corrupt } from '../header/facts.ts';

const tag = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planes: 284,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
} as const;
const uncompressed = 1;
const separatePlanes = 2;
/** Colours that are sampled more coarsely than light, so that rows have fewer bytes than their samples say. */
const yCbCr = 6;

/** How many times what the picture needs there may be: programs leave a little room, and a wrong width leaves much of it. */
const maxExcess = 1.5;

/** How the picture is cut into pieces. */
interface Grid {
  /** How many pieces it needs. */
  readonly total: number;
  /** Bytes of a piece, counted from 0; undefined where its compression says how many there are. */
  bytesOf(index: number): number | undefined;
}

export function isTiled(directory: TiffDirectory): boolean {
  return directory.number(tag.tileOffsets) !== undefined;
}

/** Where the strips or tiles begin, and how long each is: as many as the directory has. */
export function piecesOf(directory: TiffDirectory): {
  readonly offsets: IterableIterator<number>;
  readonly lengths: IterableIterator<number>;
} {
  return isTiled(directory)
    ? { offsets: directory.numbers(tag.tileOffsets), lengths: directory.numbers(tag.tileByteCounts) }
    : { offsets: directory.numbers(tag.stripOffsets), lengths: directory.numbers(tag.stripByteCounts) };
}

/**
 * Says nothing where the directory does not say enough, and of a single strip, whose length libtiff calculates, only where it begins.
 *
 * @throws {SourceFault} `source-corrupt`
 */
export function checkPieces(bytes: Uint8Array, directory: TiffDirectory): void {
  const tiled = isTiled(directory);
  const { headerBytes } = directory;
  if (!tiled && (directory.number(tag.stripOffsets) ?? headerBytes) < headerBytes) {
    throw corrupt('its first strip begins within the header');
  }
  const grid = tiled ? gridOfTiles(directory) : gridOfStrips(directory);
  const hasLengths = directory.number(tiled ? tag.tileByteCounts : tag.stripByteCounts) !== undefined;
  if (!grid || !hasLengths || (!tiled && grid.total === 1)) return;
  const name = tiled ? 'tiles' : 'strips';
  const { offsets, lengths } = piecesOf(directory);
  const sums = { needed: 0, announced: 0 };
  let [found, index, previous] = [0, 0, -1];
  for (const from of offsets) {
    const length: number = lengths.next().value ?? 0;
    if (index >= grid.total * maxExcess) throw corrupt(`it has more ${name} than its width and height need`);
    const needed = grid.bytesOf(index) ?? length;
    // Tiles that look alike may be one.
    if (!tiled && from === previous) throw corrupt('two of its strips are in the same place');
    const isThere = length > 0 && length >= needed && from >= headerBytes && from + needed <= bytes.length;
    if (isThere && index < grid.total) found += 1;
    sums.needed += needed;
    sums.announced += length;
    previous = from;
    index += 1;
  }
  if (found < grid.total) {
    throw corrupt(`${grid.total - found} of its ${grid.total} ${name} are missing or cut off`);
  }
  if (sums.announced > sums.needed * maxExcess) {
    throw corrupt(`its ${name} have more bytes than its width and height need`);
  }
}

function gridOfTiles(directory: TiffDirectory): Grid | undefined {
  const picture = sidesOf(directory, tag.width, tag.height);
  const tile = sidesOf(directory, tag.tileWidth, tag.tileHeight);
  if (!picture || !tile) return undefined;
  const { planes, rowBytes } = samplesOf(directory, tile.width);
  const across = Math.ceil(picture.width / tile.width);
  const down = Math.ceil(picture.height / tile.height);
  return { total: planes * across * down, bytesOf: () => rowBytes && rowBytes * tile.height };
}

function gridOfStrips(directory: TiffDirectory): Grid | undefined {
  const picture = sidesOf(directory, tag.width, tag.height);
  // Without a number, and with 2^32 - 1, all rows are in one strip.
  const rows = Math.min(directory.number(tag.rowsPerStrip) ?? Number.POSITIVE_INFINITY, picture?.height ?? 0);
  if (!picture || rows === 0) return undefined;
  const { planes, rowBytes } = samplesOf(directory, picture.width);
  const down = Math.ceil(picture.height / rows);
  return {
    total: planes * down,
    // The last one has the rows that are left.
    bytesOf: (index) => rowBytes && rowBytes * Math.min(rows, picture.height - (index % down) * rows),
  };
}

function sidesOf(directory: TiffDirectory, across: number, down: number) {
  const [width, height] = [directory.number(across), directory.number(down)];
  return width && height ? { width, height } : undefined;
}

/** @param width Pixels of a row. */
function samplesOf(directory: TiffDirectory, width: number) {
  const samples = directory.number(tag.samples) ?? 1;
  const isSeparate = directory.number(tag.planes) === separatePlanes;
  const isPlain =
    (directory.number(tag.compression) ?? uncompressed) === uncompressed &&
    directory.number(tag.photometric) !== yCbCr;
  const bits = (directory.number(tag.bits) ?? 1) * (isSeparate ? 1 : samples);
  return {
    planes: isSeparate ? samples : 1,
    rowBytes: isPlain ? Math.ceil((width * bits) / 8) : undefined,
  };
}
