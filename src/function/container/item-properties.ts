// The properties of a HEIF file's items: `iprp` (ISO/IEC 23008-12, 9.3).

import { type Box, boxesIn, findBox } from './boxes.ts';
import type { ByteReader } from './bytes.ts';

/**
 * The properties that an item has, in the order in which it names them, which is that in which they are applied.
 *
 * @param type Only those of this type.
 */
export type ItemProperties = (item: number, type?: string) => Box[];

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
  const numbers = new Map<number, Set<number>>();
  let left = maxAssociations;
  for (const box of boxesIn(file, start, end)) {
    if (box.type === 'ipma') left = addAssociations(file, box, numbers, left);
  }
  return (item, type) =>
    Array.from(numbers.get(item) ?? [], (number) => properties[number - 1]).filter(
      (one): one is Box => one !== undefined && (type === undefined || one.type === type),
    );
}

/**
 * Adds the numbers of the properties, from 1, that each item has by this `ipma`.
 *
 * @param most How many associations more there may be.
 * @returns How many there may be after that.
 */
function addAssociations(
  file: ByteReader,
  { start, end }: Box,
  numbers: Map<number, Set<number>>,
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
    const own = numbers.get(id) ?? new Set();
    numbers.set(id, own);
    for (let n = 0; n < count; n++) {
      // The highest bit says whether it is essential.
      own.add(wideIndices ? file.u16(at) & 0x7fff : file.u8(at) & 0x7f);
      at += wideIndices ? 2 : 1;
    }
  }
  return left;
}
