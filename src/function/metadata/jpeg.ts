// Metadata in JPEG (ITU-T T.81, annex B): APP1 holds EXIF and XMP, APP13 holds IPTC; none of it is needed to show the picture.
//
// This reader is strict: it gives up at the first byte that is no marker where one must be, because a photo's own bytes are kept
// only if all of them are understood. The header's reader (wasm/header/jpeg.ts) is lenient, as decoders are: it passes over such
// bytes, because the photo can be shown. They are two on purpose.

import { attempt, attemptWithinBounds, ByteReader, latin1, u16 } from '../container/bytes.ts';
import { exifSignature } from '../container/tiff.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';
import { findIptc } from './iptc.ts';

const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';
const photoshopSignature = 'Photoshop 3.0\0';

export const marker = {
  huffmanTables: 0xc4,
  restart0: 0xd0,
  start: 0xd8,
  end: 0xd9,
  scan: 0xda,
  lines: 0xdc,
  restartInterval: 0xdd,
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

/** Bytes `ff` before a marker, which may be there and mean nothing: hardly any program writes them. Stops files of them. */
export const maxFill = 64;

export interface JpegSegment {
  readonly marker: number;
  /** Where the marker begins. */
  readonly from: number;
  /** Where the content begins, behind marker and length. */
  readonly start: number;
  /** Where the content ends; of a scan, its header. */
  readonly end: number;
}

/**
 * @returns undefined where no whole segment begins.
 * @throws {Error} The reader's excess, for more fill bytes than `maxFill`.
 */
function segmentAt(file: ByteReader, from: number): JpegSegment | undefined {
  if (from >= file.length || file.u8(from) !== 0xff) return undefined;
  let at = from;
  while (at + 1 < file.length && file.u8(at + 1) === 0xff) {
    at += 1;
    if (at - from > maxFill) throw file.excess(`a JPEG of more than ${maxFill} fill bytes side by side`);
  }
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
 * @throws {Error} The reader's excess, for one segment more than `maxSegments`.
 */
export function* segmentsOf(file: ByteReader): IterableIterator<JpegSegment> {
  let at = 2;
  for (let count = 0; ; count++) {
    const segment = segmentAt(file, at);
    if (!segment) return;
    if (count === maxSegments) throw file.excess(`a JPEG of more than ${maxSegments} segments`);
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
  const found = attemptWithinBounds(() => firstBlocks(file));
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
  const first = attempt(() => segmentAt(file, 2));
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
 * Where the samples of a scan end: restarts and stuffed zeros are part of them. Each byte is looked at once.
 *
 * @param most Bytes to look through; behind them the result is any place that is further.
 */
export function endOfScan(file: ByteReader, from: number, most = Number.POSITIVE_INFINITY): number {
  let at = file.find(0xff, from);
  while (at >= 0 && at - from <= most) {
    const next = at + 1 < file.length ? file.u8(at + 1) : 0;
    const isWithin = next === 0 || (next >= marker.restart0 && next < marker.start);
    if (!isWithin) return at;
    at = file.find(0xff, at + 2);
  }
  return at < 0 ? file.length : at;
}
