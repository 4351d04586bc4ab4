// Inflates what PNGs hold deflated: sharp writes XMP so. Nothing else in this folder needs more of Node.js than Buffer.

import { inflateSync } from 'zlib';
import { ExcessError } from '../container/bytes.ts';
import { maxBlock, tooLong } from './blocks.ts';

/** Bytes of deflated data: they inflate to a thousand times as many at most. Node.js 10 cannot bound the result itself. */
const maxDeflated = 16 * 1024;

/**
 * @returns undefined if it cannot be inflated.
 * @throws {ExcessError} for data that is longer than `maxDeflated` before or `maxBlock` after.
 */
export function inflate(deflated: Buffer): Buffer | undefined {
  if (deflated.length > maxDeflated)
    throw new ExcessError(`a text of more than ${maxDeflated / 1024} KB deflated`);
  try {
    const inflated = inflateSync(deflated, { maxOutputLength: maxBlock });
    if (inflated.length <= maxBlock) return inflated;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
  }
  throw new ExcessError(tooLong('a deflated text'));
}
