// The header of a PNG (W3C PNG, third edition): everything before its first IDAT.

import { inflateSync } from 'zlib';
import { type PngChunk, pngChunks, pngSignature } from '../../src/function/container/png.ts';
import { Bytes } from './bytes.ts';
import { type Orientation, readOrientation } from './exif.ts';
import { corrupt, type Header, oriented, unsupported } from './facts.ts';
import { readPngColour } from './png-colour.ts';

/** Colour type -> the bit depths that it may have (PNG, table 11.1). */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Bytes, compressed: what can be converted at all is much shorter; more would only be a bomb's fuse. */
const maxProfileBytes = 64 * 1024;
/** Bytes, inflated; Node.js before 14.5 does not heed it. */
const maxOutputLength = 4 * 1024 * 1024;

interface Chunks {
  hasTransparency: boolean;
  pages: number;
  orientation: Orientation;
  profile: Uint8Array | undefined;
  /** Says what its colours are by a chunk of its own: stands above a profile. */
  isTold: boolean;
}

/** @throws {SourceFault} */
export function readPngHeader(bytes: Uint8Array): Header {
  const file = new Bytes(bytes);
  if (!file.hasText(0, pngSignature)) throw corrupt('not a PNG: it does not begin with its signature');
  if (file.u32(8) !== 13 || !file.hasText(12, 'IHDR')) throw corrupt('a PNG without IHDR');
  const width = file.u32(16);
  const height = file.u32(20);
  const depth = file.u8(24);
  const colourType = file.u8(25);
  const interlace = file.u8(28);
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) {
    throw corrupt(`a PNG of ${width}x${height} pixels`);
  }
  if (!depths[colourType]?.includes(depth) || interlace > 1) {
    throw corrupt(`a PNG of colour type ${colourType}, bit depth ${depth}, interlace method ${interlace}`);
  }
  const chunks = readChunks(file);
  const info = {
    format: 'png',
    ...oriented(width, height, chunks.orientation),
    pages: chunks.pages,
    hasAlpha: colourType >= 4 || chunks.hasTransparency,
    colour: colourType === 0 || colourType === 4 ? 'grey' : 'rgb',
    interlaced: interlace === 1,
    bitDepth: depth === 16 ? 16 : 8,
  } as const;
  return {
    info,
    orientation: chunks.orientation,
    profile: chunks.isTold ? undefined : chunks.profile,
    colourimetry: readPngColour(bytes),
  };
}

function readChunks(file: Bytes): Chunks {
  const chunks: Chunks = {
    hasTransparency: false,
    pages: 1,
    orientation: 1,
    profile: undefined,
    isTold: false,
  };
  for (const chunk of pngChunks(file)) {
    if (chunk.type === 'IDAT') return chunks;
    if (chunk.type === 'IEND') throw corrupt('a PNG without a picture');
    readChunk(file, chunk, chunks);
  }
  throw corrupt('the file ends before its picture begins');
}

function readChunk(file: Bytes, { type, start, end }: PngChunk, chunks: Chunks): void {
  switch (type) {
    case 'tRNS':
      chunks.hasTransparency = true;
      break;
    case 'acTL':
      chunks.pages = Math.max(1, file.u32(start));
      break;
    case 'eXIf':
      chunks.orientation = readOrientation(file.slice(start, end));
      break;
    case 'sRGB':
    case 'cICP':
      chunks.isTold = true;
      break;
    case 'iCCP':
      chunks.profile = inflateProfile(file, start, end);
      break;
  }
}

/** A name, 0, compression method 0, zlib data. Unreadable profiles are ignored, as other decoders do. */
function inflateProfile(file: Bytes, start: number, end: number): Uint8Array | undefined {
  const nameEnd = file.find(0, start);
  if (nameEnd < 0 || nameEnd > start + 79) return undefined;
  const compressed = file.slice(nameEnd + 2, end);
  if (compressed.length > maxProfileBytes) throw unsupported('PNGs with colour tables for a profile');
  try {
    return new Uint8Array(inflateSync(compressed, { maxOutputLength }));
  } catch {
    return undefined;
  }
}
