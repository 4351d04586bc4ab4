// Reduces a PNG to the chunks that its pixels need, because the PNG decoder refuses files for flaws in any other chunk.

import { Bytes } from '../header/bytes.ts';

const signatureLength = 8;
/** Bytes of a chunk besides its data: length, name and checksum. */
const chunkOverhead = 12;
const keptChunks: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT'];
const endChunk = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

/**
 * Copies the essential chunks.
 *
 * @param bytes A PNG whose header has been read.
 * @returns A copy without texts, profiles and further frames, and with an IEND chunk if it lacks one. Pixel data that
 * is cut off stays cut off.
 */
export function withEssentialChunks(bytes: Uint8Array): Uint8Array {
  const file = new Bytes(bytes);
  const parts = [file.slice(0, signatureLength)];
  let at = signatureLength;
  while (at + chunkOverhead <= file.length) {
    const next = at + chunkOverhead + file.u32(at);
    const name = file.text(at + 4, 4);
    if (name === 'IEND') break;
    if (keptChunks.includes(name)) parts.push(file.slice(at, next));
    at = next;
  }
  return new Uint8Array(Buffer.concat([...parts, endChunk]));
}
