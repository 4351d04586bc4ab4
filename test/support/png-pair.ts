// The PNG decoder beside libvips, which has libpng: what both make of the same file.

import { Declined } from '../../src/function/engine/declined.ts';
import { buildOwnModules } from '../../wasm/bundle/own-modules.mjs';
import type { Pixels } from '../../wasm/picture/pixels.ts';
import { createPngDecoder, type PngDecoder } from '../../wasm/png/decode.ts';
import { readStructure } from '../../wasm/png/structure.ts';
import type { Verdict } from './decoder-pair.ts';
import { openVips, type Samples } from './vips-samples.ts';

export interface PngPair {
  /** At the full size. What the decoder does not decline, libvips must decode as the engine has it do it, to the same samples. */
  compare(bytes: Uint8Array): Verdict;
  stop(): void;
}

export async function openPngDecoder(): Promise<PngDecoder> {
  const { pngDecode } = await buildOwnModules('png');
  return createPngDecoder(new WebAssembly.Module(new Uint8Array(pngDecode)));
}

export async function openPngPair(): Promise<PngPair> {
  const [decoder, vips] = await Promise.all([openPngDecoder(), openVips()]);
  return {
    compare(bytes) {
      try {
        const own = decoder.decode(readStructure(bytes), { across: 1, down: 1 }, () => undefined);
        return difference(own, vips.decode(bytes, 'fail_on=error'));
      } catch (error) {
        if (!(error instanceof Declined)) return { problem: `it throws ${error}` };
        return { declined: error.message };
      }
    },
    stop: vips.stop,
  };
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
