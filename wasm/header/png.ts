// Reads the header of a PNG (W3C PNG, third edition): everything before its first IDAT.

import { inflateSync } from 'zlib';
import { type Orientation, readOrientation } from '../../src/function/container/orientation.ts';
import { type PngChunk, pngChunks, pngSignature } from '../../src/function/container/png.ts';
import { Bytes, ifReadable } from './bytes.ts';
import { corrupt, type Header, turned, type UnusualKind } from './facts.ts';
import { readPngColour } from './png-colour.ts';
import { pngKinds } from './png-kinds.ts';
import { pictureChunks } from './png-picture.ts';

/** Bytes of a profile's name (W3C PNG, 11.3.2.3). */
const maxNameBytes = 79;
/**
 * Bytes of a deflated profile. Those that can be converted at all are much shorter. A longer one may inflate to a thousand times as
 * many, and Node.js before 14.5 cannot bound the result.
 */
const maxProfileBytes = 16 * 1024;
/** Bytes of an inflated profile. */
const maxOutputLength = 4 * 1024 * 1024;

/** Bytes of the chunks that state colours. Those of another length are not understood, and do not count. */
const colourChunkBytes = { sRGB: 1, cICP: 4 } as const;

interface Chunks {
  orientation: Orientation;
  /** Deflated. */
  profile: Uint8Array | undefined;
  /** Does a chunk of its own say what its colours are? It stands above a profile. */
  hasColourChunk: boolean;
}

/** @throws {SourceFault} */
export function readPngHeader(bytes: Uint8Array): Header | UnusualKind {
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
  if (!pngKinds[colourType]?.depths.includes(depth) || interlace > 1) {
    throw corrupt(`a PNG of colour type ${colourType}, bit depth ${depth}, interlace method ${interlace}`);
  }
  const chunks = readChunks(file);
  if ('unusual' in chunks) return chunks;
  const info = {
    format: 'png',
    ...turned({ width, height }, chunks.orientation),
    // The frames of an animated PNG are not read, so that what acTL announces does not matter.
    pages: 1,
    hasAlpha: colourType >= 4 || hasTransparency(file),
    colour: colourType === 0 || colourType === 4 ? 'grey' : 'rgb',
    interlaced: interlace === 1,
    bitDepth: depth === 16 ? 16 : 8,
  } as const;
  return {
    info,
    orientation: chunks.orientation,
    profile: profileOf(chunks),
    colourimetry: readPngColour(bytes),
  };
}

function hasTransparency(file: Bytes): boolean {
  for (const { type } of pictureChunks(file)) {
    if (type === 'tRNS') return true;
    if (type === 'IDAT') break;
  }
  return false;
}

/** Facts of a PNG, also of one that `readPngHeader` refuses. */
export interface PngFacts {
  readonly orientation: Orientation;
  /** The ICC profile, if its colours are not stated otherwise; inflated. */
  readonly profile: Uint8Array | undefined;
}

/** Reads as much as can be followed. Nothing is thrown, whatever the bytes are. */
export function readPngFacts(bytes: Uint8Array): PngFacts {
  const file = new Bytes(bytes);
  const chunks = noChunks();
  ifReadable(() => {
    for (const chunk of pngChunks(file)) {
      if (chunk.type === 'IDAT') break;
      readChunk(file, chunk, chunks);
    }
  });
  return { orientation: chunks.orientation, profile: profileOf(chunks) };
}

function profileOf({ hasColourChunk, profile }: Chunks): Uint8Array | undefined {
  return hasColourChunk || !profile ? undefined : inflateProfile(profile);
}

function noChunks(): Chunks {
  return { orientation: 1, profile: undefined, hasColourChunk: false };
}

/** Reads up to the picture. */
function readChunks(file: Bytes): Chunks | UnusualKind {
  const chunks = noChunks();
  for (const chunk of pngChunks(file)) {
    if (chunk.type === 'IDAT') return chunks;
    if (chunk.type === 'IEND') throw corrupt('a PNG without a picture');
    readChunk(file, chunk, chunks);
    if (chunks.profile && chunks.profile.length > maxProfileBytes) {
      return { unusual: 'PNGs with colour tables for a profile' };
    }
  }
  throw corrupt('the file ends before its picture begins');
}

function readChunk(file: Bytes, { type, start, end }: PngChunk, chunks: Chunks): void {
  switch (type) {
    case 'eXIf':
      chunks.orientation = readOrientation(file.slice(start, end));
      break;
    case 'sRGB':
    case 'cICP':
      chunks.hasColourChunk = chunks.hasColourChunk || end - start === colourChunkBytes[type];
      break;
    case 'iCCP':
      chunks.profile = findProfile(file, start, end);
      break;
  }
}

/** A name, 0, compression method 0, zlib data. undefined where that is not so. */
function findProfile(file: Bytes, start: number, end: number): Uint8Array | undefined {
  const nameEnd = file.find(0, start);
  return nameEnd < 0 || nameEnd > start + maxNameBytes ? undefined : file.slice(nameEnd + 2, end);
}

/** Unreadable profiles are ignored, as other decoders do. Called once, whatever the number of profiles: each takes time. */
function inflateProfile(deflated: Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(inflateSync(deflated, { maxOutputLength }));
  } catch {
    return undefined;
  }
}
