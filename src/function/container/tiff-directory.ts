// The first directory of a TIFF or of a BigTIFF, which is a TIFF whose places and counts have 64 bits (TIFF 6.0, section 2). Knows no
// tag's meaning.

import { ByteReader } from './bytes.ts';
import { type EntryHead, entriesIn, maxEntries, openTiff, type Tiff } from './tiff.ts';

export interface TiffDirectory {
  /** Bytes of the file's header, in which nothing else can begin. */
  readonly headerBytes: number;
  /** The first number of an entry; undefined if there is none. */
  number(tag: number): number | undefined;
  /** All numbers of an entry, each read when it is asked for; none if they are not all in the file. */
  numbers(tag: number): IterableIterator<number>;
  /** The bytes of an entry; undefined if they are not in the file. Not copied. */
  bytes(tag: number): Uint8Array | undefined;
  /** Where the first number of an entry stands; undefined if there is none. */
  place(tag: number): NumberPlace | undefined;
}

export interface NumberPlace {
  readonly start: number;
  readonly end: number;
  readonly isLittleEndian: boolean;
}

/** Types of whole numbers -> bytes of one. */
const numberSizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8 };
const undefinedBytes = 7;

/** @returns undefined if the file does not begin as a TIFF does. */
export function openDirectory(bytes: Uint8Array): TiffDirectory | undefined {
  const classic = openTiff(bytes);
  if (classic) return fromEntries(classic, entriesIn(classic), 4, (at) => classic.u32(at));
  const big = openBigTiff(bytes);
  return big && fromEntries(big, bigEntriesIn(big), 8, (at) => u64(big, at));
}

/**
 * @param inside How many bytes of a value stand in its entry.
 * @param pointer Reads where a longer one begins.
 */
function fromEntries(
  tiff: Tiff,
  all: Iterable<EntryHead>,
  inside: number,
  pointer: (at: number) => number,
): TiffDirectory {
  const entries = new Map<number, EntryHead>();
  // The first of two entries counts, as for libtiff.
  for (const entry of all) if (!entries.has(entry.tag)) entries.set(entry.tag, entry);

  /** Where the values of an entry begin; undefined if they are not in the file. */
  const placeOf = ({ count, slot }: EntryHead, size: number): number | undefined => {
    const place = size * count <= inside ? slot : pointer(slot);
    return count > 0 && place + size * count <= tiff.file.length ? place : undefined;
  };

  const firstPlace = (tag: number): NumberPlace | undefined => {
    const entry = entries.get(tag);
    const size = entry && numberSizes[entry.type];
    const start = entry && size && placeOf(entry, size);
    return start ? { start, end: start + size, isLittleEndian: tiff.order === 'II' } : undefined;
  };

  function* numbers(tag: number): IterableIterator<number> {
    const place = firstPlace(tag);
    if (!place) return;
    const { start, end } = place;
    const size = end - start;
    const count = entries.get(tag)?.count ?? 0;
    for (let n = 0; n < count; n++) yield readNumber(tiff, start + n * size, size);
  }

  return {
    // A mark and a pointer.
    headerBytes: 2 * inside,
    numbers,
    number: (tag) => numbers(tag).next().value,
    bytes(tag) {
      const entry = entries.get(tag);
      const isBytes = entry && (entry.type === undefinedBytes || entry.type === 1);
      const place = isBytes ? placeOf(entry, 1) : undefined;
      return place === undefined ? undefined : tiff.file.slice(place, place + (entry?.count ?? 0));
    },
    place: firstPlace,
  };
}

function readNumber(tiff: Tiff, at: number, size: number): number {
  if (size === 1) return tiff.file.u8(at);
  if (size === 2) return tiff.u16(at);
  return size === 4 ? tiff.u32(at) : u64(tiff, at);
}

function openBigTiff(bytes: Uint8Array): Tiff | undefined {
  const file = new ByteReader(bytes);
  if (file.hasText(0, 'II+\0')) {
    return { order: 'II', file, u16: (at) => file.u16le(at), u32: (at) => file.u32le(at) };
  }
  if (!file.hasText(0, 'MM\0+')) return undefined;
  return { order: 'MM', file, u16: (at) => file.u16(at), u32: (at) => file.u32(at) };
}

function* bigEntriesIn(tiff: Tiff): IterableIterator<EntryHead> {
  const { length } = tiff.file;
  if (length < 16) return;
  const start = u64(tiff, 8);
  if (start + 8 > length) return;
  const count = Math.min(u64(tiff, start), maxEntries);
  for (let entry = start + 8, left = count; left > 0 && entry + 20 <= length; entry += 20, left--) {
    yield { tag: tiff.u16(entry), type: tiff.u16(entry + 2), count: u64(tiff, entry + 4), slot: entry + 12 };
  }
}

/** A number of 64 bits. Above 2^53 it is rounded, which is beyond the end of any file. */
function u64({ order, u32 }: Tiff, at: number): number {
  const [high, low] = order === 'II' ? [u32(at + 4), u32(at)] : [u32(at), u32(at + 4)];
  return high * 2 ** 32 + low;
}
