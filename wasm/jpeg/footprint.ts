// How much memory the JPEG engine takes. Measured as wasm/host/footprint.ts says.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { inlineFootprint } from '../inline/footprint.ts';
import { jpegShrink } from '../picture/jpeg-shrink.ts';

/** Bytes of a block of which only one sample is made: its DC coefficient, and a bit for each of the others. */
const dcBlockBytes = 16;
/** Bytes of any other block: 64 coefficients of 16 bits, and a bit for each. */
const blockBytes = 136;

/** The planes of the scaled picture; of a picture in several scans also its coefficients. */
function decoderBytes(info: SourceInfo, scale: number): number {
  const { width, height, interlaced, samples = 3 } = info;
  const shrink = jpegShrink({ width: 1, height: 1 }, { width: scale, height: scale });
  const pixels = width * height;
  const blocks = pixels / 64;
  // At less than the full size, chroma is decoded to as many samples as luma has.
  const planes = (pixels / shrink ** 2) * (shrink === 1 ? samples : samples > 1 ? 3 : 1);
  const luma = shrink === 8 ? dcBlockBytes : blockBytes;
  // Where chroma has as many samples as luma (4:4:4), it is shrunk as much.
  const chroma = (samples - 1) * (samples === 3 ? luma : blockBytes);
  const stored = interlaced ? blocks * (luma + chroma) : 0;
  return planes + stored;
}

export const jpegFootprint = inlineFootprint(decoderBytes);
