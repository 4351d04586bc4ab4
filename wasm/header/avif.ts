// Reads what an AVIF says of its colours besides a profile: the nclx of its primary item (ISO/IEC 14496-12, 8.11; 23008-12,
// 6.5.5).

import { findBox } from '../../src/function/container/boxes.ts';
import { readItemProperties } from '../../src/function/container/item-properties.ts';
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
  const own = readItemProperties(file, described)(item, 'colr');
  const kinds = own.map(({ start }) => file.text(start, 4));
  const nclx = own[kinds.indexOf('nclx')];
  if (!nclx || kinds.some((kind) => kind === 'prof' || kind === 'rICC')) return undefined;
  return byCodePoints(file.u16(nclx.start + 4), file.u16(nclx.start + 6));
}
