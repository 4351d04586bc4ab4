// Reads from a source the metadata that may go into its thumbnails, and writes it into them. What is particular to a format is in
// the module of that format.

import { ExcessError, toBuffer } from '../container/bytes.ts';
import type { OutputFormat, SourceFormat } from '../format/format.ts';
import { readAvif, writeAvif } from './avif.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';
import { blocksIn, type Exif, noExif, readExif, rightsInExif, withRights, writeExif } from './exif.ts';
import { readGif, writeGif } from './gif.ts';
import { rightsInIptc } from './iptc.ts';
import { readJpeg, writeJpeg } from './jpeg.ts';
import { readJxl } from './jxl.ts';
import { keptNames, rightsNames } from './namespaces.ts';
import { readPng, writePng } from './png.ts';
import type { MetadataPolicy } from './policy.ts';
import { firstOfName, listed, localised, type Property, select, textOf } from './properties.ts';
import { onlyAllowedTags } from './tags.ts';
import { readWebp, writeWebp } from './webp.ts';
import { bytesInXmp, readXmp, writeXmp } from './xmp.ts';

/** What is written into every thumbnail of one source. */
export interface Metadata {
  readonly exif: Exif;
  /** Properties as XMP has them; creator and rights stand in the EXIF as well. */
  readonly properties: readonly Property[];
  /** What was not read of the source, because it is past a bound, in a sentence; undefined where all was read. */
  readonly warning?: string | undefined;
}

const none: Metadata = { exif: noExif, properties: [] };

const readers: Readonly<Record<SourceFormat, (bytes: Uint8Array) => SourceBlocks>> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
  gif: readGif,
  tiff: (bytes) => ({ exif: toBuffer(bytes) }),
  avif: readAvif,
  heic: readAvif,
  jxl: readJxl,
};

interface Writing {
  readonly write: (bytes: Uint8Array, blocks: Blocks) => Uint8Array;
  readonly holdsExif: boolean;
}

const writers: Readonly<Record<OutputFormat, Writing>> = {
  jpeg: { write: writeJpeg, holdsExif: true },
  png: { write: writePng, holdsExif: true },
  webp: { write: writeWebp, holdsExif: true },
  gif: { write: writeGif, holdsExif: false },
  avif: { write: writeAvif, holdsExif: true },
};

/** Bytes that a file needs at most to carry its blocks, besides those of the blocks. AVIF needs most; GIF's XMP has a long tail. */
const framing = { exif: 160, xmpAlone: 272 } as const;

/**
 * Bytes of XMP at most, and as many of EXIF. A name and a licence need a tenth; the longest values are left out until the rest
 * fits.
 */
const most = { copyright: 4096, keep: 32_768 } as const;

/**
 * Reads what the policy keeps: nothing; creator and rights; or also what the photo shows and how it was taken. It never keeps
 * where it was taken, the serial number of the camera, or a preview: see namespaces.ts and tags.ts.
 *
 * @param bytes The encoded source. Nothing is thrown, whatever the bytes are. What is returned may share their memory.
 */
export function readMetadata(bytes: Uint8Array, format: SourceFormat, policy: MetadataPolicy): Metadata {
  if (policy === 'strip') return none;
  const excess: string[] = [];
  const within = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ExcessError)) throw error;
      excess.push(error.message);
      return otherwise;
    }
  };
  const blocks = within<SourceBlocks>(() => readers[format](bytes), {});
  const exif = within(() => (blocks.exif ? readExif(blocks.exif) : noExif), noExif);
  // TIFF has its blocks in its directory, and so may EXIF that was copied from one.
  const { xmp = blocksIn(exif).xmp, iptc = blocksIn(exif).iptc, author = '', copyright = '' } = blocks;
  const said = [
    ...within(() => (xmp ? readXmp(xmp) : []), []),
    ...within(() => (iptc ? rightsInIptc(iptc) : []), []),
    ...rightsInExif(exif),
    ...listed('dc:creator', author === '' ? [] : [author]),
    ...localised('dc:rights', copyright),
  ];
  const wanted = policy === 'keep' ? keptNames : rightsNames;
  const properties = fitting(firstOfName(select(said, wanted)), bytesInXmp, most[policy]);
  return {
    properties,
    exif: exifOf(policy === 'keep' ? exif : noExif, properties, most[policy]),
    warning: excess.length > 0 ? describeExcess(excess) : undefined,
  };
}

function describeExcess(excess: readonly string[]): string {
  return (
    `metadata of the photo was left out, because so much is not read: ${excess.join(', ')}; ` +
    'to keep its creator and rights, save it anew with another program'
  );
}

function exifOf(exif: Exif, properties: readonly Property[], limit: number): Exif {
  const { order, image, photo } = onlyAllowedTags(exif);
  const bytes = ({ value }: { value: Buffer }) => 12 + value.length;
  const half = limit / 2;
  const kept = { order, image: fitting(image, bytes, half), photo: fitting(photo, bytes, half) };
  return withRights(kept, textOf(properties, 'dc:creator'), textOf(properties, 'dc:rights'));
}

/** Chooses the shortest first, as many as fit, and returns them in the order in which they came. */
function fitting<T>(all: readonly T[], bytesOf: (one: T) => number, limit: number): T[] {
  const sized = all.map((one) => ({ one, bytes: bytesOf(one) })).sort((a, b) => a.bytes - b.bytes);
  const kept = new Set<T>();
  let left = limit;
  for (const { one, bytes } of sized) {
    left -= bytes;
    if (left >= 0) kept.add(one);
  }
  return all.filter((one) => kept.has(one));
}

/**
 * The blocks that are written into a file of this format.
 *
 * @param maxBytes Bytes of the whole file: metadata may take a quarter of it, and is cut down to rights, then to creator and
 * copyright, then to nothing.
 */
function blocksFor(metadata: Metadata, format: OutputFormat, maxBytes = Number.POSITIVE_INFINITY): Blocks {
  for (const kept of [undefined, rightsNames, names]) {
    const blocks = encode(kept ? only(metadata, kept) : metadata, format);
    if (bytesOf(blocks) <= maxBytes / 4) return blocks;
  }
  return {};
}

/** The properties for which EXIF has fields as well. */
const names: ReadonlySet<string> = new Set(['dc:creator', 'dc:rights']);

function only({ properties }: Metadata, kept: ReadonlySet<string>): Metadata {
  const left = select(properties, kept);
  return { properties: left, exif: exifOf(noExif, left, 0) };
}

/** EXIF where the format has it; XMP where EXIF lacks a field, and for texts that are not ASCII, which is all that EXIF defines. */
function encode({ exif, properties }: Metadata, format: OutputFormat): Blocks {
  if (!writers[format].holdsExif) return { xmp: writeXmp(properties) };
  const isInExif = properties.every(({ name }) => names.has(name) && isAscii(textOf(properties, name)));
  return { exif: writeExif(exif), xmp: isInExif ? undefined : writeXmp(properties) };
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function bytesOf({ exif, xmp }: Blocks): number {
  if (exif) return exif.length + (xmp?.length ?? 0) + framing.exif;
  return xmp ? xmp.length + framing.xmpAlone : 0;
}

/** @returns The bytes by which `embedMetadata` makes a file of this format longer, at most. */
export function metadataBytes(metadata: Metadata, format: OutputFormat, maxBytes?: number): number {
  return bytesOf(blocksFor(metadata, format, maxBytes));
}

/**
 * @param bytes A file without metadata, not changed.
 * @param maxBytes Bytes of the whole file, where the preset bounds it.
 */
export function embedMetadata(
  bytes: Uint8Array,
  format: OutputFormat,
  metadata: Metadata,
  maxBytes?: number,
): Uint8Array {
  const blocks = blocksFor(metadata, format, maxBytes);
  return blocks.exif || blocks.xmp ? writers[format].write(bytes, blocks) : bytes;
}
