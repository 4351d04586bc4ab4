// The PNG decoder, with SIMD and without, beside libvips, which has libpng: what all make of the same file.

import { Declined } from '../../src/function/engine/declined.ts';
import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import type { Pixels } from '../../wasm/picture/pixels.ts';
import { createPngDecoder, type PngDecoder, type Shrink } from '../../wasm/png/decode.ts';
import { readStructure } from '../../wasm/png/structure.ts';
import type { Verdict } from './decoder-pair.ts';
import { openVips, type Samples } from './vips-samples.ts';

export interface PngPair {
  /**
   * What the decoder does not decline, libvips must decode at the full size as the engine has it do it, to the same samples; with SIMD
   * and without they must be the same, shrunk too.
   */
  compare(bytes: Uint8Array): Verdict;
  stop(): void;
}

export const pngModules = ['pngDecode', 'pngDecodeSimd'] as const;

export async function openPngDecoder(name: (typeof pngModules)[number]): Promise<PngDecoder> {
  const { [name]: module } = await buildOwnModules('png');
  return createPngDecoder(new WebAssembly.Module(new Uint8Array(module)));
}

export async function openPngPair(): Promise<PngPair> {
  const [plain, simd, vips] = await Promise.all([
    openPngDecoder('pngDecode'),
    openPngDecoder('pngDecodeSimd'),
    openVips(),
  ]);
  const asOne = (bytes: Uint8Array, shrink: Shrink): Pixels => {
    const [own, other] = [simd, plain].map((one) => attempt(one, bytes, shrink));
    if (!own || !other || own.declined !== other.declined)
      throw new Error(`declined with SIMD: ${own?.declined}, without: ${other?.declined}`);
    if (!own.pixels || !other.pixels) throw new Declined(own.declined ?? '');
    const { data } = other.pixels;
    if (!own.pixels.data.every((sample, at) => sample === data[at]))
      throw new Error('other samples with SIMD than without');
    return own.pixels;
  };
  return {
    compare(bytes) {
      try {
        asOne(bytes, { across: 3, down: 2 });
        return difference(asOne(bytes, { across: 1, down: 1 }), vips.decode(bytes, 'fail_on=error'));
      } catch (error) {
        if (!(error instanceof Declined)) return { problem: `it throws ${error}` };
        return { declined: error.message };
      }
    },
    stop: vips.stop,
  };
}

function attempt(
  decoder: PngDecoder,
  bytes: Uint8Array,
  shrink: Shrink,
): { readonly pixels?: Pixels; readonly declined?: string } {
  try {
    return { pixels: decoder.decode(readStructure(bytes), shrink, () => undefined) };
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    return { declined: error.message };
  }
}

/** The samples of libvips as RGBA. */
export function toRgba({ width, height, bands, data }: Samples): Uint8Array {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = data.subarray(pixel * bands, (pixel + 1) * bands);
    const [first = 0, second = 0, third = 0, fourth = 255] = from;
    rgba.set(
      bands < 3 ? [first, first, first, bands === 2 ? second : 255] : [first, second, third, fourth],
      pixel * 4,
    );
  }
  return rgba;
}

function difference(own: Pixels, theirs: Samples | string): { readonly problem?: string } {
  if (typeof theirs === 'string') return { problem: `libvips refuses it: ${theirs.trim()}` };
  const { width, height } = theirs;
  if (own.width !== width || own.height !== height) {
    return { problem: `it has ${own.width}x${own.height} pixels, and by libvips ${width}x${height}` };
  }
  const expected = toRgba(theirs);
  const at = own.data.findIndex((value, index) => value !== expected[index]);
  if (at < 0) return {};
  const [pixel, band] = [Math.floor(at / 4), at % 4];
  const place = `${pixel % width}, ${Math.floor(pixel / width)}`;
  return { problem: `band ${band} at ${place} is ${own.data[at]}, and by libvips ${expected[at]}` };
}
