// Metadata in AVIF (AV1 Image File Format 1.1; ISO/IEC 23008-12, annexes A and C): EXIF and XMP as items beside the picture.

import { findBox, writeBox } from '../container/boxes.ts';
import { attempt, ByteReader, latin1, u16, u32 } from '../container/bytes.ts';
import {
  childOf,
  type Field,
  findItem,
  findMeta,
  type Location,
  type Locations,
  locationsIn,
  type Meta,
} from '../container/items.ts';
import { type Blocks, maxBlock, type SourceBlocks, tooLong } from './blocks.ts';
import { withoutOffset } from './exif.ts';

const xmpType = 'application/rdf+xml';

export function readAvif(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  const meta = findMeta(file);
  const list = meta && childOf(meta, 'iloc');
  const locations = list && locationsIn(file, list);
  if (!meta || !locations) return {};
  const read = (id: number | undefined) => contentOf(file, meta, locations, id);
  const exif = read(findItem(file, meta, 'Exif'));
  const xmp = read(findItem(file, meta, 'mime', xmpType));
  return { exif: exif && withoutOffset(exif), xmp };
}

function contentOf(file: ByteReader, meta: Meta, { entries }: Locations, id?: number): Buffer | undefined {
  const entry = entries.find((one) => one.id === id);
  const within = entry?.method === 1 ? childOf(meta, 'idat') : { start: 0, end: file.length };
  if (!entry || !within || entry.method > 1) return undefined;
  const total = entry.extents.reduce((sum, { length }) => sum + length, 0);
  if (total > maxBlock) throw file.excess(tooLong('EXIF or XMP'));
  const pieces = entry.extents.map(({ offset, length }) => {
    const from = within.start + entry.base.value + offset.value;
    return file.slice(from, Math.min(from + length, within.end));
  });
  return Buffer.concat(pieces);
}

/** What is added, in the order of its bytes. */
interface Addition {
  readonly id: number;
  readonly entry: Buffer;
  readonly content: Buffer;
}

/**
 * @param bytes An AVIF without metadata, in the structure that libheif gives its stills.
 * @returns The same bytes if it has another structure.
 */
export function writeAvif(bytes: Uint8Array, blocks: Blocks): Uint8Array {
  return attempt(() => withItems(new ByteReader(bytes), blocks)) ?? bytes;
}

function withItems(file: ByteReader, blocks: Blocks): Buffer | undefined {
  const meta = findMeta(file);
  const list = meta && childOf(meta, 'iloc');
  const locations = list && locationsIn(file, list);
  const primary = meta && childOf(meta, 'pitm');
  const isSequence = findBox(file, 0, file.length, 'moov') !== undefined;
  if (!meta || !locations || !primary || isSequence || !isPlain(file, meta, locations)) return undefined;
  const additions = additionsOf(blocks, Math.max(...locations.entries.map(({ id }) => id)) + 1);
  if (additions.length === 0) return undefined;
  const of = file.u16(primary.start + 4);
  const rewrite = (shift: number) => rewriteMeta(file, { meta, locations, additions, of, shift });
  const shift = rewrite(0).length - (meta.box.end - meta.box.from);
  return Buffer.concat([
    file.slice(0, meta.box.from),
    rewrite(shift),
    file.slice(meta.box.end, file.length),
    writeBox('mdat', ...additions.map(({ content }) => content)),
  ]);
}

/** Are all numbers as wide as those that will be written, and do all places move with the end of `meta`? */
function isPlain(file: ByteReader, meta: Meta, { version, sizes, entries }: Locations): boolean {
  const versionOf = (type: string) => {
    const child = childOf(meta, type);
    return child ? file.u8(child.start) : 0;
  };
  return (
    version < 2 &&
    sizes.offset === 4 &&
    sizes.length === 4 &&
    sizes.index === 0 &&
    versionOf('pitm') + versionOf('iref') + versionOf('iinf') === 0 &&
    entries.every((entry) => placesOf(entry).every(({ size, value }) => size === 4 && value >= meta.box.end))
  );
}

/** The fields that count from the beginning of the file: the base, from which the extents count, or else the extents' own. */
function placesOf({ method, base, extents }: Location): Field[] {
  if (method !== 0) return [];
  return base.value > 0 ? [base] : extents.map(({ offset }) => offset);
}

function additionsOf({ exif, xmp }: Blocks, firstId: number): Addition[] {
  const describe = (id: number, type: string, text: string) =>
    // Version 2, hidden: nothing to show.
    writeBox('infe', Buffer.from([2, 0, 0, 1]), u16(id), u16(0), latin1(`${type}${text}`));
  const additions: Addition[] = [];
  if (exif) {
    const entry = describe(firstId, 'Exif', '\0');
    additions.push({ id: firstId, entry, content: Buffer.concat([u32(0), exif]) });
  }
  if (xmp) {
    const id = firstId + additions.length;
    additions.push({ id, entry: describe(id, 'mime', `\0${xmpType}\0`), content: xmp });
  }
  return additions;
}

interface Rewrite {
  readonly meta: Meta;
  readonly locations: Locations;
  readonly additions: readonly Addition[];
  /** The number of the item that the additions describe. */
  readonly of: number;
  /** Bytes by which the end of `meta` moves. */
  readonly shift: number;
}

function rewriteMeta(file: ByteReader, rewrite: Rewrite): Buffer {
  const { meta, additions, of } = rewrite;
  const references = additions.map(({ id }) => writeBox('cdsc', u16(id), u16(1), u16(of)));
  const children = meta.children.map(({ type, from, start, end }) => {
    const content = file.slice(start, end);
    if (type === 'iloc') return writeBox(type, ...rewriteLocations(file, start, end, rewrite));
    if (type === 'iref') return writeBox(type, content, ...references);
    if (type !== 'iinf') return file.slice(from, end);
    const count = u16(content.readUInt16BE(4) + additions.length);
    return writeBox(
      type,
      content.subarray(0, 4),
      count,
      content.subarray(6),
      ...additions.map(({ entry }) => entry),
    );
  });
  const isMissing = !childOf(meta, 'iref');
  const added = isMissing ? [writeBox('iref', u32(0), ...references)] : [];
  return writeBox('meta', file.slice(meta.box.start, meta.box.start + 4), ...children, ...added);
}

function rewriteLocations(file: ByteReader, start: number, end: number, rewrite: Rewrite): Buffer[] {
  const { locations, additions, shift } = rewrite;
  const { version, sizes, count, entries } = locations;
  const old = Buffer.from(file.slice(start, end));
  old.writeUInt16BE(count.value + additions.length, count.at - start);
  for (const entry of entries) {
    for (const { value, at } of placesOf(entry)) old.writeUInt32BE(value + shift, at - start);
  }
  // Their bytes will stand behind the header of a box of their own.
  let at = file.length + shift + 8;
  const added = additions.map(({ id, content }) => {
    const method = Buffer.alloc(version === 0 ? 0 : 2);
    const place = [u32(at), u32(content.length)];
    at += content.length;
    return Buffer.concat([u16(id), method, u16(0), Buffer.alloc(sizes.base), u16(1), ...place]);
  });
  return [old, ...added];
}
