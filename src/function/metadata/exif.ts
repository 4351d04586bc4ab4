// EXIF (CIPA DC-008): reads creator and rights, and the directories of which tags.ts says what is kept; writes it.

import { attempt, ByteReader } from '../container/bytes.ts';
import { readOrientation } from '../container/orientation.ts';
import {
  type ByteOrder,
  type DirectoryEntry,
  numberOf,
  openTiff,
  readDirectory,
  writeTiff,
} from '../container/tiff.ts';
import { maxBlock } from './blocks.ts';
import { decodeText } from './decode-text.ts';
import { listed, localised, type Property } from './properties.ts';

export interface Exif {
  readonly order: ByteOrder;
  /** The entries of the first directory, on the picture. */
  readonly image: readonly DirectoryEntry[];
  /** The entries of the directory that the first points at, on how the photo was taken. */
  readonly photo: readonly DirectoryEntry[];
}

const tag = {
  artist: 0x013b,
  copyright: 0x8298,
  authorInWindows: 0x9c9d,
  photo: 0x8769,
} as const;
const ascii = 2;

/** Tags that only TIFF has: other formats keep this in blocks of their own. */
const blockTag = { xmp: 0x02bc, iptc: 0x83bb } as const;

export const noExif: Exif = { order: 'II', image: [], photo: [] };

/** In the boxes of AVIF and JPEG XL a number before EXIF says how many more bytes stand before its TIFF header: nearly always 0. */
export function withoutOffset(exif: Buffer): Buffer | undefined {
  return attempt(() => exif.subarray(4 + new ByteReader(exif).u32(0)));
}

/** @returns `noExif` for bytes that are no EXIF. GPS, previews and makers' notes are in directories that are not even read. */
export function readExif(bytes: Buffer): Exif {
  const tiff = openTiff(bytes);
  if (!tiff) return noExif;
  const { order } = tiff;
  const image = readDirectory(tiff, maxBlock);
  const pointer = image.find((entry) => entry.tag === tag.photo);
  const at = pointer && numberOf(pointer, order);
  return { order, image, photo: at === undefined ? [] : readDirectory(tiff, maxBlock, at) };
}

/** The XMP and IPTC in a TIFF's first directory. */
export function blocksIn({ image }: Exif): { xmp: Buffer | undefined; iptc: Buffer | undefined } {
  const find = (wanted: number) => image.find((entry) => entry.tag === wanted)?.value;
  return { xmp: find(blockTag.xmp), iptc: find(blockTag.iptc) };
}

/** Does the orientation in this EXIF leave the photo as it is stored? */
export function isUpright(exif: Buffer): boolean {
  return readOrientation(exif) === 1;
}

/** Creator and rights, as the properties that XMP has for them. */
export function rightsInExif({ image }: Exif): Property[] {
  const find = (wanted: number) => image.find((entry) => entry.tag === wanted)?.value;
  const inWindows = find(tag.authorInWindows)?.toString('utf16le');
  const artist = toText(find(tag.artist)) || (inWindows ?? '').split('\0').join('').trim();
  return [
    ...listed('dc:creator', artist ? [artist] : []),
    ...localised('dc:rights', toText(find(tag.copyright))),
  ];
}

/** A text without its padding. The photographer's copyright and the editor's have a zero between them. */
function toText(value: Buffer | undefined): string {
  const parts = decodeText(value ?? Buffer.alloc(0)).split('\0');
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('; ');
}

/**
 * Puts creator and rights into their tags, in place of what was there: that is ASCII, and XMP or IPTC may have said more. An empty
 * text leaves no tag.
 */
export function withRights(exif: Exif, artist: string, copyright: string): Exif {
  const said = [text(tag.artist, artist), text(tag.copyright, copyright)];
  const others = exif.image.filter((entry) => !said.some((one) => one.tag === entry.tag));
  return { ...exif, image: [...others, ...said.filter(({ count }) => count > 1)] };
}

/** A text in UTF-8 in a field of ASCII: all programs write it so, and most read it so. */
function text(name: number, content: string): DirectoryEntry {
  const value = Buffer.from(`${content}\0`);
  return { tag: name, type: ascii, count: value.length, value };
}

/** @returns undefined if there are no entries. */
export function writeExif({ order, image, photo }: Exif): Buffer | undefined {
  if (image.length + photo.length === 0) return undefined;
  return writeTiff({ order, first: image, second: photo, secondTag: tag.photo });
}
