// The properties of a HEIF file's items: `iprp` (ISO/IEC 23008-12, 9.3).

import { type Box, boxesIn, findBox } from './boxes.ts';
import type { ByteReader } from './bytes.ts';

/**
 * The properties that an item has, in the order in which it names them, which is that in which they are applied.
 *
 * @param described The box `iprp`.
 * @param type Only those of this type.
 * @throws {Error} The reader's fault, if they are damaged.
 */
export function propertiesOf(file: ByteReader, { start, end }: Box, item: number, type?: string): Box[] {
  // Of 15 bits each, so that there are at most 32,767, whatever the length of the lists.
  const wanted = new Set<number>();
  for (const box of boxesIn(file, start, end))
    if (box.type === 'ipma') addProperties(file, box, item, wanted);
  const container = findBox(file, start, end, 'ipco');
  const found = new Map<number, Box>();
  let number = 0;
  for (const property of container ? boxesIn(file, container.start, container.end) : []) {
    number += 1;
    const isOfType = type === undefined || property.type === type;
    if (isOfType && wanted.has(number)) found.set(number, property);
  }
  return Array.from(wanted, (one) => found.get(one)).filter((one): one is Box => one !== undefined);
}

/** Adds the numbers of the properties, from 1, that an item has by this `ipma`. */
function addProperties(file: ByteReader, { start, end }: Box, item: number, wanted: Set<number>): void {
  const wideIds = file.u8(start) > 0;
  const wideIndices = (file.u8(start + 3) & 1) === 1;
  let at = start + 8;
  for (let left = file.u32(start + 4); left > 0 && at < end; left--) {
    const id = wideIds ? file.u32(at) : file.u16(at);
    at += wideIds ? 4 : 2;
    const count = file.u8(at);
    at += 1;
    for (let n = 0; n < count; n++) {
      // The highest bit says whether it is essential.
      if (id === item) wanted.add(wideIndices ? file.u16(at) & 0x7fff : file.u8(at) & 0x7f);
      at += wideIndices ? 2 : 1;
    }
  }
}
