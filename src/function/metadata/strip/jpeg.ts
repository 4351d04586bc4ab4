// Takes out of a JPEG all that is not needed to show its picture. Each segment is written anew from what it means (ITU-T T.81,
// annex B), so that nothing can be behind its fields, and of tables only those are written that a scan uses.

import { attempt, ByteReader, latin1, u16 } from '../../container/bytes.ts';
import { Pieces } from '../../container/pieces.ts';
import { isUpright } from '../exif.ts';
import { endOfScan, type JpegSegment, marker, readJpeg, segmentsOf } from '../jpeg.ts';
import { isSrgb } from '../profile.ts';

const profileSignature = 'ICC_PROFILE\0';
/** What stands before the number that says which colours the components are, version 100 and no flags. */
const adobeSignature = 'Adobe';
const plainAdobe = 'Adobe\0\x64\0\0\0\0';
/** The largest number that there is behind it, of YCCK. */
const maxTransform = 2;
/** Version 1.01, square pixels, no preview. */
const plainJfif = 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0';

/** Frames of sequential and progressive DCT, Huffman coded: what photos are. */
const frames: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Application data and comments. */
const isAside = (found: number) => (found >= marker.app0 && found <= 0xef) || found === 0xfe;

/**
 * The picture as it is, bit by bit, and nothing else: no metadata, previews, comments, profiles, nor what stands behind it.
 *
 * @param maxBytes Of the result.
 * @returns undefined if it would have more bytes, if it would not show as the photo does, because its colours are not sRGB or EXIF
 * turns it, or if the file is not understood.
 */
export function stripJpeg(bytes: Uint8Array, maxBytes?: number): Uint8Array | undefined {
  return attempt(() => {
    const { exif } = readJpeg(bytes);
    return exif && !isUpright(exif) ? undefined : new Stripper(new ByteReader(bytes), maxBytes).strip();
  });
}

interface Component {
  readonly id: number;
  /** The number of its quantisation table. */
  readonly quantisation: number;
}

interface Frame {
  /** Where its segment is, which is written once it is known which tables stand before it. */
  readonly from: number;
  readonly end: number;
  readonly isProgressive: boolean;
  readonly height: number;
  readonly components: readonly Component[];
}

/** Numbers by which encoders call components: from 0 or 1 on, as JFIF does, or the letters of red, green and blue. */
const knownIds = [0, 1, 2, 3, ...latin1('RGB')];

/** The kinds of tables, and the marker of the segments that hold them. */
const tableMarkers = { quantisation: 0xdb, huffman: marker.huffmanTables } as const;
type TableKind = keyof typeof tableMarkers;

/** The tables as they stand before a scan, and what has been written of them. */
class Tables {
  private readonly given = new Map<number, Buffer>();
  private readonly written = new Map<number, Buffer>();
  private readonly kind: TableKind;

  constructor(kind: TableKind) {
    this.kind = kind;
  }

  /** @param content From its first byte on, which has its class or precision and its number. */
  add(content: Buffer): void {
    this.given.set(content.readUInt8(0) & (this.kind === 'huffman' ? 0x1f : 0x0f), content);
  }

  /** @returns A segment of those of these numbers that have changed since they were written; nothing if none has. */
  due(numbers: readonly number[]): Buffer {
    const contents: Buffer[] = [];
    for (const number of numbers) {
      const content = this.given.get(number);
      if (!content || this.written.get(number) === content) continue;
      this.written.set(number, content);
      contents.push(content);
    }
    return contents.length > 0 ? writeSegment(tableMarkers[this.kind], ...contents) : Buffer.alloc(0);
  }
}

class Stripper {
  private readonly file: ByteReader;
  private readonly maxBytes: number;
  private readonly kept: Pieces;
  private readonly quantisation = new Tables('quantisation');
  private readonly huffman = new Tables('huffman');
  private frame: Frame | undefined;
  /** The components that have had a scan. */
  private readonly scanned = new Set<number>();
  private hasJfif = false;
  private hasAdobe = false;
  private hasProfile = false;
  /** Minimum coded units between restarts: as the file says, and as has been written. */
  private interval = 0;
  private writtenInterval = 0;

  constructor(file: ByteReader, maxBytes = Number.POSITIVE_INFINITY) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.kept = new Pieces(file, maxBytes);
  }

  strip(): Buffer | undefined {
    this.kept.add(latin1('\xff\xd8'));
    for (const segment of segmentsOf(this.file)) {
      if (segment.marker === marker.end) {
        this.kept.add(latin1('\xff\xd9'));
        return this.kept.join();
      }
      if (!this.take(segment)) return undefined;
    }
    return undefined;
  }

  /** @returns false if the segment is not understood, or says that the picture's colours are not sRGB or grey in 8 bits. */
  private take(segment: JpegSegment): boolean {
    const { marker: found } = segment;
    if (isAside(found)) return this.takeAside(segment);
    if (frames.includes(found)) return this.takeFrame(segment);
    switch (found) {
      case tableMarkers.quantisation:
        return this.takeTables(segment, this.quantisation, (at) => 1 + (this.file.u8(at) < 16 ? 64 : 128));
      case tableMarkers.huffman:
        return this.takeTables(segment, this.huffman, (at) => this.lengthOfHuffman(at));
      case marker.restartInterval:
        this.interval = this.file.u16(segment.start);
        return segment.end === segment.start + 2;
      case marker.lines:
        // It repeats the height, or says it for the first time, which decoders do not read.
        return this.file.u16(segment.start) === this.frame?.height;
      case marker.scan:
        return this.takeScan(segment);
      default:
        return false;
    }
  }

  /** Application data: of it all that is kept says which colours the components are. */
  private takeAside({ marker: found, start, end }: JpegSegment): boolean {
    const { file, kept } = this;
    if (found === marker.app2 && file.hasText(start, profileSignature)) {
      const isOnly = !this.hasProfile && file.hasText(start + profileSignature.length, '\x01\x01');
      this.hasProfile = true;
      return isOnly && isSrgb(file.slice(start + profileSignature.length + 2, end));
    }
    if (found === marker.app0 && file.hasText(start, 'JFIF\0') && !this.hasJfif) {
      this.hasJfif = true;
      kept.add(writeSegment(found, latin1(plainJfif)));
    }
    const transform = start + plainAdobe.length;
    if (found === marker.app14 && file.hasText(start, adobeSignature) && transform < end) {
      // A second one is not understood: decoders may take either, and many of them could spell a text.
      if (this.hasAdobe || file.u8(transform) > maxTransform) return false;
      this.hasAdobe = true;
      kept.add(writeSegment(found, latin1(plainAdobe), file.slice(transform, transform + 1)));
    }
    return true;
  }

  private takeFrame({ marker: found, from, start, end }: JpegSegment): boolean {
    const { file } = this;
    const count = file.u8(start + 5);
    const isPlain = file.u8(start) === 8 && (count === 1 || count === 3) && end === start + 6 + 3 * count;
    if (!isPlain || this.frame) return false;
    const components = Array.from({ length: count }, (_, n) => ({
      id: file.u8(start + 6 + 3 * n),
      quantisation: file.u8(start + 8 + 3 * n),
    }));
    if (!components.every(({ id }) => knownIds.includes(id))) return false;
    this.frame = { from, end, isProgressive: found === 0xc2, height: file.u16(start + 1), components };
    return true;
  }

  /** @param lengthAt Bytes of the table that begins there. */
  private takeTables({ start, end }: JpegSegment, tables: Tables, lengthAt: (at: number) => number): boolean {
    let at = start;
    while (at < end) {
      const next = at + lengthAt(at);
      if (next > end) return false;
      tables.add(this.file.slice(at, next));
      at = next;
    }
    return true;
  }

  private lengthOfHuffman(at: number): number {
    let codes = 0;
    for (let length = 1; length <= 16; length++) codes += this.file.u8(at + length);
    return symbolsAt + codes;
  }

  private takeScan({ from, start, end }: JpegSegment): boolean {
    const { file, frame, kept } = this;
    const count = file.u8(start);
    if (!frame || end !== start + 4 + 2 * count) return false;
    const first = file.u8(end - 3);
    const last = file.u8(end - 2);
    const isRefined = file.u8(end - 1) >= 16;
    const numbers: number[] = [];
    const quantisation: number[] = [];
    const seen = new Set<number>();
    for (let at = start + 1; at < end - 3; at += 2) {
      const id = file.u8(at);
      const tables = file.u8(at + 1);
      if (!frame.isProgressive || (first === 0 && !isRefined)) numbers.push(tables >> 4);
      if (!frame.isProgressive || last > 0) numbers.push(16 + (tables & 15));
      const component = frame.components.find((one) => one.id === id);
      // Decoders do not read a second scan of the same component, nor one of none that there is.
      if (!component || seen.has(id) || (!frame.isProgressive && this.scanned.has(id))) return false;
      // Decoders hold on to the table that stands before the first scan of a component.
      if (!this.scanned.has(id)) quantisation.push(component.quantisation);
      seen.add(id);
    }
    if (seen.size === 0) return false;
    kept.add(this.quantisation.due(quantisation));
    if (this.scanned.size === 0) kept.keep(frame.from, frame.end);
    for (const id of seen) this.scanned.add(id);
    kept.add(this.huffman.due(numbers));
    if (this.interval !== this.writtenInterval) {
      kept.add(writeSegment(marker.restartInterval, u16(this.interval)));
      this.writtenInterval = this.interval;
    }
    kept.keep(from, endOfScan(file, end, this.maxBytes));
    return true;
  }
}

/** Where the symbols of a Huffman table begin, behind its class and number and how many codes there are of each length. */
const symbolsAt = 17;

function writeSegment(name: number, ...contents: readonly Buffer[]): Buffer {
  const length = contents.reduce((sum, { length }) => sum + length, 2);
  return Buffer.concat([Buffer.from([0xff, name]), u16(length), ...contents]);
}
