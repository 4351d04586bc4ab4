// How much memory the encoders of encoders.ts take. Measured as wasm/host/footprint.ts says.

import type { RenderSpec } from '../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../src/function/format/format.ts';

const MB = 1024 * 1024;

/** Bytes that an encoder takes whatever the thumbnail's size, and bytes that it takes for each of its pixels. */
const encoderBytes: Readonly<Partial<Record<OutputFormat, number>>> = { png: 4 * MB, webp: 24 * MB };
const encoderBytesPerPixel: Readonly<Partial<Record<OutputFormat, number>>> = { jpeg: 10, png: 18, webp: 4 };
const losslessWebpBytesPerPixel = 28;

/** `Footprint.writerBytes` of every engine that has these encoders. */
export function writerBytes({
  format,
  width,
  height,
  lossless = false,
}: Pick<RenderSpec, 'format' | 'width' | 'height' | 'lossless'>): number {
  const perPixel =
    format === 'webp' && lossless ? losslessWebpBytesPerPixel : (encoderBytesPerPixel[format] ?? 0);
  return (encoderBytes[format] ?? 0) + perPixel * width * height;
}
