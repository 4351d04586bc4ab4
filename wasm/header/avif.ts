// What an AVIF says of its colours besides a profile: the nclx of its primary item (ISO/IEC 14496-12, 8.11; 23008-12, 6.5.5).

import { Bytes } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { corrupt } from './facts.ts';

interface Box {
  readonly name: string;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** Of one box: photos have some dozens, in grids some hundreds. */
const maxBoxes = 20_000;

/**
 * @returns Undefined: its profile says it, or it is sRGB.
 * @throws {SourceFault} if it is damaged.
 */
export function readAvifColour(bytes: Uint8Array): Colourimetry | undefined {
  const file = new Bytes(bytes);
  const meta = find(boxes(file, 0, file.length), 'meta');
  if (!meta) return undefined;
  // Version and flags come first.
  const parts = boxes(file, meta.start + 4, meta.end);
  const primary = find(parts, 'pitm');
  const described = find(parts, 'iprp');
  if (!primary || !described) return undefined;
  const item = file.u8(primary.start) === 0 ? file.u16(primary.start + 4) : file.u32(primary.start + 4);
  const lists = boxes(file, described.start, described.end);
  const container = find(lists, 'ipco');
  const properties = container ? boxes(file, container.start, container.end) : [];
  const own = lists
    .filter(({ name }) => name === 'ipma')
    .reduce<number[]>((found, one) => found.concat(associated(file, one, item)), [])
    .map((index) => properties[index - 1])
    .filter((one): one is Box => one?.name === 'colr');
  const kinds = own.map(({ start }) => file.text(start, 4));
  const nclx = own[kinds.indexOf('nclx')];
  if (!nclx || kinds.some((kind) => kind === 'prof' || kind === 'rICC')) return undefined;
  return byCodePoints(file.u16(nclx.start + 4), file.u16(nclx.start + 6));
}

function find(list: readonly Box[], wanted: string): Box | undefined {
  return list.find(({ name }) => name === wanted);
}

/** Boxes side by side. */
function boxes(file: Bytes, from: number, end: number): Box[] {
  const found: Box[] = [];
  let at = from;
  while (at + 8 <= end) {
    const size = file.u32(at);
    // 1: the size stands behind the name, in 64 bits; 0: up to the end.
    const header = size === 1 ? 16 : 8;
    const length = size === 1 ? file.u32(at + 8) * 2 ** 32 + file.u32(at + 12) : size === 0 ? end - at : size;
    if (length < header || found.length === maxBoxes) throw corrupt('an AVIF whose boxes make no sense');
    found.push({ name: file.text(at + 4, 4), start: at + header, end: Math.min(at + length, end) });
    at += length;
  }
  return found;
}

/** Numbers of the properties, from 1, that an item has by this `ipma`. */
function associated(file: Bytes, { start, end }: Box, item: number): number[] {
  const wideIds = file.u8(start) > 0;
  const wideIndices = (file.u8(start + 3) & 1) === 1;
  const found: number[] = [];
  let at = start + 8;
  for (let left = file.u32(start + 4); left > 0 && at < end; left--) {
    const id = wideIds ? file.u32(at) : file.u16(at);
    at += wideIds ? 4 : 2;
    const count = file.u8(at);
    at += 1;
    for (let n = 0; n < count; n++) {
      // The highest bit says whether it is essential.
      if (id === item) found.push(wideIndices ? file.u16(at) & 0x7fff : file.u8(at) & 0x7f);
      at += wideIndices ? 2 : 1;
    }
  }
  return found;
}
