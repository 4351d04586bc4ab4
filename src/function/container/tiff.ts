// TIFF directories (TIFF 6.0, section 2), of which EXIF and TIFF files consist: read and written. Knows no tag's meaning.

import { ByteReader } from './bytes.ts';

export type ByteOrder = 'II' | 'MM';

/** The bytes of a TIFF in the order in which it counts. */
export interface Tiff {
  readonly order: ByteOrder;
  readonly file: ByteReader;
  u16(at: number): number;
  u32(at: number): number;
}

/** An entry as it stands in its directory; its value may be elsewhere. */
export interface EntryHead {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where its last four bytes are: the value, if that has no more, else where in the file the value begins. */
  readonly slot: number;
}

/** An entry apart from its file. */
export interface DirectoryEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** In the file's byte order. */
  readonly value: Buffer;
}

/** Type -> bytes of one value; 129 is UTF-8 (Exif 3.0, 4.6.2). */
const typeSizes: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [6, 1],
  [7, 1],
  [8, 2],
  [9, 4],
  [10, 8],
  [11, 4],
  [12, 8],
  [129, 1],
]);

/** Of one directory: real files have fewer. Stops a crafted one of 65,535 entries that each point at the same long value. */
export const maxEntries = 512;

/** What stands before EXIF in a JPEG. */
export const exifSignature = 'Exif\0\0';

/** @returns EXIF without what stands before it in a JPEG: some programs leave that in WebP, too. */
export function withoutExifSignature(exif: Buffer): Buffer {
  return new ByteReader(exif).hasText(0, exifSignature) ? exif.subarray(exifSignature.length) : exif;
}

/** @returns undefined if it does not begin as a TIFF does. BigTIFF is another format. */
export function openTiff(bytes: Uint8Array): Tiff | undefined {
  const file = new ByteReader(bytes);
  if (file.hasText(0, 'II*\0')) {
    return { order: 'II', file, u16: (at) => file.u16le(at), u32: (at) => file.u32le(at) };
  }
  if (!file.hasText(0, 'MM\0*')) return undefined;
  return { order: 'MM', file, u16: (at) => file.u16(at), u32: (at) => file.u32(at) };
}

/**
 * The entries of one directory as far as they are in the file, at most `maxEntries`, each read when it is asked for and not
 * kept. Directories that it points at are not followed.
 *
 * @param at Where the directory begins; undefined: the first one.
 */
export function* entriesIn(tiff: Tiff, at?: number): IterableIterator<EntryHead> {
  const count = Math.min(countEntries(tiff, at), maxEntries);
  if (count === 0) return;
  const start = at ?? tiff.u32(4);
  for (let entry = start + 2, left = count; left > 0; entry += 12, left--) {
    yield { tag: tiff.u16(entry), type: tiff.u16(entry + 2), count: tiff.u32(entry + 4), slot: entry + 8 };
  }
}

/** @returns How many entries of the directory are in the file. */
function countEntries(tiff: Tiff, at?: number): number {
  const { length } = tiff.file;
  if (length < 8) return 0;
  const start = at ?? tiff.u32(4);
  return start + 2 > length ? 0 : Math.min(tiff.u16(start), Math.floor((length - start - 2) / 12));
}

/**
 * @param maxBytes Of a value that is wanted.
 * @returns The directory's entries without those whose values are empty, longer, or not in the file. Values are not copied.
 * @throws {Error} The reader's excess, for one entry more than `maxEntries`.
 */
export function readDirectory(tiff: Tiff, maxBytes: number, at?: number): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  if (countEntries(tiff, at) > maxEntries) throw tiff.file.excess(`EXIF of more than ${maxEntries} entries`);
  for (const entry of entriesIn(tiff, at)) {
    const read = withValue(tiff, entry, maxBytes);
    if (read) entries.push(read);
  }
  return entries;
}

/**
 * Finds one entry of the first directory, however many there are.
 *
 * @returns undefined if it is not there, or as `readDirectory` leaves it out.
 */
export function findEntry(tiff: Tiff, tag: number, maxBytes: number): DirectoryEntry | undefined {
  for (const entry of entriesIn(tiff)) if (entry.tag === tag) return withValue(tiff, entry, maxBytes);
  return undefined;
}

function withValue(
  tiff: Tiff,
  { tag, type, count, slot }: EntryHead,
  maxBytes: number,
): DirectoryEntry | undefined {
  const length = count * (typeSizes.get(type) ?? 0);
  const from = length <= 4 ? slot : tiff.u32(slot);
  const value = tiff.file.slice(from, from + length);
  const isWanted = length > 0 && length <= maxBytes && value.length === length;
  return isWanted ? { tag, type, count, value } : undefined;
}

/** @returns The number that an entry of one short or long is. */
export function numberOf({ type, value }: DirectoryEntry, order: ByteOrder): number | undefined {
  if (type === 3 && value.length === 2) return order === 'II' ? value.readUInt16LE(0) : value.readUInt16BE(0);
  if (type === 4 && value.length === 4) return order === 'II' ? value.readUInt32LE(0) : value.readUInt32BE(0);
  return undefined;
}

/** What a TIFF is written from: values in this byte order. An entry takes 12 bytes besides a value of more than 4. */
export interface Directories {
  readonly order: ByteOrder;
  readonly first: readonly DirectoryEntry[];
  readonly second: readonly DirectoryEntry[];
  /** The tag by which the first points at the second. */
  readonly secondTag: number;
}

/** @returns A TIFF of the two directories, or of one if the second is empty. */
export function writeTiff({ order, first, second, secondTag }: Directories): Buffer {
  const number = (value: number, size: 2 | 4) => {
    const bytes = Buffer.alloc(size);
    if (order === 'II') bytes.writeUIntLE(value, 0, size);
    else bytes.writeUIntBE(value, 0, size);
    return bytes;
  };
  const directory = (entries: readonly DirectoryEntry[], at: number): Buffer => {
    const sorted = entries.slice().sort((a, b) => a.tag - b.tag);
    const values: Buffer[] = [];
    let end = at + 2 + sorted.length * 12 + 4;
    const rows = sorted.map(({ tag, type, count, value }) => {
      const head = [number(tag, 2), number(type, 2), number(count, 4)];
      if (value.length <= 4) return Buffer.concat([...head, value, Buffer.alloc(4 - value.length)]);
      const row = Buffer.concat([...head, number(end, 4)]);
      // Values begin at even offsets.
      const padded = Buffer.concat([value, Buffer.alloc(value.length % 2)]);
      values.push(padded);
      end += padded.length;
      return row;
    });
    return Buffer.concat([number(sorted.length, 2), ...rows, number(0, 4), ...values]);
  };
  const header = Buffer.concat([Buffer.from(order), number(42, 2), number(8, 4)]);
  if (second.length === 0) return Buffer.concat([header, directory(first, 8)]);
  const pointer = (to: number): DirectoryEntry => ({
    tag: secondTag,
    type: 4,
    count: 1,
    value: number(to, 4),
  });
  const at = 8 + directory([...first, pointer(0)], 8).length;
  return Buffer.concat([header, directory([...first, pointer(at)], 8), directory(second, at)]);
}
