// The JPEG engine's decoder, with SIMD and without, beside libvips, which has libjpeg: what all make of the same file.

import { Declined } from '../../src/function/engine/declined.ts';
import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
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

export type DecoderModule = 'jpegDecode' | 'jpegDecodeSimd';

export async function openDecoder(name: DecoderModule): Promise<JpegDecoder> {
  const { [name]: module } = await buildOwnModules('jpeg');
  return createJpegDecoder(new WebAssembly.Module(new Uint8Array(module)));
}

export async function openPair(): Promise<DecoderPair> {
  const [plain, simd, vips] = await Promise.all([
    openDecoder('jpegDecode'),
    openDecoder('jpegDecodeSimd'),
    openVips(),
  ]);
  return {
    compare(bytes, shrink) {
      const own = agreed(decodeBy(simd, bytes, shrink), decodeBy(plain, bytes, shrink));
      if (!own.pixels) return own;
      return own.isShown
        ? difference(own.pixels, vips.decode(bytes, `shrink=${shrink},fail_on=warning`))
        : {};
    },
    stop: vips.stop,
  };
}

export interface Decoded extends Verdict {
  readonly pixels?: Pixels;
  /** libvips cannot show less than a whole pixel. */
  readonly isShown?: boolean;
}

function decodeBy(decoder: JpegDecoder, bytes: Uint8Array, shrink: Shrink): Decoded {
  return attempt(() => {
    const sides = shrunkSides(bytes, shrink);
    const pixels = decoder.decode(bytes, sides, () => undefined, (8 / shrink) as Side);
    return { pixels, isShown: sides.storedWidth >= shrink && sides.storedHeight >= shrink };
  });
}

/** @returns Instead of what is thrown, that it is declined, or a problem. */
export function attempt(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof Declined)) return { problem: `it throws ${error}` };
    return { declined: error.message };
  }
}

/** @returns What both modules have made of a file; a problem where they have not made the same. */
export function agreed(simd: Decoded, plain: Decoded): Decoded {
  if (describe(simd) !== describe(plain)) {
    return { problem: `with SIMD: ${describe(simd)}; without: ${describe(plain)}` };
  }
  const isSame = simd.pixels?.data.every((sample, at) => sample === plain.pixels?.data[at]) ?? true;
  return isSame ? simd : { problem: 'it has other samples with SIMD than without' };
}

function describe({ problem, declined, pixels }: Decoded): string {
  return problem ?? declined ?? `${pixels?.width}x${pixels?.height}`;
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
