// Takes out of a PNG all that is not needed to show its picture (W3C PNG, third edition). What is kept besides the pixels is
// written anew, so that nothing can be behind its fields.

import { attempt, ByteReader, latin1 } from '../../container/bytes.ts';
import { Pieces } from '../../container/pieces.ts';
import { type PngChunk, pngChunks, pngSignature, writePngChunk } from '../../container/png.ts';
import { isUpright } from '../exif.ts';
import { inflate } from '../inflate.ts';
import { isSrgb } from '../profile.ts';

const colourType = { grey: 0, rgb: 2, palette: 3 } as const;
const headerBytes = 13;

/**
 * The picture as it is, bit by bit, and nothing else; of an APNG, whose frames have chunks of their own, the still.
 *
 * @param maxBytes Of the result.
 * @returns undefined if it would have more bytes, if it would not show as the photo does, because its colours are not sRGB or EXIF
 * turns it, or if the file is not understood.
 */
export function stripPng(bytes: Uint8Array, maxBytes?: number): Uint8Array | undefined {
  return attempt(() => strip(new ByteReader(bytes), maxBytes));
}

function strip(file: ByteReader, maxBytes?: number): Buffer | undefined {
  const kept = new Pieces(file, maxBytes);
  kept.add(latin1(pngSignature));
  const seen = new Set<string>();
  let header: Buffer | undefined;
  let colours = 0;
  for (const chunk of pngChunks(file)) {
    const { type, from, start, end, next } = chunk;
    if (!looked.has(type)) {
      // The name of a critical chunk begins with a capital letter.
      if (!chunk.isWhole || type < 'a') return undefined;
      continue;
    }
    const data = file.slice(start, end);
    // A profile is inflated to be looked at. A file may have one; a crafted one would have thousands of 300 bytes each.
    if (!chunk.isWhole || (once.has(type) && seen.has(type)) || isForeign(chunk, data)) return undefined;
    if ((header === undefined) !== (type === 'IHDR')) return undefined;
    seen.add(type);
    if (type === 'IHDR') {
      if (data.length !== headerBytes) return undefined;
      header = data;
      kept.add(writePngChunk(type, data));
    } else if (type === 'PLTE' && header?.[9] === colourType.palette) {
      const palette = paletteOf(data, header.readUInt8(8));
      if (!palette) return undefined;
      colours = palette.length / 3;
      kept.add(writePngChunk(type, palette));
    } else if (type === 'tRNS') {
      if (!header || !isTransparency(data, header.readUInt8(9), colours)) return undefined;
      kept.add(writePngChunk(type, data));
    } else if (type === 'IDAT') {
      kept.keep(from, next);
    } else if (type === 'IEND') {
      kept.add(writePngChunk(type, Buffer.alloc(0)));
      return kept.join();
    }
  }
  return undefined;
}

/** Chunks that are kept, or that say how the pixels are to be shown. Others are left out. */
const looked: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'],
  ...['cICP', 'cHRM', 'gAMA', 'iCCP', 'eXIf'],
]);

/** Chunks of which there is one at most. */
const once: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'iCCP', 'eXIf']);

/** The colours that samples of so many bits can name. */
function paletteOf(data: Buffer, depth: number): Buffer | undefined {
  if (data.length === 0 || data.length % 3 !== 0) return undefined;
  return data.subarray(0, 3 * 2 ** depth);
}

/** Has it one value for each colour at most, or the one colour that is transparent? Decoders do not agree on others. */
function isTransparency({ length }: Buffer, type: number, colours: number): boolean {
  if (type === colourType.palette) return length <= colours;
  return length === (type === colourType.grey ? 2 : type === colourType.rgb ? 6 : Number.NaN);
}

/** Does it say that colours are not sRGB or that the picture is turned? */
function isForeign({ type }: PngChunk, data: Buffer): boolean {
  switch (type) {
    case 'cICP':
    case 'cHRM':
      return true;
    case 'gAMA':
      return !(data.length === 4 && Math.abs(data.readUInt32BE(0) - srgbGamma) < 100);
    case 'iCCP': {
      const profile = inflate(data.subarray(data.indexOf(0) + 2));
      return !profile || !isSrgb(profile);
    }
    case 'eXIf':
      return !isUpright(data);
    default:
      return false;
  }
}

/** 1/2.2, times 100,000 (PNG 3, 11.3.2.2). */
const srgbGamma = 45_455;
