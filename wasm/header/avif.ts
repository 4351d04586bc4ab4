// Reads what an AVIF says of its primary item: whether a property forbids to show it, and its colours besides a profile, which are
// its nclx (ISO/IEC 14496-12, 8.11; 23008-12, 6.5.5 and 9.3).

import { findBox } from '../../src/function/container/boxes.ts';
import { readItemProperties } from '../../src/function/container/item-properties.ts';
import { childOf, findMeta, primaryItem } from '../../src/function/container/items.ts';
import { Bytes, ifReadable } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { unreadable } from './jpeg.ts';

/** The properties of pictures that are defined (23008-12, 6.5; AV1 Image File Format, 2.3), which libheif knows or judges itself. */
const definedProperties: readonly string[] = [
  ...['ispe', 'pixi', 'colr', 'pasp', 'rloc', 'irot', 'imir', 'clap', 'iscl', 'rref', 'auxC', 'lsel', 'tols'],
  ...['clli', 'mdcv', 'cclv', 'amve', 'reve', 'ndwt', 'crtt', 'mdft', 'udes', 'altt', 'aebr', 'wbbr', 'fobr'],
  ...['afbr', 'dobr', 'pano', 'subs', 'oinf', 'tptl', 'prdi', 'cmin', 'cmex', 'mskC', 'itai', 'taic', 'uuid'],
  ...['av1C', 'a1op', 'a1lx', 'hvcC', 'lhvC', 'avcC', 'vvcC', 'evcC', 'jpgC', 'j2kH', 'uncC', 'cmpd', 'cmpC'],
  ...['icef', 'cpat', 'sbpm', 'splz', 'snuc', 'cloc', 'disi', 'tilC'],
];

/**
 * Refuses what libheif must not show, though it may be whole: readers that do not know an essential property leave the picture alone.
 *
 * @throws {SourceFault} `source-unsupported`. Nothing is said about a file that cannot be followed.
 */
export function checkAvifKind(bytes: Uint8Array): void {
  const unknown = ifReadable(() => {
    const file = new Bytes(bytes);
    const meta = findMeta(file);
    const item = meta && primaryItem(file, meta);
    const described = meta && childOf(meta, 'iprp');
    if (item === undefined || !described) return undefined;
    const own = readItemProperties(file, described)(item);
    return own.find(({ type, isEssential }) => isEssential && !definedProperties.includes(type));
  });
  if (!unknown) return;
  const name = JSON.stringify(unknown.type);
  throw unreadable(`an AVIF that is not to be shown without its property ${name}, which is unknown here`);
}

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
