// What one photo takes of the memory, reckoned from its header: admission asks, and so does who makes room for it.

import type { Footprint, SourceInfo } from './engine.ts';

/**
 * The memory, in bytes, that one source is reckoned to take while it is decoded: `held` of it for pixels or coefficients.
 * `npm run bench -- memory` shows it beside what was measured.
 *
 * @param bytes Of the encoded source.
 */
export function estimateDecodeMemory(
  source: SourceInfo,
  bytes: number,
  { perSourceByte, perPixel }: Footprint,
): { readonly held: number; readonly needed: number } {
  const held = source.width * source.height * perPixel(source);
  return { held, needed: bytes * perSourceByte + held };
}
