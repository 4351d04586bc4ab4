// Reads the chunks of a PNG (W3C PNG, third edition) for the PNG decoder.
//
// This reader is strict: whatever is out of order is left to another engine, which judges it as decoders do (wasm/header/png.ts and
// wasm/header/png-picture.ts are lenient for that). So a picture is never decoded here that libpng would refuse or read in another way.

import { crc32 } from '../../src/function/checksum/crc32.ts';
import { ByteReader } from '../../src/function/container/bytes.ts';
import { type PngChunk, pngChunks, pngSignature } from '../../src/function/container/png.ts';
import { Declined } from '../../src/function/engine/declined.ts';
import { pngKinds } from '../header/png-kinds.ts';

/** What is known where the picture's data begins. */
export interface PngStructure {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly colourType: number;
  /** RGB, 8 bits each; at least one colour where the colour type has a palette. */
  readonly palette: Uint8Array | undefined;
  /** As it is in the file: the alpha of colours of the palette, or 16 bits for each sample of the colour that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** Whether it may be transparent anywhere, by its colour type or by `transparency`. */
  readonly hasAlpha: boolean;
  /**
   * The data of the picture, of which each part is followed by the checksum that the file has for it. What stands behind the data is
   * looked at once all of it is taken.
   */
  readonly data: IterableIterator<PngData>;
}

export interface PngData {
  readonly bytes: Uint8Array;
  /** As the file has it, 0 to 2^32 - 1; not yet compared. */
  readonly crc: number;
}

const headerBytes = 13;
const paletteColour = 3;
/** Pixels. A row is decoded at once, which is to take a few milliseconds. */
const maxWidth = 1_000_000;
/** Bytes of a row, for the same reason; three of them are in memory. */
const maxRowBytes = 4 * 1024 * 1024;
/** Bytes of a chunk besides those of the data. libpng refuses those beyond a bound that is higher. */
const maxChunkBytes = 4 * 1024 * 1024;

/** A reader that declines what it cannot read. */
class StrictBytes extends ByteReader {
  override fault(message: string): Declined {
    return new Declined(message);
  }

  override excess(message: string): Declined {
    return this.fault(message);
  }
}

/**
 * Reads up to the picture's data.
 *
 * @param bytes The whole file; not copied.
 * @throws {Declined} for what is out of order, or what the decoder does not decode; `data` throws it, too.
 */
export function readStructure(bytes: Uint8Array): PngStructure {
  const file = new StrictBytes(bytes);
  if (!file.hasText(0, pngSignature)) throw new Declined('a file that does not begin as a PNG');
  const chunks = pngChunks(file);
  const header = readHeader(file, take(chunks));
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  for (;;) {
    const chunk = take(chunks);
    const { type, start, end } = chunk;
    if (type === 'IDAT') {
      if (header.colourType === paletteColour && !palette)
        throw new Declined('a picture without its palette');
      const hasAlpha = header.colourType >= 4 || transparency !== undefined;
      return { ...header, palette, transparency, hasAlpha, data: readData(file, chunk, chunks) };
    }
    if (type === 'PLTE') {
      const entries = (end - start) / 3;
      const isRight = Number.isInteger(entries) && entries >= 1 && entries <= 2 ** header.depth;
      if (header.colourType !== paletteColour || palette || transparency || !isRight)
        throw new Declined('a palette that is out of order');
      palette = checked(file, chunk);
    } else if (type === 'tRNS') {
      if (transparency || !fitsTransparency(header.colourType, end - start, palette))
        throw new Declined('transparency that is out of order');
      transparency = checked(file, chunk);
    } else checkAncillary(chunk);
  }
}

function take(chunks: IterableIterator<PngChunk>): PngChunk {
  const { value, done } = chunks.next();
  if (done) throw new Declined('a file that ends too early');
  const chunk = value as PngChunk;
  if (!chunk.isWhole) throw new Declined('a file that ends too early');
  return chunk;
}

/** PNG, 11.2.1. */
function readHeader(file: ByteReader, chunk: PngChunk) {
  const { type, start, end } = chunk;
  if (type !== 'IHDR' || end - start !== headerBytes) throw new Declined('a PNG without its header');
  checked(file, chunk);
  const [width, height] = [file.u32(start), file.u32(start + 4)];
  const [depth, colourType] = [file.u8(start + 8), file.u8(start + 9)];
  const [compression, filter, interlace] = [file.u8(start + 10), file.u8(start + 11), file.u8(start + 12)];
  const known = pngKinds[colourType];
  if (width === 0 || height === 0 || height > 0x7fffffff) throw new Declined('a picture without sides');
  if (!known?.depths.includes(depth)) throw new Declined('an unknown kind of pixels');
  if (compression !== 0 || filter !== 0) throw new Declined('an unknown method');
  if (interlace !== 0) throw new Declined('an interlaced PNG');
  if (width > maxWidth || (width * known.samples * depth) / 8 > maxRowBytes)
    throw new Declined('rows that are too long');
  return { width, height, depth, colourType };
}

/** @returns The data of a chunk whose checksum is right. */
function checked(file: ByteReader, { start, end }: PngChunk): Uint8Array {
  if (crc32(file.slice(start - 4, end)) !== file.u32(end)) throw new Declined('a wrong checksum');
  return file.slice(start, end);
}

/** PNG, 11.3.1.1. */
function fitsTransparency(colourType: number, length: number, palette: Uint8Array | undefined): boolean {
  if (colourType === 0) return length === 2;
  if (colourType === 2) return length === 6;
  return palette !== undefined && length >= 1 && length <= palette.length / 3;
}

/**
 * Checks a chunk that a decoder may pass over: an upper-case letter at its first place would say that it may not, and one at the
 * third place is reserved (5.4). Its content and its checksum do not matter, as to libpng.
 */
function checkAncillary({ type, start, end }: PngChunk): void {
  if (!/^[a-z][A-Za-z][A-Z][A-Za-z]$/.test(type)) throw new Declined('a chunk of an unknown kind');
  if (end - start > maxChunkBytes) throw new Declined('a chunk that is too long');
}

/** The data of all IDAT chunks, which stand one behind another (5.6); then the rest of the file up to IEND. */
function* readData(
  file: ByteReader,
  first: PngChunk,
  chunks: IterableIterator<PngChunk>,
): IterableIterator<PngData> {
  let chunk = first;
  for (; chunk.type === 'IDAT'; chunk = take(chunks)) {
    yield { bytes: file.slice(chunk.start, chunk.end), crc: file.u32(chunk.end) };
  }
  for (; chunk.type !== 'IEND'; chunk = take(chunks)) checkAncillary(chunk);
  if (chunk.end > chunk.start) throw new Declined('an end that is out of order');
  checked(file, chunk);
}
