// Reduces a PNG to the chunks that its pixels need, because the PNG decoder refuses files for flaws in any other chunk.

import { pngChunks, pngSignature, writePngChunk } from '../../src/function/container/png.ts';
import { Bytes } from './bytes.ts';

/** Bytes of a chunk besides its data: length, name and checksum. */
const chunkOverhead = 12;
const keptChunks: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT'];

/**
 * Copies the essential chunks.
 *
 * @param bytes A PNG whose header has been read.
 * @returns A copy without texts, profiles and further frames, and with an IEND chunk if it lacks one. Pixel data that
 * is cut off stays cut off.
 */
export function withEssentialChunks(bytes: Uint8Array): Uint8Array {
  const file = new Bytes(bytes);
  const parts = [file.slice(0, pngSignature.length)];
  for (const { type, from, next } of pngChunks(file)) {
    const hasRoom = from + chunkOverhead <= file.length;
    if (hasRoom && keptChunks.includes(type)) parts.push(file.slice(from, next));
  }
  return new Uint8Array(Buffer.concat([...parts, writePngChunk('IEND', new Uint8Array(0))]));
}
