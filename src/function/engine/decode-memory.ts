// Estimates from its header how much memory one photo takes. The limits use it to refuse a photo, and the engine's host to decide
// whether a new engine must make room for it first.

import type { SourceFormat } from '../format/format.ts';
import type { Footprint, RenderSpec, SourceInfo } from './engine.ts';

/**
 * How many bytes of memory one source takes before anything of it is decoded.
 *
 * @param bytes The size of the encoded source.
 */
export function openingMemory(format: SourceFormat, bytes: number, footprint: Footprint): number {
  return bytes * footprint.perSourceByte + (footprint.openBytes?.(format, bytes) ?? 0);
}

/**
 * Estimates how many bytes of memory one source takes while it is decoded. `npm run bench -- flavours` shows the estimate beside
 * what was measured.
 *
 * @param bytes The size of the encoded source.
 * @param scale As `Footprint.decoderBytes` takes it.
 * @returns `needed` in all, of which `held` is for pixels or coefficients; `held` is 0 for a source that streams.
 */
export function estimateDecodeMemory(
  info: SourceInfo,
  bytes: number,
  scale: number,
  footprint: Footprint,
): { readonly held: number; readonly needed: number } {
  const held = footprint.decoderBytes(info, scale);
  return { held, needed: openingMemory(info.format, bytes, footprint) + held };
}

/**
 * The scale at which a source is decoded for a thumbnail, as `Footprint.decoderBytes` takes it. A region is given in pixels of the
 * full size, and the frames of an animation are drawn onto one another at that size.
 */
export function decodeScaleOf(spec: RenderSpec, info: SourceInfo): number {
  const { region, pages = 1, resizedWidth, resizedHeight } = spec;
  if (region !== undefined || pages > 1) return 1;
  return Math.min(1, Math.max(resizedWidth / info.width, resizedHeight / info.height));
}
