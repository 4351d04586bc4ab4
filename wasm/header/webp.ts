// Reads the header of a WebP (RFC 9649).
//
// This reader is lenient, as decoders are: the last chunk may be cut off, and a byte that should be 0 is not looked at. The
// metadata's reader (src/function/metadata/webp.ts) is strict, because what it does not understand it must not keep. They are two
// on purpose.

import { readOrientation } from '../../src/function/container/orientation.ts';
import { withoutExifSignature } from '../../src/function/container/tiff.ts';
import type { Sides } from '../picture/sides.ts';
import { SourceFault } from '../thread/source-fault.ts';
import { Bytes } from './bytes.ts';
import { corrupt, type Header, turned } from './facts.ts';
import { profileBytesOf } from './icc.ts';

/** Flags in VP8X. What has no flag is not there, for decoders: browsers show the picture without it. */
const profileFlag = 0x20;
const alphaFlag = 0x10;
const exifFlag = 0x08;
export const animationFlag = 0x02;

/** Twice the frames that are admitted. Stops files of empty chunks, which would take more memory than the file has bytes. */
const maxChunks = 20_000;

export interface Chunk {
  readonly name: string;
  /** Where its content begins and ends; chunks begin at even places. */
  readonly start: number;
  readonly end: number;
}

/** What VP8X says. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly animated: boolean;
  readonly hasExif: boolean;
  readonly hasProfile: boolean;
}

/** What the bits of a picture say of themselves. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly lossy: boolean;
}

/** @throws {SourceFault} */
export function readWebpHeader(bytes: Uint8Array): Header {
  const file = new Bytes(bytes);
  if (file.text(0, 4) !== 'RIFF' || file.text(8, 4) !== 'WEBP') {
    throw corrupt('not a WebP: it does not begin with RIFF and WEBP');
  }
  const chunks = readChunks(file, 12, fileEnd(file));
  const [first] = chunks;
  const canvas = first?.name === 'VP8X' ? readCanvas(file, first) : undefined;
  const animated = canvas?.animated === true;
  const picture = animated ? undefined : readPicture(file, canvas ? chunks.find(holdsPicture) : first);
  const whole = canvas ?? picture;
  if (!whole) throw corrupt('a WebP that begins with no picture');
  const frames = chunks.filter(({ name }) => name === 'ANMF');
  if (animated && frames.length === 0) throw corrupt('an animated WebP without a frame');
  if (picture && (picture.width !== whole.width || picture.height !== whole.height)) {
    throw corrupt(
      `a WebP of ${whole.width}x${whole.height} pixels whose picture has ${picture.width}x${picture.height}`,
    );
  }
  const find = (wanted: string) => chunks.find(({ name }) => name === wanted);
  // A picture without VP8X has neither.
  const exif = canvas?.hasExif ? find('EXIF') : undefined;
  const orientation = exif ? readOrientation(withoutExifSignature(file.slice(exif.start, exif.end))) : 1;
  const iccp = canvas?.hasProfile ? find('ICCP') : undefined;
  const profile = iccp && file.slice(iccp.start, iccp.end);
  const framesAre = animated ? lookAt(file, frames, whole) : { small: false, translucent: false };
  const info = {
    format: 'webp',
    ...turned(whole, orientation),
    pages: animated ? frames.length : 1,
    hasAlpha: whole.hasAlpha || framesAre.small || framesAre.translucent,
    colour: 'rgb',
    interlaced: false,
    bitDepth: 8,
    lossy: picture?.lossy === true,
    ...profileBytesOf(profile, 'rgb'),
    ...(animated && { unshrinkable: framesAre.small }),
  } as const;
  return { info, orientation, profile };
}

/** The RIFF header's length, even, but no further than the file. */
function fileEnd(file: Bytes): number {
  return Math.min(file.length, file.u32le(4) + 8);
}

/** Chunks side by side, as far as they begin before `end`; the last may reach beyond it. */
export function readChunks(file: Bytes, from: number, end: number): Chunk[] {
  const chunks: Chunk[] = [];
  let at = from;
  while (at + 8 <= end) {
    const start = at + 8;
    const length = file.u32le(at + 4);
    if (chunks.length === maxChunks) throw corrupt(`a WebP of more than ${maxChunks} chunks`);
    chunks.push({ name: file.text(at, 4), start, end: start + length });
    at = start + length + (length % 2);
  }
  return chunks;
}

export function readCanvas(file: Bytes, { start }: Chunk): Canvas {
  const flags = file.u8(start);
  return {
    width: file.u24le(start + 4) + 1,
    height: file.u24le(start + 7) + 1,
    hasAlpha: (flags & alphaFlag) !== 0,
    animated: (flags & animationFlag) !== 0,
    hasExif: (flags & exifFlag) !== 0,
    hasProfile: (flags & profileFlag) !== 0,
  };
}

function holdsPicture({ name }: Chunk): boolean {
  return name === 'VP8 ' || name === 'VP8L';
}

/**
 * Reads what the picture of a still says of itself.
 *
 * @param chunk The chunk that libwebp decodes: the first one that holds a picture, and without VP8X the first of all. libwebp does
 * not look at what follows it, and neither does this reader: a small second picture says nothing of the first.
 */
export function readPicture(file: Bytes, chunk: Chunk | undefined): Picture | undefined {
  if (chunk?.name === 'VP8 ') return readLossy(file, chunk);
  return chunk?.name === 'VP8L' ? readLossless(file, chunk) : undefined;
}

/** Bytes of a frame before its chunks: corner, sides, duration and flags. */
export const frameHeadBytes = 16;

/**
 * Looks at the pictures of all frames, as far as they can be followed. What counts is what each says of itself, as for decoders, which
 * give an animation alpha as soon as one of its frames has some or leaves a part of the canvas free, whatever VP8X says.
 */
function lookAt(file: Bytes, frames: readonly Chunk[], canvas: Sides) {
  const found = { small: false, translucent: false };
  for (const { start, end } of frames) {
    const picture = readFrame(file, start + frameHeadBytes, end);
    found.small ||= picture?.width !== canvas.width || picture.height !== canvas.height;
    found.translucent ||= picture?.hasAlpha === true;
  }
  return found;
}

function readFrame(file: Bytes, from: number, end: number): Picture | undefined {
  try {
    const chunks = readChunks(file, from, end);
    const at = chunks.findIndex(holdsPicture);
    const picture = readPicture(file, chunks[at]);
    // A lossy picture has its alpha in a chunk before it.
    const hasOwnAlpha = chunks.slice(0, Math.max(at, 0)).some(({ name }) => name === 'ALPH');
    return picture && { ...picture, hasAlpha: picture.hasAlpha || hasOwnAlpha };
  } catch (error) {
    if (error instanceof SourceFault) return undefined;
    throw error;
  }
}

function readLossy(file: Bytes, { start }: Chunk): Picture {
  if (file.u8(start + 3) !== 0x9d || file.u16(start + 4) !== 0x012a) {
    throw corrupt('a lossy WebP without its start code');
  }
  // The upper two bits of each are a scale that no decoder applies.
  const width = file.u16le(start + 6) & 0x3fff;
  const height = file.u16le(start + 8) & 0x3fff;
  if (width === 0 || height === 0) throw corrupt('a WebP without width or height');
  return { width, height, hasAlpha: false, lossy: true };
}

function readLossless(file: Bytes, { start }: Chunk): Picture {
  if (file.u8(start) !== 0x2f) throw corrupt('a lossless WebP without its signature');
  // 14 bits of width - 1, 14 of height - 1, one of alpha; >>> keeps it unsigned.
  const packed = file.u32le(start + 1);
  return {
    width: (packed & 0x3fff) + 1,
    height: ((packed >>> 14) & 0x3fff) + 1,
    hasAlpha: ((packed >>> 28) & 1) === 1,
    lossy: false,
  };
}
