// Metadata in JPEG (ITU-T T.81, annex B): APP1 holds EXIF and XMP, APP13 holds IPTC; none of it is needed to show the picture.
//
// This reader is strict: it gives up at the first byte that is no marker where one must be, because a photo's own bytes are kept
// only if all of them are understood. The header's reader (wasm/header/jpeg.ts) is lenient, as decoders are: it passes over such
// bytes, because the photo can be shown. They are two on purpose.

import { attempt, ByteReader, latin1, u16 } from '../container/bytes.ts';
import { Pieces } from '../container/pieces.ts';
import { exifSignature } from '../container/tiff.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';
import { isUpright } from './exif.ts';
import { findIptc } from './iptc.ts';
import { isSrgb } from './profile.ts';

const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';
const photoshopSignature = 'Photoshop 3.0\0';
const profileSignature = 'ICC_PROFILE\0';

const marker = {
  huffmanTables: 0xc4,
  arithmetic: 0xcc,
  restart0: 0xd0,
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app13: 0xed,
  app14: 0xee,
} as const;

/** Bytes of a segment, the two of its length field included. */
const maxSegment = 0xffff;

/** Photos have some dozens of segments, with a long XMP some hundreds. Stops `ff ef 00 02` repeated, which is 157,286 in 0.6 MB. */
export const maxSegments = 10_000;

interface Segment {
  readonly marker: number;
  /** Where the marker begins. */
  readonly from: number;
  /** Where the content begins, behind marker and length. */
  readonly start: number;
  /** Where the content ends; of a scan, its header. */
  readonly end: number;
}

/** @returns undefined where no whole segment begins. */
function segmentAt(file: ByteReader, from: number): Segment | undefined {
  if (from >= file.length || file.u8(from) !== 0xff) return undefined;
  let at = from;
  while (at + 1 < file.length && file.u8(at + 1) === 0xff) at += 1;
  const found = at + 1 < file.length ? file.u8(at + 1) : 0;
  if (found < 0xc0) return undefined;
  if (found === marker.end) return { marker: found, from: at, start: at + 2, end: at + 2 };
  if (at + 4 > file.length) return undefined;
  const end = at + 2 + file.u16(at + 2);
  return end < at + 4 || end > file.length ? undefined : { marker: found, from: at, start: at + 4, end };
}

/**
 * The segments up to the end of the picture or as far as they can be followed, each found when it is asked for and not kept.
 *
 * @throws {Error} The reader's fault, for one segment more than `maxSegments`.
 */
function* segmentsOf(file: ByteReader): IterableIterator<Segment> {
  let at = 2;
  for (let count = 0; ; count++) {
    const segment = segmentAt(file, at);
    if (!segment) return;
    if (count === maxSegments) throw file.fault(`a JPEG of more than ${maxSegments} segments`);
    yield segment;
    if (segment.marker === marker.end) return;
    at = segment.marker === marker.scan ? endOfScan(file, segment.end) : segment.end;
  }
}

/** What is read, and how its content begins. */
const blocks = {
  exif: { app: marker.app1, signature: exifSignature },
  xmp: { app: marker.app1, signature: xmpSignature },
  resources: { app: marker.app13, signature: photoshopSignature },
} as const;
const kinds = Object.keys(blocks) as (keyof typeof blocks)[];

export function readJpeg(bytes: Uint8Array): SourceBlocks {
  const file = new ByteReader(bytes);
  const found = attempt(() => firstBlocks(file));
  const resources = found?.get('resources');
  return { exif: found?.get('exif'), xmp: found?.get('xmp'), iptc: resources && findIptc(resources) };
}

/** The first of each kind, among the segments before the picture. */
function firstBlocks(file: ByteReader): Map<keyof typeof blocks, Buffer> {
  const found = new Map<keyof typeof blocks, Buffer>();
  for (const { marker: app, start, end } of segmentsOf(file)) {
    if (app === marker.scan || app === marker.end) break;
    const kind = kinds.find((one) => blocks[one].app === app && file.hasText(start, blocks[one].signature));
    if (kind && !found.has(kind)) found.set(kind, file.slice(start + blocks[kind].signature.length, end));
  }
  return found;
}

/** @param bytes A JPEG without metadata. A block too long for a segment is left out. */
export function writeJpeg(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const file = new ByteReader(bytes);
  const first = segmentAt(file, 2);
  // JFIF must be first, and EXIF may be second.
  const at = first?.marker === marker.app0 ? first.end : 2;
  return Buffer.concat([
    file.slice(0, at),
    exif ? app1(exifSignature, exif) : Buffer.alloc(0),
    xmp ? app1(xmpSignature, xmp) : Buffer.alloc(0),
    file.slice(at, file.length),
  ]);
}

function app1(signature: string, content: Buffer): Buffer {
  const length = 2 + signature.length + content.length;
  if (length > maxSegment) return Buffer.alloc(0);
  return Buffer.concat([latin1('\xff\xe1'), u16(length), latin1(signature), content]);
}

/**
 * The picture as it is, bit by bit, and nothing else: no metadata, previews, comments, profiles, nor what stands behind it.
 *
 * @returns undefined if that would not show as the photo does, because its colours are not sRGB or EXIF turns it, or if the file
 * is not understood.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const file = new ByteReader(bytes);
  const { exif } = readJpeg(bytes);
  if (exif && !isUpright(exif)) return undefined;
  return attempt(() => {
    const kept = new Pieces(file);
    kept.add(latin1('\xff\xd8'));
    for (const segment of segmentsOf(file)) {
      const { marker: found, from, start, end } = segment;
      if (isForeign(file, segment)) return undefined;
      if (found === marker.scan) kept.keep(from, endOfScan(file, end));
      else if (isNeeded(file, segment)) kept.keep(from, end);
      else if (found === marker.app0 && file.hasText(start, 'JFIF\0')) kept.add(latin1(plainJfif));
      if (found === marker.end) return kept.join();
    }
    return undefined;
  });
}

/** Where the samples of a scan end: restarts and stuffed zeros are part of them. Each byte is looked at once. */
function endOfScan(file: ByteReader, from: number): number {
  let at = file.find(0xff, from);
  while (at >= 0) {
    const next = at + 1 < file.length ? file.u8(at + 1) : 0;
    const isWithin = next === 0 || (next >= marker.restart0 && next < marker.start);
    if (!isWithin) return at;
    at = file.find(0xff, at + 2);
  }
  return file.length;
}

/** Are its samples other than sRGB or grey in 8 bits? */
function isForeign(file: ByteReader, { marker: found, start, end }: Segment): boolean {
  if (found === marker.app2 && file.hasText(start, profileSignature)) {
    const isWhole = file.hasText(start + 12, '\x01\x01');
    return !isWhole || !isSrgb(file.slice(start + 14, end));
  }
  const isFrame = found < marker.restart0 && found !== marker.huffmanTables && found !== marker.arithmetic;
  if (!isFrame) return false;
  const components = file.u8(start + 5);
  return file.u8(start) !== 8 || (components !== 1 && components !== 3);
}

/** Is it needed to show the picture? APP14 is, where it says which colours its components are. */
function isNeeded(file: ByteReader, { marker: found, start }: Segment): boolean {
  return found < marker.app0 || (found === marker.app14 && file.hasText(start, 'Adobe'));
}

/** Version 1.01, square pixels, no preview. */
const plainJfif = '\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0';
