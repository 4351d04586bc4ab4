// Reads the markers of a JPEG (ITU-T T.81, annex B) for the JPEG engine.
//
// This reader is strict: whatever is out of order is left to another engine, which judges it as decoders do (wasm/whole/jpeg.ts and
// wasm/header/jpeg.ts are lenient for that). So a photo is never decoded here from data that libjpeg would read in another way.

import { Declined } from '../../src/function/engine/declined.ts';
import { marker, maxScans, maxSegments, maxSide } from '../header/jpeg-markers.ts';

export interface JpegComponent {
  readonly id: number;
  /** Its sampling factors (A.1.1). */
  readonly across: number;
  readonly down: number;
  /** The number of its quantisation table. */
  readonly table: number;
}

/** The frame header (B.2.2). */
export interface JpegFrame {
  readonly isProgressive: boolean;
  /** Pixels as stored, not turned by EXIF. */
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
}

/** A scan header (B.2.3). */
export interface JpegScan {
  readonly parts: readonly { readonly index: number; readonly dcTable: number; readonly acTable: number }[];
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
}

/** What is read, in the order in which it comes. */
export type JpegPart =
  | { readonly kind: 'frame'; readonly frame: JpegFrame }
  /** 64 steps, in zigzag order. */
  | { readonly kind: 'quantisation'; readonly table: number; readonly steps: Uint16Array }
  | {
      readonly kind: 'huffman';
      readonly isAc: boolean;
      readonly table: number;
      readonly counts: Uint8Array;
      readonly symbols: Uint8Array;
    }
  | { readonly kind: 'restartInterval'; readonly interval: number }
  /** The segment of JFIF, by which colours are YCbCr. */
  | { readonly kind: 'jfif' }
  /** Adobe's segment: 0 is RGB, 1 is YCbCr. */
  | { readonly kind: 'adobe'; readonly transform: number }
  /** Its data begins at `at`. Whoever asks for the next part says where the data ends. */
  | { readonly kind: 'scan'; readonly scan: JpegScan; readonly at: number };

const maxBlocksOfMcu = 10;
/** Shorter segments are neither JFIF's nor Adobe's. */
const jfifBytes = 14;
const adobeBytes = 12;

/**
 * Goes through the markers, from SOI to EOI.
 *
 * @param bytes The whole photo; not kept.
 * @returns The parts. After a scan, `next` takes the place of the marker behind its data.
 * @throws {Declined} for what is out of order, or what this engine does not decode.
 */
export function* readStructure(bytes: Uint8Array): Generator<JpegPart, void, number | undefined> {
  const u8 = (at: number): number => {
    const byte = bytes[at];
    if (byte === undefined) throw new Declined('a file that ends too early');
    return byte;
  };
  const u16 = (at: number) => (u8(at) << 8) | u8(at + 1);
  if (u16(0) !== 0xffd8) throw new Declined('a file that does not begin with SOI');
  let frame: JpegFrame | undefined;
  let scans = 0;
  let at = 2;
  for (let segments = 0; segments < maxSegments; segments++) {
    if (u8(at) !== 0xff) throw new Declined('bytes between segments');
    while (u8(at) === 0xff) at += 1;
    const found = u8(at);
    at += 1;
    if (found === marker.end) {
      if (scans === 0) throw new Declined('no picture');
      return;
    }
    const end = at + u16(at);
    const start = at + 2;
    if (end < start || end > bytes.length) throw new Declined('a segment of a wrong length');
    at = end;
    if (found === marker.huffman) yield* readHuffmanTables(bytes, start, end);
    else if (found === marker.quantisation) yield* readQuantisation(bytes, start, end);
    else if (found === marker.restartInterval) {
      if (end - start !== 2) throw new Declined('a restart interval of a wrong length');
      yield { kind: 'restartInterval', interval: u16(start) };
    } else if (found === marker.scan) {
      if (!frame) throw new Declined('a scan before its frame');
      scans += 1;
      if (scans > maxScans) throw new Declined('too many scans');
      at = (yield { kind: 'scan', scan: readScan(bytes, start, end, frame), at: end }) ?? end;
    } else if (found >= marker.baseline && found <= marker.lastFrame) {
      if (frame) throw new Declined('two frames');
      frame = readFrame(bytes, start, end, found);
      yield { kind: 'frame', frame };
    } else if (found === marker.app0 && hasText(bytes, start, end, 'JFIF\0') && end - start >= jfifBytes) {
      if (u8(start + 5) !== 1) throw new Declined('an unknown version of JFIF');
      yield { kind: 'jfif' };
    } else if (found === marker.app14 && hasText(bytes, start, end, 'Adobe') && end - start >= adobeBytes) {
      yield { kind: 'adobe', transform: u8(start + 11) };
    } else if (!((found >= marker.app0 && found <= marker.app15) || found === marker.comment)) {
      throw new Declined(`a segment of the kind ${found.toString(16)}`);
    }
  }
  throw new Declined('too many segments');
}

function hasText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let n = 0; n < text.length; n++) if (bytes[start + n] !== text.charCodeAt(n)) return false;
  return true;
}

/** B.2.2. */
function readFrame(bytes: Uint8Array, start: number, end: number, kind: number): JpegFrame {
  if (kind > marker.progressive) throw new Declined('a frame that is neither sequential nor progressive');
  const at = (offset: number) => bytes[start + offset] as number;
  const count = at(5);
  if (end - start < 9 || end - start !== 6 + 3 * count)
    throw new Declined('a frame header of a wrong length');
  if (at(0) !== 8) throw new Declined('samples of other than 8 bits');
  if (count !== 1 && count !== 3) throw new Declined(`${count} components`);
  const height = (at(1) << 8) | at(2);
  const width = (at(3) << 8) | at(4);
  if (width === 0 || height === 0) throw new Declined('a picture without sides');
  if (width > maxSide || height > maxSide) throw new Declined('a side that is too long');
  const named = Array.from({ length: count }, (_, index) => {
    const factors = at(7 + 3 * index);
    return { id: at(6 + 3 * index), across: factors >> 4, down: factors & 15, table: at(8 + 3 * index) };
  });
  for (const { across, down, table } of named) {
    if (across < 1 || across > 4 || down < 1 || down > 4 || table > 3) {
      throw new Declined('wrong sampling factors');
    }
  }
  // A single component has no subsampling, whatever its factors say (A.2.2).
  const components = count === 1 ? named.map((one) => ({ ...one, across: 1, down: 1 })) : named;
  const mostAcross = Math.max(...components.map(({ across }) => across));
  const mostDown = Math.max(...components.map(({ down }) => down));
  for (const { across, down } of components) {
    if (mostAcross % across !== 0 || mostDown % down !== 0) throw new Declined('fractional subsampling');
  }
  if (new Set(components.map(({ id }) => id)).size < count) throw new Declined('two components of one name');
  const blocks = components.reduce(
    (sum, { across, down }) =>
      sum + Math.ceil(width / (8 * mostAcross)) * across * Math.ceil(height / (8 * mostDown)) * down,
    0,
  );
  // Each block takes a bit at least, so that nothing is done or allocated for more of them.
  if (blocks > 8 * bytes.length) throw new Declined('more blocks than the file has bits');
  return { isProgressive: kind === marker.progressive, width, height, components };
}

/** B.2.3. */
function readScan(bytes: Uint8Array, start: number, end: number, frame: JpegFrame): JpegScan {
  const count = bytes[start] as number;
  if (count < 1 || count > frame.components.length || end - start !== 4 + 2 * count) {
    throw new Declined('a scan header of a wrong length');
  }
  const parts = Array.from({ length: count }, (_, n) => {
    const at = start + 1 + 2 * n;
    const index = frame.components.findIndex(({ id }) => id === bytes[at]);
    const tables = bytes[at + 1] as number;
    if (index < 0 || tables >> 4 > 3 || (tables & 15) > 3) throw new Declined('a scan of a wrong component');
    return { index, dcTable: tables >> 4, acTable: tables & 15 };
  });
  // In the order of the frame, and each once.
  for (let n = 1; n < count; n++) {
    const [before, here] = [parts[n - 1], parts[n]];
    if (before && here && before.index >= here.index) throw new Declined('a scan of components out of order');
  }
  const blocks = parts.reduce((sum, { index }) => {
    const { across, down } = frame.components[index] as JpegComponent;
    return sum + across * down;
  }, 0);
  if (count > 1 && blocks > maxBlocksOfMcu) throw new Declined('MCUs of more than 10 blocks');
  const at = start + 1 + 2 * count;
  const bits = bytes[at + 2] as number;
  const scan = {
    parts,
    first: bytes[at] as number,
    last: bytes[at + 1] as number,
    high: bits >> 4,
    low: bits & 15,
  };
  checkSpectrum(scan, frame.isProgressive);
  return scan;
}

/** G.1.1.1. */
function checkSpectrum({ parts, first, last, high, low }: JpegScan, isProgressive: boolean): void {
  const isWhole = first === 0 && last === 63 && high === 0 && low === 0;
  const isDc = first === 0 && last === 0;
  const isAc = first > 0 && last >= first && last <= 63 && parts.length === 1;
  const isStep = low <= 13 && (high === 0 || high === low + 1);
  if (isProgressive ? !((isDc || isAc) && isStep) : !isWhole)
    throw new Declined('a scan of a wrong spectrum');
}

/** B.2.4.2. */
function* readHuffmanTables(bytes: Uint8Array, start: number, end: number): IterableIterator<JpegPart> {
  let at = start;
  while (at < end) {
    const kind = bytes[at] as number;
    const counts = bytes.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = bytes.subarray(at + 17, at + 17 + total);
    at += 17 + total;
    if (at > end || total > 256 || (kind & 15) > 3 || kind >> 4 > 1)
      throw new Declined('a wrong Huffman table');
    // The size of a difference; libjpeg refuses larger ones even where no code of them is used.
    if (kind >> 4 === 0 && symbols.some((size) => size > 15)) throw new Declined('a wrong Huffman table');
    yield { kind: 'huffman', isAc: kind >> 4 === 1, table: kind & 15, counts, symbols };
  }
}

/** B.2.4.1. */
function* readQuantisation(bytes: Uint8Array, start: number, end: number): IterableIterator<JpegPart> {
  let at = start;
  while (at < end) {
    const kind = bytes[at] as number;
    const size = kind >> 4 === 0 ? 1 : 2;
    if (kind >> 4 > 1 || (kind & 15) > 3 || at + 1 + 64 * size > end)
      throw new Declined('a wrong quantisation table');
    const steps = new Uint16Array(64);
    for (let k = 0; k < 64; k++) {
      const from = at + 1 + size * k;
      steps[k] =
        size === 1 ? (bytes[from] as number) : ((bytes[from] as number) << 8) | (bytes[from + 1] as number);
    }
    if (steps.some((step) => step === 0)) throw new Declined('a quantisation table with a step of 0');
    at += 1 + 64 * size;
    yield { kind: 'quantisation', table: kind & 15, steps };
  }
}
