// The chunks that a PNG's picture is made of. Decoders refuse files for flaws in chunks that they could do without, and each
// decoder refuses others: so they are given files without such chunks.

import { crc32 } from '../../src/function/checksum/crc32.ts';
import { type PngChunk, pngChunks, pngSignature, writePngChunk } from '../../src/function/container/png.ts';
import { Bytes, ifReadable } from './bytes.ts';

/** Bytes of a chunk besides its data: length, name and checksum. */
const chunkOverhead = 12;

const paletteColour = 3;
const coloursOfPalette = 3;

/** Colour type -> bytes of a `tRNS` (W3C PNG, 11.3.1.1). With a palette it has at most one for each entry; with alpha there is none. */
const transparencyBytes: Readonly<Record<number, number>> = { 0: 2, 2: 6 };

/**
 * The chunks that count, as libpng has it: the first palette of a picture with a palette, and the first transparency that is well
 * formed and in its place. Data that is cut off counts as far as it goes.
 *
 * @param file A PNG whose signature and IHDR have been looked at.
 * @throws {SourceFault} as `pngChunks`.
 */
export function* pictureChunks(file: Bytes): IterableIterator<PngChunk> {
  const colourType = file.u8(pngSignature.length + 17);
  const seen = new Set<string>();
  let entries = 0;
  for (const chunk of pngChunks(file)) {
    const { type, from, start, end } = chunk;
    if (from + chunkOverhead > file.length || (type !== 'IDAT' && seen.has(type))) continue;
    const counts = isPart(file, chunk, { colourType, entries, hasData: seen.has('IDAT') });
    if (!counts) continue;
    if (type === 'PLTE') entries = (end - start) / coloursOfPalette;
    seen.add(type);
    yield chunk;
  }
}

/** What is known where a chunk begins. */
interface Before {
  readonly colourType: number;
  /** Of the palette. */
  readonly entries: number;
  readonly hasData: boolean;
}

function isPart(file: Bytes, chunk: PngChunk, { colourType, entries, hasData }: Before): boolean {
  const { type, start, end } = chunk;
  switch (type) {
    case 'IHDR':
    case 'IDAT':
      return true;
    case 'PLTE':
      return colourType === paletteColour && !hasData;
    case 'tRNS': {
      const length = end - start;
      const isOfSize =
        colourType === paletteColour
          ? length > 0 && length <= entries
          : length === transparencyBytes[colourType];
      return isOfSize && !hasData && hasRightSum(file, chunk);
    }
    default:
      return false;
  }
}

function hasRightSum(file: Bytes, { start, end, isWhole }: PngChunk): boolean {
  return isWhole && crc32(file.slice(start - 4, end)) === file.u32(end);
}

/**
 * Copies the chunks of the picture.
 *
 * @param bytes A PNG whose header has been read.
 * @returns A copy without texts, profiles and further frames, and with an IEND chunk if it lacks one. Pixel data that
 * is cut off stays cut off.
 */
export function withEssentialChunks(bytes: Uint8Array): Uint8Array {
  const file = new Bytes(bytes);
  const parts = [file.slice(0, pngSignature.length)];
  for (const { from, next } of pictureChunks(file)) parts.push(file.slice(from, next));
  return new Uint8Array(Buffer.concat([...parts, writePngChunk('IEND', new Uint8Array(0))]));
}

/** The chunks besides IHDR and IDAT that decoders take into account. */
const judged: readonly string[] = ['PLTE', 'tRNS'];

/**
 * Makes a PNG readable for a decoder that refuses it for a palette or a transparency that does not count.
 *
 * @returns The same bytes where there is nothing to mend, and for what is no PNG or is not understood.
 */
export function withoutStrayChunks(bytes: Uint8Array): Uint8Array {
  const file = new Bytes(bytes);
  if (!file.hasText(0, pngSignature)) return bytes;
  const hasStray = ifReadable(() => {
    const counting = new Set<number>();
    for (const { type, from } of pictureChunks(file)) {
      if (type === 'IDAT') break;
      counting.add(from);
    }
    for (const { type, from } of pngChunks(file)) {
      if (type === 'IDAT') break;
      if (judged.includes(type) && !counting.has(from)) return true;
    }
    return false;
  });
  return hasStray ? withEssentialChunks(bytes) : bytes;
}
