// The items of a HEIF file (ISO/IEC 23008-12; 14496-12, 8.11): pictures and metadata, what each is and where its bytes are.

import { type Box, boxesIn } from '../container/boxes.ts';
import { attempt } from '../container/bytes.ts';

/** The box `meta` and what is in it. */
export interface Meta {
  readonly box: Box;
  readonly children: readonly Box[];
}

export interface Item {
  readonly id: number;
  /** `av01`, `Exif`, `mime`. */
  readonly type: string;
  /** Of `mime`. */
  readonly contentType: string;
}

/** One item's entry in `iloc`. */
export interface Location {
  readonly id: number;
  /** 0: places are of the file; 1: of the box `idat`. */
  readonly method: number;
  readonly base: Field;
  readonly extents: readonly { readonly offset: Field; readonly length: number }[];
}

/** A number and where it is written, to be changed. */
export interface Field {
  readonly at: number;
  readonly size: number;
  readonly value: number;
}

export interface Locations {
  readonly version: number;
  /** Bytes of the fields of each entry. */
  readonly sizes: {
    readonly offset: number;
    readonly length: number;
    readonly base: number;
    readonly index: number;
  };
  /** Where the number of entries is written. */
  readonly count: Field;
  readonly entries: readonly Location[];
}

/** Real files have as many as there are tiles, and some. */
const maxItems = 2000;
/** Of all items: fields may have no bytes, so that the file's length bounds nothing. */
const maxExtents = 4000;

export function findMeta(file: Buffer): Meta | undefined {
  const box = boxesIn(file, 0, file.length).find(({ type }) => type === 'meta');
  // A full box: version and flags come first.
  return box && { box, children: boxesIn(file, box.start + 4, box.end) };
}

export function childOf({ children }: Meta, type: string): Box | undefined {
  return children.find((child) => child.type === type);
}

/** What `iinf` names; entries of other versions than 2, which are nowhere found, are passed over. */
export function itemsIn(file: Buffer, meta: Meta): Item[] {
  const list = childOf(meta, 'iinf');
  if (!list) return [];
  const first = list.start + (file[list.start] === 0 ? 6 : 8);
  const entries = boxesIn(file, first, list.end).filter(({ start }) => file[start] === 2);
  const items = entries.map(({ start, end }) => attempt(() => readItem(file, start, end)));
  return items.filter((item): item is Item => item !== undefined);
}

function readItem(file: Buffer, start: number, end: number): Item {
  const [, contentType = ''] = file.toString('latin1', start + 12, end).split('\0');
  const type = file.toString('latin1', start + 8, start + 12);
  return { id: file.readUInt16BE(start + 4), type, contentType };
}

/** @returns undefined if it cannot be read to its end. */
export function locationsIn(file: Buffer, { start, end }: Box): Locations | undefined {
  return attempt(() => {
    const table = file.subarray(0, end);
    let at = start + 4;
    const field = (size: number): Field => {
      const value = size === 0 ? 0 : readNumber(table, at, size);
      at += size;
      return { at: at - size, size, value };
    };
    const version = table.readUInt8(start);
    const [first, second] = [field(1).value, field(1).value];
    const index = version === 0 ? 0 : second & 15;
    const sizes = { offset: first >> 4, length: first & 15, base: second >> 4, index };
    const wide = version < 2 ? 2 : 4;
    const count = field(wide);
    if (count.value > maxItems) return undefined;
    const entries: Location[] = [];
    let pieces = 0;
    for (let i = 0; i < count.value; i++) {
      const id = field(wide).value;
      const method = version === 0 ? 0 : field(2).value & 15;
      field(2);
      const base = field(sizes.base);
      const extents: { offset: Field; length: number }[] = [];
      const parts = field(2).value;
      pieces += parts;
      if (pieces > maxExtents) return undefined;
      for (let left = parts; left > 0; left--) {
        field(sizes.index);
        extents.push({ offset: field(sizes.offset), length: field(sizes.length).value });
      }
      entries.push({ id, method, base, extents });
    }
    return { version, sizes, count, entries };
  });
}

/** Big-endian, of up to eight bytes. */
function readNumber(bytes: Buffer, at: number, size: number): number {
  return size > 6
    ? bytes.readUIntBE(at, size - 6) * 2 ** 48 + bytes.readUIntBE(at + size - 6, 6)
    : bytes.readUIntBE(at, size);
}
