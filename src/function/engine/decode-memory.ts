// Estimates from its header how much memory one photo takes. The limits use it to refuse a photo, and the engine's host to decide
// whether a new engine must make room for it first.

import type { Footprint, SourceInfo } from './engine.ts';

/**
 * Estimates how many bytes of memory one source takes while it is decoded. `npm run bench -- memory` shows the estimate beside
 * what was measured.
 *
 * @param bytes The size of the encoded source.
 * @returns `needed` in all, of which `held` is for pixels or coefficients; `held` is 0 for a source that streams.
 */
export function estimateDecodeMemory(
  info: SourceInfo,
  bytes: number,
  { perSourceByte, perPixel }: Footprint,
): { readonly held: number; readonly needed: number } {
  const held = info.width * info.height * perPixel(info);
  return { held, needed: bytes * perSourceByte + held };
}
