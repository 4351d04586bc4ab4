// The properties of a HEIF file's items: `iprp` (ISO/IEC 23008-12, 9.3).

import { type Box, boxesIn, findBox } from './boxes.ts';
import type { ByteReader } from './bytes.ts';

export interface ItemProperty extends Box {
  /** Whether the item must not be shown by a reader that does not know this property. */
  readonly isEssential: boolean;
}

/**
 * The properties that an item has, in the order in which it names them, which is that in which they are applied.
 *
 * @param type Only those of this type.
 */
export type ItemProperties = (item: number, type?: string) => ItemProperty[];

/** Items that have properties, and properties that items have: some for each tile of a picture. */
const maxAssociations = 20_000;

/**
 * Reads once which properties each item has, so that asking for those of many items takes no longer than the file is.
 *
 * @param described The box `iprp`.
 * @throws {Error} The reader's fault, if they are damaged; its excess, if there are too many.
 */
export function readItemProperties(file: ByteReader, { start, end }: Box): ItemProperties {
  const container = findBox(file, start, end, 'ipco');
  const properties = container ? Array.from(boxesIn(file, container.start, container.end)) : [];
  const numbers = new Map<number, Map<number, boolean>>();
  let left = maxAssociations;
  for (const box of boxesIn(file, start, end)) {
    if (box.type === 'ipma') left = addAssociations(file, box, numbers, left);
  }
  return (item, type) =>
    Array.from(numbers.get(item) ?? [], ([number, isEssential]) => {
      const box = properties[number - 1];
      return box && { ...box, isEssential };
    }).filter((one): one is ItemProperty => one !== undefined && (type === undefined || one.type === type));
}

/**
 * Adds the numbers of the properties, from 1, that each item has by this `ipma`, and whether they are essential.
 *
 * @param most How many associations more there may be.
 * @returns How many there may be after that.
 */
function addAssociations(
  file: ByteReader,
  { start, end }: Box,
  numbers: Map<number, Map<number, boolean>>,
  most: number,
): number {
  const wideIds = file.u8(start) > 0;
  const wideIndices = (file.u8(start + 3) & 1) === 1;
  let left = most;
  let at = start + 8;
  for (let items = file.u32(start + 4); items > 0 && at < end; items--) {
    const id = wideIds ? file.u32(at) : file.u16(at);
    at += wideIds ? 4 : 2;
    const count = file.u8(at);
    at += 1;
    left -= 1 + count;
    if (left < 0) throw file.excess(`a HEIF file of more than ${maxAssociations} properties of its items`);
    const own = numbers.get(id) ?? new Map<number, boolean>();
    numbers.set(id, own);
    for (let n = 0; n < count; n++) {
      // The highest bit says whether it is essential.
      const number = wideIndices ? file.u16(at) & 0x7fff : file.u8(at) & 0x7f;
      own.set(number, own.get(number) === true || file.u8(at) >= 0x80);
      at += wideIndices ? 2 : 1;
    }
  }
  return left;
}
