// The pictures of a track in an ISO base media file (ISO/IEC 14496-12, 8.3 to 8.7): an image sequence is stored as a video is. Only
// what is needed for the first picture is read.

import { type Box, boxesIn, findBox } from './boxes.ts';
import type { ByteReader } from './bytes.ts';

/** A track with pictures, and how they are coded. */
export interface PictureTrack {
  /** `hvc1` is HEVC, as with items. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
  /** What configures the decoder, and what the colours are. */
  readonly properties: readonly Box[];
  /** How pictures are turned when they are shown: a place (x, y) becomes (ax + cy, bx + dy). */
  readonly matrix: { readonly a: number; readonly b: number; readonly c: number; readonly d: number };
  /** The box `stbl`, which says where the pictures are. */
  readonly table: Box;
}

/** Handlers of pictures that are shown; alpha and depth have another one, `auxv`. */
const handlers: readonly string[] = ['pict', 'vide'];
/** References of tracks that only serve another one: thumbnails and auxiliary pictures. */
const servants: readonly string[] = ['thmb', 'auxl'];
/** Bytes of a picture's entry in `stsd` before the boxes in it. */
const entryBytes = 78;

/**
 * @returns The first track whose pictures are meant to be seen; undefined if the file has none.
 * @throws {Error} The reader's fault, if the tracks are damaged; its excess, if there are too many boxes.
 */
export function findPictureTrack(file: ByteReader): PictureTrack | undefined {
  const movie = findBox(file, 0, file.length, 'moov');
  if (!movie) return undefined;
  for (const box of boxesIn(file, movie.start, movie.end)) {
    if (box.type === 'trak' && isShown(file, box)) return readTrack(file, box);
  }
  return undefined;
}

function isShown(file: ByteReader, track: Box): boolean {
  const handler = within(file, track, 'mdia', 'hdlr');
  if (!handler || !handlers.includes(file.text(handler.start + 8, 4))) return false;
  const references = within(file, track, 'tref');
  return !references || servants.every((type) => !within(file, references, type));
}

function readTrack(file: ByteReader, track: Box): PictureTrack {
  const header = within(file, track, 'tkhd');
  const table = within(file, track, 'mdia', 'minf', 'stbl');
  const entry = table && entryOfFirst(file, table);
  if (!header || !table || !entry) throw file.fault('its track does not say how its pictures are coded');
  // The times and the duration before the matrix have 32 bits, or 64.
  const matrixAt = header.start + (file.u8(header.start) === 0 ? 40 : 52);
  const [a, b, c, d] = [0, 4, 12, 16].map((at) => file.fixed(matrixAt + at)) as [
    number,
    number,
    number,
    number,
  ];
  return {
    type: entry.type,
    width: file.u16(entry.start + 24),
    height: file.u16(entry.start + 26),
    properties: Array.from(boxesIn(file, entry.start + entryBytes, entry.end)),
    matrix: { a, b, c, d },
    table,
  };
}

/** How the first picture is coded: a track may list several ways, and the first chunk of pictures names one by its number. */
function entryOfFirst(file: ByteReader, table: Box): Box | undefined {
  const descriptions = within(file, table, 'stsd');
  const chunks = within(file, table, 'stsc');
  if (!descriptions) return undefined;
  let left = chunks && file.u32(chunks.start + 4) > 0 ? file.u32(chunks.start + 16) : 1;
  for (const entry of boxesIn(file, descriptions.start + 8, descriptions.end)) {
    left -= 1;
    if (left === 0) return entry;
  }
  return undefined;
}

/**
 * @returns The bytes of the first picture of a track, which are the same memory.
 * @throws {Error} The reader's fault, if they are not all there.
 */
export function firstPictureOf(file: ByteReader, { table }: PictureTrack): Buffer {
  const from = firstPlace(file, table);
  const length = firstLength(file, table);
  if (from === undefined || length === undefined || length === 0)
    throw file.fault('its track holds no picture');
  if (from + length > file.length) throw file.fault('the first picture of its track is not all there');
  return file.slice(from, from + length);
}

function firstPlace(file: ByteReader, table: Box): number | undefined {
  const wide = within(file, table, 'co64');
  const places = wide ?? within(file, table, 'stco');
  if (!places || file.u32(places.start + 4) === 0) return undefined;
  return file.uint(places.start + 8, wide ? 8 : 4);
}

function firstLength(file: ByteReader, table: Box): number | undefined {
  const compact = within(file, table, 'stz2');
  const lengths = compact ?? within(file, table, 'stsz');
  if (!lengths || file.u32(lengths.start + 8) === 0) return undefined;
  const firstAt = lengths.start + 12;
  if (!compact) {
    const common = file.u32(lengths.start + 4);
    return common === 0 ? file.u32(firstAt) : common;
  }
  const bits = file.u8(lengths.start + 7);
  return bits === 4 ? file.u8(firstAt) >> 4 : file.uint(firstAt, bits === 16 ? 2 : 1);
}

/** @param path Types of boxes, each in the one before it. */
function within(file: ByteReader, box: Box, ...path: readonly string[]): Box | undefined {
  return path.reduce<Box | undefined>(
    (holder, type) => holder && findBox(file, holder.start, holder.end, type),
    box,
  );
}
