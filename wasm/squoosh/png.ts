// A PNG for a decoder that is stricter than others: it refuses a file for a flaw in what no picture needs.

import { Bytes } from '../header/bytes.ts';

const signatureLength = 8;
/** Length, name and checksum. */
const chunkOverhead = 12;
const keptChunks: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT'];
const endChunk = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

/**
 * @param bytes A PNG whose header has been read.
 * @returns A copy without texts, profiles and further frames, and with an end where it lacks one. What is cut off within
 * its picture stays so.
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
