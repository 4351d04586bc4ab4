// How much memory the engines in the function's own thread take. Measured as wasm/host/footprint.ts says.

// Imported, because Squoosh's script replaces the global `process` (squoosh/globals.ts).
import { versions } from 'process';
import type { Footprint, SourceInfo, WriterSpec } from '../../src/function/engine/engine.ts';
import type { OutputFormat } from '../../src/function/format/format.ts';

const MB = 1024 * 1024;

/** Of the process, whatever it decodes. */
export const inlineBaseBytes = 66 * MB;

/** V8 6 compiles all of Squoosh's encoder, and optimises it at once. */
const webpEncoderBytes = (Number.parseInt(versions.v8, 10) < 7 ? 36 : 10) * MB;
/** Bytes that an encoder takes whatever the thumbnail's size, and bytes that it takes for each of its pixels. */
const encoderBytes: Readonly<Partial<Record<OutputFormat, number>>> = { png: 4 * MB, webp: webpEncoderBytes };
const encoderBytesPerPixel: Readonly<Partial<Record<OutputFormat, number>>> = { jpeg: 10, png: 18, webp: 4 };
const losslessWebpBytesPerPixel = 28;
/** What WebP's alpha takes besides, at least: it is written by a lossless encoder beside the lossy one. */
const webpAlphaBytes = 16 * MB;

/** Of the encoders of encoders.ts. */
function writerBytes(
  { format, width, height, lossless = false }: WriterSpec,
  { hasAlpha }: SourceInfo,
): number {
  const perPixel =
    format === 'webp' && lossless ? losslessWebpBytesPerPixel : (encoderBytesPerPixel[format] ?? 0);
  const alpha =
    format === 'webp' && hasAlpha
      ? webpAlphaBytes + (lossless ? 0 : losslessWebpBytesPerPixel * width * height)
      : 0;
  return (encoderBytes[format] ?? 0) + alpha + perPixel * width * height;
}

/** @param decoderBytes `Footprint.decoderBytes` of the engine's own decoder, in which alone they differ. */
export function inlineFootprint(decoderBytes: Footprint['decoderBytes']): Footprint {
  return {
    base: inlineBaseBytes,
    perSourceByte: 2.5,
    decoderBytes,
    writerBytes,
    // WebAssembly's linear memory ends at 4 GB, and the decoders use half of it.
    ceiling: 1500 * MB,
  };
}
