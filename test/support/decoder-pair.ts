// The JPEG engine's decoder beside libvips, which has libjpeg: what both make of the same file.

import { Declined } from '../../src/function/engine/declined.ts';
import { buildJpegModules } from '../../wasm/bundle/jpeg.mjs';
import { createJpegDecoder, type JpegDecoder, type Side } from '../../wasm/jpeg/decode.ts';
import { readStructure } from '../../wasm/jpeg/structure.ts';
import type { Pixels } from '../../wasm/picture/pixels.ts';
import { openVips, type Samples } from './vips-samples.ts';

/** By how much a picture is shrunk while it is decoded. */
export const shrinks = [8, 4, 2, 1] as const;
export type Shrink = (typeof shrinks)[number];

export interface Verdict {
  /** Why the decoder leaves the file to another engine. */
  readonly declined?: string;
  /** What is wrong: a sentence. */
  readonly problem?: string;
}

export interface DecoderPair {
  /** At one scale. What the decoder does not decline, libvips must decode without a warning, to the same samples. */
  compare(bytes: Uint8Array, shrink: Shrink): Verdict;
  stop(): void;
}

export async function openDecoder(): Promise<JpegDecoder> {
  const { jpegDecode } = await buildJpegModules();
  return createJpegDecoder(new WebAssembly.Module(new Uint8Array(jpegDecode)));
}

export async function openPair(): Promise<DecoderPair> {
  const [decoder, vips] = await Promise.all([openDecoder(), openVips()]);
  return {
    compare(bytes, shrink) {
      try {
        const sides = shrunkSides(bytes, shrink);
        const own = decoder.decode(bytes, sides, () => undefined, (8 / shrink) as Side);
        // libvips cannot show less than a whole pixel.
        const isShown = sides.storedWidth >= shrink && sides.storedHeight >= shrink;
        return isShown ? difference(own, vips.decode(bytes, shrink)) : {};
      } catch (error) {
        if (!(error instanceof Declined)) return { problem: `it throws ${error}` };
        return { declined: error.message };
      }
    },
    stop: vips.stop,
  };
}

function shrunkSides(bytes: Uint8Array, shrink: Shrink) {
  for (const part of readStructure(bytes)) {
    if (part.kind !== 'frame') continue;
    const { width, height } = part.frame;
    return {
      ...{ width: Math.ceil(width / shrink), height: Math.ceil(height / shrink) },
      ...{ storedWidth: width, storedHeight: height },
    };
  }
  throw new Declined('no frame');
}

/** @returns The first of the samples that differ, in what both have of the picture. */
function difference(own: Pixels, theirs: Samples | string): { readonly problem?: string } {
  if (typeof theirs === 'string') return { problem: `libvips refuses it: ${theirs.trim()}` };
  const { width, height, bands, data } = theirs;
  if (own.width - width > 1 || own.height - height > 1 || own.width < width || own.height < height) {
    return { problem: `it has ${own.width}x${own.height} pixels, and by libvips ${width}x${height}` };
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let band = 0; band < 3; band++) {
        const mine = own.data[(y * own.width + x) * 4 + band];
        const expected = data[(y * width + x) * bands + (bands === 1 ? 0 : band)];
        if (mine !== expected) {
          return { problem: `band ${band} at ${x}, ${y} is ${mine}, and by libvips ${expected}` };
        }
      }
    }
  }
  return {};
}
