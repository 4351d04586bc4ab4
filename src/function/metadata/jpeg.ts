// Metadata in JPEG (ITU-T T.81, annex B): APP1 holds EXIF and XMP, APP13 holds IPTC; nothing of it is needed to show one.

import { attempt, hasText, latin1, toBuffer, u16 } from '../container/bytes.ts';
import type { Blocks, SourceBlocks } from './blocks.ts';
import { isUpright } from './exif.ts';
import { findIptc } from './iptc.ts';
import { isSrgb } from './profile.ts';

const exifSignature = 'Exif\0\0';
const xmpSignature = 'http://ns.adobe.com/xap/1.0/\0';
const photoshopSignature = 'Photoshop 3.0\0';
const profileSignature = 'ICC_PROFILE\0';

const marker = {
  ...{ huffmanTables: 0xc4, arithmetic: 0xcc, restart0: 0xd0, start: 0xd8, end: 0xd9, scan: 0xda },
  ...{ app0: 0xe0, app1: 0xe1, app2: 0xe2, app13: 0xed, app14: 0xee },
} as const;

/** Of a segment, its own two bytes of length included. */
const maxSegment = 0xffff;

interface Segment {
  readonly marker: number;
  /** Of the marker. */
  readonly from: number;
  /** Of the content, behind marker and length. */
  readonly start: number;
  /** Behind the content; of a scan, of its header. */
  readonly end: number;
}

/** @returns undefined where none begins. */
function segmentAt(file: Buffer, from: number): Segment | undefined {
  if (file[from] !== 0xff) return undefined;
  let at = from;
  while (file[at + 1] === 0xff) at += 1;
  const found = file[at + 1];
  if (found === undefined || found < 0xc0) return undefined;
  if (found === marker.end) return { marker: found, from: at, start: at + 2, end: at + 2 };
  const end = attempt(() => at + 2 + file.readUInt16BE(at + 2));
  if (end === undefined || end < at + 4 || end > file.length) return undefined;
  return { marker: found, from: at, start: at + 4, end };
}

/** The segments before the picture, as far as they can be followed. */
function headerOf(file: Buffer): Segment[] {
  const segments: Segment[] = [];
  let segment = segmentAt(file, 2);
  while (segment && segment.marker !== marker.scan && segment.marker !== marker.end) {
    segments.push(segment);
    segment = segmentAt(file, segment.end);
  }
  return segments;
}

export function readJpeg(bytes: Uint8Array): SourceBlocks {
  const file = toBuffer(bytes);
  const segments = headerOf(file);
  const find = (app: number, signature: string) => {
    const found = segments.find(({ marker: one, start }) => one === app && hasText(file, start, signature));
    return found && file.subarray(found.start + signature.length, found.end);
  };
  const resources = find(marker.app13, photoshopSignature);
  return {
    exif: find(marker.app1, exifSignature),
    xmp: find(marker.app1, xmpSignature),
    iptc: resources && findIptc(resources),
  };
}

/** @param bytes Of a JPEG without metadata. A block too long for a segment is left out. */
export function writeJpeg(bytes: Uint8Array, { exif, xmp }: Blocks): Uint8Array {
  const file = toBuffer(bytes);
  const first = segmentAt(file, 2);
  // JFIF wants to be first, and EXIF bears to be second.
  const at = first?.marker === marker.app0 ? first.end : 2;
  return Buffer.concat([
    file.subarray(0, at),
    exif ? app1(exifSignature, exif) : Buffer.alloc(0),
    xmp ? app1(xmpSignature, xmp) : Buffer.alloc(0),
    file.subarray(at),
  ]);
}

function app1(signature: string, content: Buffer): Buffer {
  const length = 2 + signature.length + content.length;
  if (length > maxSegment) return Buffer.alloc(0);
  return Buffer.concat([latin1('\xff\xe1'), u16(length), latin1(signature), content]);
}

/**
 * The picture as it is, bit by bit, and nothing else: no metadata, previews, comments, profiles, nor what lies behind it.
 *
 * @returns undefined if that would not show as the photo does: of another colour space than sRGB, turned by EXIF, or not
 * understood.
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const file = toBuffer(bytes);
  const { exif } = readJpeg(bytes);
  if (exif && !isUpright(exif)) return undefined;
  const pieces = [latin1('\xff\xd8')];
  let at = 2;
  for (;;) {
    const segment = segmentAt(file, at);
    if (!segment || isForeign(file, segment)) return undefined;
    pieces.push(cleaned(file, segment));
    if (segment.marker === marker.end) return Buffer.concat(pieces);
    at = segment.marker === marker.scan ? endOfScan(file, segment.end) : segment.end;
    pieces.push(file.subarray(segment.end, at));
  }
}

/** Behind the samples of a scan: restarts and stuffed zeros are part of them. */
function endOfScan(file: Buffer, from: number): number {
  let at = file.indexOf(0xff, from);
  while (at >= 0) {
    const next = file[at + 1] ?? 0;
    const isWithin = next === 0 || (next >= marker.restart0 && next < marker.start);
    if (!isWithin) return at;
    at = file.indexOf(0xff, at + 2);
  }
  return file.length;
}

/** Other than sRGB or grey in 8 bits. */
function isForeign(file: Buffer, { marker: found, start, end }: Segment): boolean {
  if (found === marker.app2 && hasText(file, start, profileSignature)) {
    const isWhole = file[start + 12] === 1 && file[start + 13] === 1;
    return !isWhole || !isSrgb(file.subarray(start + 14, end));
  }
  const isFrame = found < marker.restart0 && found !== marker.huffmanTables && found !== marker.arithmetic;
  if (!isFrame) return false;
  return file[start] !== 8 || (file[start + 5] !== 1 && file[start + 5] !== 3);
}

/** Empty for what is not needed to show the picture. */
function cleaned(file: Buffer, { marker: found, from, start, end }: Segment): Buffer {
  if (found < marker.app0) return file.subarray(from, end);
  // Says which colours they are.
  if (found === marker.app14 && hasText(file, start, 'Adobe')) return file.subarray(from, end);
  if (found === marker.app0 && hasText(file, start, 'JFIF\0')) return latin1(plainJfif);
  return Buffer.alloc(0);
}

/** Version 1.01, square pixels, no preview. */
const plainJfif = '\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0';
