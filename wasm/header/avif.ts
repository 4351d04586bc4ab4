// Reads what an AVIF says of its items: whether a property forbids to show them, and the primary one's colours besides a profile,
// which are its nclx (ISO/IEC 14496-12, 8.11; 23008-12, 6.5.5 and 9.3).

import { findBox } from '../../src/function/container/boxes.ts';
import { type ItemProperty, readItemProperties } from '../../src/function/container/item-properties.ts';
import { childOf, findMeta, itemTypes } from '../../src/function/container/items.ts';
import { Bytes, ifReadable } from './bytes.ts';
import { byCodePoints, type Colourimetry } from './colourimetry.ts';
import { unreadable } from './facts.ts';

/**
 * Properties that the libheif in wasm-vips reads, each tried as an essential one. Others it does not know, though they are defined
 * (23008-12, 6.5), like the place in a larger picture. Of `uuid` it reads two alone, which were drafts of `cmin` and `cmex`.
 */
const readProperties: readonly string[] = [
  ...['ispe', 'pixi', 'colr', 'pasp', 'irot', 'imir', 'clap', 'rref', 'auxC', 'lsel', 'clli', 'mdcv', 'amve'],
  ...['ndwt', 'udes', 'cmin', 'cmex', 'mskC', 'itai', 'taic', 'av1C', 'a1op', 'a1lx', 'hvcC', 'avcC', 'vvcC'],
  ...['jpgC', 'j2kH'],
];

/** Kinds of items in which libheif looks for them, whether they are shown or not: it refuses all of a file for one. */
const pictures: readonly string[] = ['av01', 'grid', 'iden', 'iovl', 'hvc1', 'jpeg', 'mski'];

/**
 * Refuses what libheif must not show, though it may be whole: readers that do not know an essential property leave the picture alone.
 *
 * @throws {SourceFault} `source-unsupported`. Nothing is said about a file that cannot be followed.
 */
export function checkAvifKind(bytes: Uint8Array): void {
  const unread = ifReadable(() => findUnread(new Bytes(bytes)));
  if (unread) {
    throw unreadable(`an AVIF that is not to be shown without its property ${JSON.stringify(unread.type)}`);
  }
}

function findUnread(file: Bytes): ItemProperty | undefined {
  const meta = findMeta(file);
  const described = meta && childOf(meta, 'iprp');
  if (!meta || !described) return undefined;
  const propertiesOf = readItemProperties(file, described);
  for (const [item, kind] of itemTypes(file, meta)) {
    const own = pictures.includes(kind) ? propertiesOf(item) : [];
    const unread = own.find(({ type, isEssential }) => isEssential && !readProperties.includes(type));
    if (unread) return unread;
  }
  return undefined;
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
