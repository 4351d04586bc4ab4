// TIFF directories (TIFF 6.0, section 2), which EXIF and TIFF files consist of: read and written. Knows no tag's meaning.

import { maxBlock } from '../metadata/blocks.ts';
import { attempt } from './bytes.ts';

export interface DirectoryEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** In the file's byte order. */
  readonly value: Buffer;
}

export type ByteOrder = 'II' | 'MM';

/** Type -> bytes of one value; 129 is UTF-8 (Exif 3.0, 4.6.2). */
const typeSizes: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 129: 1 },
};

/** Real files have fewer; a crafted one would have 65,535 that each point at the same long value. */
const maxEntries = 400;

/** @returns undefined if it is no TIFF. BigTIFF is another. */
export function readOrder(tiff: Buffer): ByteOrder | undefined {
  const start = tiff.toString('latin1', 0, 4);
  if (start === 'II*\0') return 'II';
  return start === 'MM\0*' ? 'MM' : undefined;
}

/**
 * @param at Of the directory; undefined: the first one.
 * @returns Its entries, without those whose values are not in the file, or longer than any block.
 */
export function readDirectory(tiff: Buffer, order: ByteOrder, at?: number): DirectoryEntry[] {
  const u16 = (from: number) => (order === 'II' ? tiff.readUInt16LE(from) : tiff.readUInt16BE(from));
  const u32 = (from: number) => (order === 'II' ? tiff.readUInt32LE(from) : tiff.readUInt32BE(from));
  const entries: DirectoryEntry[] = [];
  attempt(() => {
    const start = at ?? u32(4);
    const count = Math.min(u16(start), maxEntries);
    for (let i = 0; i < count; i++) {
      const entry = start + 2 + i * 12;
      const head = { tag: u16(entry), type: u16(entry + 2), count: u32(entry + 4) };
      const length = head.count * (typeSizes[head.type] ?? 0);
      const from = length <= 4 ? entry + 8 : u32(entry + 8);
      const value = tiff.subarray(from, from + length);
      if (length > 0 && length <= maxBlock && value.length === length) entries.push({ ...head, value });
    }
  });
  return entries;
}

/** @returns The number that an entry of one short or long is. */
export function numberOf({ type, value }: DirectoryEntry, order: ByteOrder): number | undefined {
  if (type === 3 && value.length === 2) return order === 'II' ? value.readUInt16LE(0) : value.readUInt16BE(0);
  if (type === 4 && value.length === 4) return order === 'II' ? value.readUInt32LE(0) : value.readUInt32BE(0);
  return undefined;
}

/** Of entries in this order of bytes, each with one entry's room besides its value. */
export interface Directories {
  readonly order: ByteOrder;
  readonly first: readonly DirectoryEntry[];
  /** Which the first points at, by this tag. */
  readonly second: readonly DirectoryEntry[];
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
