// The items of a HEIF file (ISO/IEC 23008-12; 14496-12, 8.11): pictures and metadata, what each is and where its bytes are.

import { type Box, boxesIn, findBox } from './boxes.ts';
import { attemptWithinBounds, ByteReader } from './bytes.ts';

/** The box `meta` and what is in it. */
export interface Meta {
  readonly box: Box;
  readonly children: readonly Box[];
}

/** One item's entry in `iloc`. */
export interface Location {
  readonly id: number;
  /** 0: places are counted from the beginning of the file; 1: from that of the box `idat`. */
  readonly method: number;
  readonly base: Field;
  readonly extents: readonly { readonly offset: Field; readonly length: number }[];
}

/** A number and where it is written, so that it can be changed. */
export interface Field {
  readonly at: number;
  /** Bytes. */
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
  /** The number of entries. */
  readonly count: Field;
  readonly entries: readonly Location[];
}

/** Real files have as many items as tiles, and some more. */
const maxItems = 2000;
/** The extents of all items: fields may have no bytes, so that the file's length does not bound their number. */
const maxExtents = 4000;
/** Bytes of an item's name and content type, each with a zero behind it. Stops a name that fills the file. */
const maxNames = 1024;

/** The boxes that are all there, as far as they can be followed. */
export function wholeBoxesIn(file: ByteReader, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  attemptWithinBounds(() => {
    for (const box of boxesIn(file, from, to)) if (box.isWhole) boxes.push(box);
  });
  return boxes;
}

export function findMeta(file: ByteReader): Meta | undefined {
  const box = attemptWithinBounds(() => findBox(file, 0, file.length, 'meta'));
  // A full box: version and flags come before its children.
  return box?.isWhole ? { box, children: wholeBoxesIn(file, box.start + 4, box.end) } : undefined;
}

export function childOf({ children }: Meta, type: string): Box | undefined {
  return children.find((child) => child.type === type);
}

/** @returns The number of the item that is the file's picture; undefined if it names none. */
export function primaryItem(file: ByteReader, meta: Meta): number | undefined {
  const primary = childOf(meta, 'pitm');
  return (
    primary && (file.u8(primary.start) === 0 ? file.u16(primary.start + 4) : file.u32(primary.start + 4))
  );
}

/**
 * What kind each item is: `hvc1` is a picture of HEVC, `grid` one of tiles.
 *
 * @throws {Error} The reader's fault, if the list is damaged; its excess, if it is too long.
 */
export function itemTypes(file: ByteReader, meta: Meta): ReadonlyMap<number, string> {
  const types = new Map<number, string>();
  const list = childOf(meta, 'iinf');
  if (!list) return types;
  const first = list.start + (file.u8(list.start) === 0 ? 6 : 8);
  for (const { start, isWhole } of boxesIn(file, first, list.end)) {
    const version = file.u8(start);
    if (!isWhole || version < 2) continue;
    if (types.size === maxItems) throw file.excess(`a HEIF file of more than ${maxItems} items`);
    const wide = version > 2 ? 4 : 2;
    types.set(file.uint(start + 4, wide), file.text(start + 4 + wide + 2, 4));
  }
  return types;
}

/**
 * @param type `Exif` or `mime`.
 * @param contentType What an item of type `mime` holds: `application/rdf+xml`.
 * @returns The number of the first such item that `iinf` names. Entries of other versions than 2, which no program writes, are
 * passed over.
 */
export function findItem(file: ByteReader, meta: Meta, type: string, contentType = ''): number | undefined {
  const list = childOf(meta, 'iinf');
  return list && attemptWithinBounds(() => findItemIn(file, list, type, contentType));
}

function findItemIn(file: ByteReader, list: Box, wanted: string, wantedContent: string): number | undefined {
  const first = list.start + (file.u8(list.start) === 0 ? 6 : 8);
  for (const { start, end, isWhole } of boxesIn(file, first, list.end)) {
    if (!isWhole || file.u8(start) !== 2 || !file.hasText(start + 8, wanted)) continue;
    const names = file.text(start + 12, Math.min(end - start - 12, maxNames));
    const [, contentType = ''] = names.split('\0');
    if (wantedContent === '' || contentType === wantedContent) return file.u16(start + 4);
  }
  return undefined;
}

/** @returns undefined if it cannot be read to its end. */
export function locationsIn(file: ByteReader, { start, end }: Box): Locations | undefined {
  return attemptWithinBounds(() => {
    const table = new ByteReader(file.slice(0, end));
    let at = start + 4;
    const field = (size: number): Field => {
      const value = table.uint(at, size);
      at += size;
      return { at: at - size, size, value };
    };
    const version = table.u8(start);
    const [first, second] = [field(1).value, field(1).value];
    const index = version === 0 ? 0 : second & 15;
    const sizes = { offset: first >> 4, length: first & 15, base: second >> 4, index };
    const wide = version < 2 ? 2 : 4;
    const count = field(wide);
    if (count.value > maxItems) throw file.excess(`a HEIF file of more than ${maxItems} items`);
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
      if (pieces > maxExtents)
        throw file.excess(`a HEIF file whose items have more than ${maxExtents} extents`);
      for (let left = parts; left > 0; left--) {
        field(sizes.index);
        extents.push({ offset: field(sizes.offset), length: field(sizes.length).value });
      }
      entries.push({ id, method, base, extents });
    }
    return { version, sizes, count, entries };
  });
}
