// What PNGs hold deflated: sharp writes XMP so. The one place here that needs more of Node.js than Buffer.

import { inflateSync } from 'zlib';
import { maxBlock } from './blocks.ts';

/** Bytes. Deflate makes a thousand times as much of them at most, and Node.js 10 knows no bound of the result's own. */
const maxDeflated = 16 * 1024;

/** @returns undefined for what cannot be inflated, or is long. */
export function inflate(deflated: Buffer): Buffer | undefined {
  if (deflated.length > maxDeflated) return undefined;
  try {
    return inflateSync(deflated, { maxOutputLength: maxBlock });
  } catch {
    return undefined;
  }
}
