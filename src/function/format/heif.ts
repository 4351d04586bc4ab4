// Finds out how the picture in a HEIF file is coded (ISO/IEC 23008-12): by the kind of the item that the file names as its picture,
// or of the first of which that consists, and else by the properties that configure decoders. An image sequence without a picture of its
// own is known by its track.

import { boxesIn, findBox } from '../container/boxes.ts';
import { attempt, ByteReader } from '../container/bytes.ts';
import { referencesIn, withParts } from '../container/item-references.ts';
import { findMeta, itemTypes, primaryItem } from '../container/items.ts';
import { findPictureTrack } from '../container/track.ts';
import { codecBoxes, codecOfItems } from './magic.ts';

/**
 * @param bytes An ISO base media file; what it says of itself is not trusted.
 * @returns `hvcC`: the type of a property in `codecBoxes`; undefined if there is none.
 */
export function nameCodec(bytes: Uint8Array): string | undefined {
  const file = new ByteReader(bytes);
  return (
    attempt(() => codecOfPicture(file)) ??
    attempt(() => codecOfAny(file)) ??
    attempt(() => codecOfTrack(file))
  );
}

function codecOfPicture(file: ByteReader): string | undefined {
  const meta = findMeta(file);
  const id = meta && primaryItem(file, meta);
  if (!meta || id === undefined) return undefined;
  const types = itemTypes(file, meta);
  const items = Array.from(withParts(referencesIn(file, meta), [id]));
  return items.map((item) => codecOfItems[types.get(item) ?? '']).find((codec) => codec !== undefined);
}

function codecOfTrack(file: ByteReader): string | undefined {
  return codecOfItems[findPictureTrack(file)?.type ?? ''];
}

/** That of AV1 if it is among several. */
function codecOfAny(file: ByteReader): string | undefined {
  const meta = findBox(file, 0, file.length, 'meta');
  // Version and flags come before its children.
  const described = meta && findBox(file, meta.start + 4, meta.end, 'iprp');
  const properties = described && findBox(file, described.start, described.end, 'ipco');
  if (!properties) return undefined;
  let found: string | undefined;
  for (const { type } of boxesIn(file, properties.start, properties.end)) {
    if (type === 'av1C') return type;
    if (found === undefined && codecBoxes[type] !== undefined) found = type;
  }
  return found;
}
