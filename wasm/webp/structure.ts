// Reads the chunks of a WebP (RFC 9649, 2) for the WebP decoder.
//
// This reader is strict: whatever is out of order is left to another engine, which judges it as decoders do (wasm/header/webp.ts is
// lenient for that). So a picture is never decoded here that libwebp would refuse or read in another way.

import { Declined } from '../../src/function/engine/declined.ts';
import { Bytes } from '../header/bytes.ts';
import { type Chunk, readCanvas, readChunks, readPicture } from '../header/webp.ts';
import { strictly } from '../inline/header.ts';

export interface WebpStructure {
  readonly width: number;
  readonly height: number;
  /** Whether it may be transparent anywhere. */
  readonly hasAlpha: boolean;
  readonly picture: LossyPicture | LosslessPicture;
}

export interface LossyPicture {
  readonly isLossy: true;
  /** What follows the ten bytes of the frame's header: the first partition, and then the others. */
  readonly data: Uint8Array;
  /** How long the first partition is. */
  readonly firstBytes: number;
  /** The chunk with its alpha, if it has any. */
  readonly alpha: Uint8Array | undefined;
}

export interface LosslessPicture {
  readonly isLossy: false;
  /** What follows the five bytes of the header, with the byte that makes the chunk's length even, which libwebp reads, too. */
  readonly data: Uint8Array;
}

/** Bytes of VP8X. */
const canvasBytes = 10;
const lossyHeaderBytes = 10;
const losslessHeaderBytes = 5;

/**
 * @param bytes The whole file; not copied.
 * @throws {Declined} for what is out of order, or what the decoder does not decode.
 */
export const readStructure = (bytes: Uint8Array): WebpStructure => strictly(() => read(new Bytes(bytes)));

function read(file: Bytes): WebpStructure {
  if (file.length < 20 || !file.hasText(0, 'RIFF') || !file.hasText(8, 'WEBP')) throw outOfOrder('no WebP');
  const end = file.u32le(4) + 8;
  if (end > file.length) throw outOfOrder('a file that ends too early');
  const chunks = readChunks(file, 12, end);
  if (chunks.some((chunk) => chunk.end > end)) throw outOfOrder('a chunk that ends too early');
  const last = chunks[chunks.length - 1]?.end ?? 0;
  if (last + (last % 2) !== end) throw outOfOrder('bytes that are no chunk');
  const [first] = chunks;
  const canvas = first?.name === 'VP8X' ? readStillCanvas(file, first) : undefined;
  const at = canvas ? chunks.findIndex(({ name }) => name === 'VP8 ' || name === 'VP8L') : 0;
  const chunk = chunks[at];
  const said = readPicture(file, chunk);
  if (!chunk || !said) throw outOfOrder('no picture');
  const isOfPicture = ({ name }: Chunk) => name === 'VP8 ' || name === 'VP8L' || name === 'ALPH';
  if (chunks.slice(at + 1).some(isOfPicture)) throw outOfOrder('a second picture');
  const alphas = chunks.slice(0, at).filter(({ name }) => name === 'ALPH');
  const { width, height } = said;
  const found = said.lossy
    ? { width, height, hasAlpha: alphas.length > 0, picture: readLossy(file, chunk, alphas) }
    : { width, height, hasAlpha: said.hasAlpha, picture: readLossless(file, chunk, alphas) };
  if (!canvas) return found;
  if (canvas.width !== found.width || canvas.height !== found.height) throw outOfOrder('two sizes');
  if (found.hasAlpha && !canvas.hasAlpha) throw outOfOrder('alpha that is not announced');
  // The bit in a lossless picture is a hint, and does not count where the file says more (RFC 9649, 3.4).
  return canvas.hasAlpha && !found.picture.isLossy ? { ...found, hasAlpha: true } : found;
}

function outOfOrder(what: string): Declined {
  return new Declined(`a WebP with ${what}`);
}

function readStillCanvas(file: Bytes, chunk: Chunk) {
  if (chunk.end - chunk.start < canvasBytes) throw outOfOrder('a header that ends too early');
  const canvas = readCanvas(file, chunk);
  if (canvas.animated) throw new Declined('an animation');
  return canvas;
}

/** RFC 6386, 9.1. */
function readLossy(file: Bytes, { start, end }: Chunk, alphas: readonly Chunk[]): LossyPicture {
  if (end - start < lossyHeaderBytes) throw outOfOrder('a picture that ends too early');
  const tag = file.u8(start) | (file.u8(start + 1) << 8) | (file.u8(start + 2) << 16);
  const isKeyFrame = (tag & 1) === 0;
  const isShown = (tag & 0x10) !== 0;
  const firstBytes = tag >>> 5;
  if (!isKeyFrame || !isShown || ((tag >> 1) & 7) > 3) throw outOfOrder('an unknown picture');
  const data = file.slice(start + lossyHeaderBytes, end);
  if (firstBytes > data.length) throw outOfOrder('a partition that ends too early');
  if (alphas.length > 1) throw outOfOrder('alpha twice');
  const [alpha] = alphas;
  return { isLossy: true, data, firstBytes, alpha: alpha && file.slice(alpha.start, alpha.end) };
}

/** RFC 9649, 3.4. */
function readLossless(file: Bytes, { start, end }: Chunk, alphas: readonly Chunk[]): LosslessPicture {
  if (end - start < losslessHeaderBytes) throw outOfOrder('a picture that ends too early');
  if (alphas.length > 0) throw outOfOrder('alpha twice');
  if (file.u32le(start + 1) >>> 29 !== 0) throw outOfOrder('an unknown version');
  return { isLossy: false, data: file.slice(start + losslessHeaderBytes, end + (end % 2)) };
}
