// Reads what an AVIF says of its colours besides a profile: the nclx of its primary item (ISO/IEC 14496-12, 8.11; 23008-12,
// 6.5.5).

import { type Box, boxesIn, findBox } from '../../src/function/container/boxes.ts';
import { Bytes } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';

/**
 * @returns Undefined: its profile says it, or it is sRGB.
 * @throws {SourceFault} if it is damaged.
 */
export function readAvifColour(bytes: Uint8Array): Colourimetry | undefined {
  const file = new Bytes(bytes);
  const meta = findBox(file, 0, file.length, 'meta');
  if (!meta) return undefined;
  // Version and flags come before its children.
  const primary = findBox(file, meta.start + 4, meta.end, 'pitm');
  const described = findBox(file, meta.start + 4, meta.end, 'iprp');
  if (!primary || !described) return undefined;
  const item = file.u8(primary.start) === 0 ? file.u16(primary.start + 4) : file.u32(primary.start + 4);
  const own = coloursOf(file, described, item);
  const kinds = own.map(({ start }) => file.text(start, 4));
  const nclx = own[kinds.indexOf('nclx')];
  if (!nclx || kinds.some((kind) => kind === 'prof' || kind === 'rICC')) return undefined;
  return byCodePoints(file.u16(nclx.start + 4), file.u16(nclx.start + 6));
}

/** The `colr` boxes that `iprp` gives to an item, in the order in which it names them. */
function coloursOf(file: Bytes, { start, end }: Box, item: number): Box[] {
  // Of 15 bits each, so that there are at most 32,767, whatever the length of the lists.
  const wanted = new Set<number>();
  for (const box of boxesIn(file, start, end))
    if (box.type === 'ipma') addProperties(file, box, item, wanted);
  const container = findBox(file, start, end, 'ipco');
  const colours = new Map<number, Box>();
  let number = 0;
  for (const property of container ? boxesIn(file, container.start, container.end) : []) {
    number += 1;
    if (property.type === 'colr' && wanted.has(number)) colours.set(number, property);
  }
  return Array.from(wanted, (one) => colours.get(one)).filter((one): one is Box => one !== undefined);
}

/** Adds the numbers of the properties, from 1, that an item has by this `ipma`. */
function addProperties(file: Bytes, { start, end }: Box, item: number, wanted: Set<number>): void {
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
