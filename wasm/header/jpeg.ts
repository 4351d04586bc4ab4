// Reads the header of a JPEG (ITU-T T.81, annex B), its EXIF and ICC segments.
//
// This reader is lenient, as decoders are: it passes over bytes between segments, because the photo can be shown all the same. The
// metadata's reader (src/function/metadata/jpeg.ts) is strict, because what it does not understand it must not keep. They are two
// on purpose.

import { type Orientation, readOrientation } from '../../src/function/container/orientation.ts';
import { exifSignature } from '../../src/function/container/tiff.ts';
import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { Bytes, ifReadable } from './bytes.ts';
import { corrupt, type Header, turned, type UnusualKind, unreadable } from './facts.ts';
import { marker, maxSegments, maxSide } from './jpeg-markers.ts';

const frames: readonly number[] = [
  0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xf7,
];
const progressiveFrames: readonly number[] = [0xc2, 0xca];
/** Frames of sequential and progressive DCT, Huffman coded. */
const ordinaryFrames: readonly number[] = [0xc0, 0xc1, 0xc2];

const hierarchicalFrames: readonly number[] = [0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf];
/** libvips asks libjpeg to shrink these as it decodes them, which it cannot do, and takes their upper left corner for the photo. */
const losslessFrames: readonly number[] = [0xc3, 0xcb];
/** SOF55 of JPEG-LS (ITU-T T.87, C.2.2). */
const lsFrame = 0xf7;

export interface Segment {
  readonly marker: number;
  /** Where its content begins, behind marker and length. */
  readonly start: number;
  readonly end: number;
}

/** @throws {SourceFault} */
export function readJpegHeader(bytes: Uint8Array): Header | UnusualKind {
  const file = new Bytes(bytes);
  if (file.u16(0) !== 0xffd8) throw corrupt('not a JPEG: it does not begin with SOI');
  const found: Found = { frame: undefined, scan: undefined, orientation: undefined, pieces: [] };
  search(file, found);
  const { frame, scan, orientation = 1, pieces } = found;
  if (!frame || !scan) throw corrupt('a JPEG whose picture has no frame header');
  return describe(file, { frame, scan }, orientation, joined(pieces));
}

/** What is found before the data of the first scan. */
interface Found {
  frame: Segment | undefined;
  /** The header of the first scan. */
  scan: Segment | undefined;
  /** Of the first EXIF. */
  orientation: Orientation | undefined;
  /** Of the ICC profile. */
  readonly pieces: Uint8Array[];
}

/** @throws {SourceFault} where the file cannot be followed. What was found until then stays. */
function search(file: Bytes, found: Found): void {
  for (const segment of segmentsOf(file)) {
    if (segment.marker === marker.end) throw corrupt('a JPEG without a picture');
    if (isFrame(segment)) found.frame = found.frame ?? segment;
    if (segment.marker === marker.scan) found.scan = segment;
    if (segment.marker === marker.app1 && file.hasText(segment.start, exifSignature)) {
      const exif = file.slice(segment.start + exifSignature.length, segment.end);
      found.orientation = found.orientation ?? readOrientation(exif);
    }
    if (segment.marker === marker.app2) collectProfile(file, segment, found.pieces);
  }
}

function isFrame({ marker: found }: Segment): boolean {
  return frames.includes(found);
}

/**
 * The segments up to the first scan or the end of the picture, that one included, each found when it is asked for and not kept.
 *
 * @throws {SourceFault} where the file ends before, and for one segment more than `maxSegments`.
 */
function* segmentsOf(file: Bytes): IterableIterator<Segment> {
  let at = 2;
  for (let count = 0; count < maxSegments; count++) {
    const segment = nextSegment(file, at);
    yield segment;
    if (segment.marker === marker.scan || segment.marker === marker.end) return;
    at = segment.end;
  }
  throw corrupt(`a JPEG of more than ${maxSegments} segments`);
}

/** What stands between segments without being one is passed over, as decoders do. */
export function nextSegment(file: Bytes, from: number): Segment {
  let at = from;
  for (;;) {
    at = file.find(0xff, at);
    if (at < 0) throw corrupt('the file ends before its picture begins');
    while (file.u8(at) === 0xff) at += 1;
    const found = file.u8(at);
    at += 1;
    if (found === marker.end) return { marker: found, start: at, end: at };
    const standsAlone =
      found === 0 || found === marker.temporary || (found >= marker.restart0 && found <= marker.start);
    if (standsAlone) continue;
    const length = file.u16(at);
    if (length < 2) throw corrupt('a JPEG segment shorter than its own length field');
    return { marker: found, start: at + 2, end: at + length };
  }
}

/** ICC profiles come in pieces of at most 64 KB: `ICC_PROFILE`, 0, number from 1, count (ICC.1:2022, B.4). */
function collectProfile(file: Bytes, segment: Segment, pieces: Uint8Array[]): void {
  if (!file.hasText(segment.start, 'ICC_PROFILE\0')) return;
  const number = file.u8(segment.start + 12);
  if (number > 0) pieces[number - 1] = file.slice(segment.start + 14, segment.end);
}

/** undefined also if a piece is missing: such a profile is ignored, as by other decoders. */
function joined(pieces: readonly Uint8Array[]): Uint8Array | undefined {
  if (pieces.length === 0 || Array.from(pieces).some((piece) => piece === undefined)) return undefined;
  return new Uint8Array(Buffer.concat(pieces));
}

/** What describes the picture: the first frame header, as in libjpeg, which refuses a second one, and the first scan header. */
interface Head {
  readonly frame: Segment;
  readonly scan: Segment;
}

function describe(
  file: Bytes,
  { frame, scan }: Head,
  orientation: Orientation,
  profile: Uint8Array | undefined,
): Header | UnusualKind {
  checkKind(file, frame);
  if (!ordinaryFrames.includes(frame.marker)) {
    return { unusual: 'arithmetic-coded JPEGs' };
  }
  const height = file.u16(frame.start + 1);
  const width = file.u16(frame.start + 3);
  const components = file.u8(frame.start + 5);
  if (components === 4) return { unusual: 'CMYK JPEGs' };
  const info = {
    format: 'jpeg',
    ...turned({ width, height }, orientation),
    pages: 1,
    hasAlpha: false,
    colour: components === 1 ? 'grey' : 'rgb',
    interlaced: hasManyScans(file, { frame, scan }),
    bitDepth: 8,
    samples: samplesOf(file, frame),
  } as const;
  return { info, orientation, profile };
}

/**
 * Whether the decoder holds the coefficients of the whole picture: a progressive one, or one whose first scan has not all of its
 * components, so that others follow. libjpeg judges by the same two facts.
 */
function hasManyScans(file: Bytes, { frame, scan }: Head): boolean {
  const isProgressive = progressiveFrames.includes(frame.marker);
  return isProgressive || file.u8(scan.start) < file.u8(frame.start + 5);
}

/** Samples for each pixel: a component that is sampled half as often each way counts a quarter. */
function samplesOf(file: Bytes, { start }: Segment): number {
  const { factors, across, down } = samplingOf(file, start);
  const samples = factors.reduce((sum, [one, other]) => sum + one * other, 0) / (across * down);
  if (!(samples > 0)) throw corrupt('a JPEG without samples');
  return samples;
}

/** How often each component is sampled, and how often one is at most. */
function samplingOf(file: Bytes, start: number) {
  const factors: (readonly [across: number, down: number])[] = [];
  for (let left = file.u8(start + 5), at = start + 7; left > 0; left -= 1, at += 3) {
    factors.push([file.u8(at) >> 4, file.u8(at) & 15]);
  }
  const across = Math.max(...factors.map(([one]) => one));
  const down = Math.max(...factors.map(([, other]) => other));
  return { factors, across, down };
}

/** Whether one component is sampled, say, twice where another is three times: libjpeg cannot bring such into one raster. */
function hasFractions(file: Bytes, start: number): boolean {
  const { factors, across, down } = samplingOf(file, start);
  return factors.some(([one, other]) => across % one > 0 || down % other > 0);
}

/** Facts of a JPEG of any kind, also of one that `readJpegHeader` does not describe. */
export interface JpegFacts {
  /** What its decoder holds; undefined if this reader, which knows less than libjpeg, cannot follow the file. */
  readonly layout: Pick<SourceInfo, 'samples' | 'interlaced'> | undefined;
  readonly orientation: Orientation;
  /** The ICC profile; a copy. */
  readonly profile: Uint8Array | undefined;
}

/** Reads as much as can be followed. Nothing is thrown, whatever the bytes are. */
export function readJpegFacts(bytes: Uint8Array): JpegFacts {
  const file = new Bytes(bytes);
  const found: Found = { frame: undefined, scan: undefined, orientation: undefined, pieces: [] };
  ifReadable(() => search(file, found));
  const { frame, scan, orientation = 1, pieces } = found;
  return {
    layout:
      frame && scan
        ? ifReadable(() => ({
            samples: samplesOf(file, frame),
            interlaced: hasManyScans(file, { frame, scan }),
          }))
        : undefined,
    orientation,
    profile: joined(pieces),
  };
}

/**
 * Refuses by name what no engine reads, though it may be whole (T.81, B.2.2).
 *
 * @throws {SourceFault} `source-unsupported`, or `source-corrupt` where no JPEG is like that.
 */
function checkKind(file: Bytes, { marker: process, start }: Segment): void {
  const precision = file.u8(start);
  const height = file.u16(start + 1);
  const width = file.u16(start + 3);
  const components = file.u8(start + 5);
  if (hierarchicalFrames.includes(process)) throw unreadable('a hierarchical JPEG');
  if (losslessFrames.includes(process)) throw unreadable('a lossless JPEG');
  if (process === lsFrame) throw unreadable('a JPEG-LS photo');
  if (precision !== 8) throw unreadable(`a JPEG of ${precision} bits per sample, not 8`);
  if (width === 0) throw corrupt('a JPEG without a width');
  if (height === 0) {
    throw unreadable('a JPEG whose height is not in its header, but in a DNL segment behind the first scan');
  }
  if (Math.max(width, height) > maxSide) {
    throw unreadable(`a JPEG of ${width}x${height} pixels, more than ${maxSide} on a side`);
  }
  if (components !== 1 && components !== 3 && components !== 4) {
    throw unreadable(`a JPEG of ${components} components, not 1, 3 or 4`);
  }
  if (hasFractions(file, start)) {
    throw unreadable('a JPEG whose colours are sampled in a ratio that is no whole number');
  }
}

/**
 * Refuses by name what no engine reads; says nothing about a file that this reader cannot follow.
 *
 * @throws {SourceFault} `source-unsupported`
 */
export function checkJpegKind(bytes: Uint8Array): void {
  const file = new Bytes(bytes);
  try {
    for (const segment of segmentsOf(file)) {
      if (!isFrame(segment)) continue;
      checkKind(file, segment);
      return;
    }
  } catch (error) {
    if (!(error instanceof SourceFault) || error.code === 'source-unsupported') throw error;
  }
}
