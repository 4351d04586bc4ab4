// Inflates what PNGs hold deflated: sharp writes XMP so. Nothing else in this folder needs more of Node.js than Buffer.

import { inflateSync } from 'zlib';
import { maxBlock } from './blocks.ts';

/** Bytes of deflated data: they inflate to a thousand times as many at most. Node.js 10 cannot bound the result itself. */
const maxDeflated = 16 * 1024;

/** @returns undefined if it cannot be inflated, or is longer than `maxDeflated` before or `maxBlock` after. */
export function inflate(deflated: Buffer): Buffer | undefined {
  if (deflated.length > maxDeflated) return undefined;
  try {
    return inflateSync(deflated, { maxOutputLength: maxBlock });
  } catch {
    return undefined;
  }
}
