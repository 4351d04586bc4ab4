// A decoder that shrinks while it decodes, with SIMD and without, beside libvips: what all make of the same file.

import type { Shrink } from '../../wasm/inline/shrinking-decoder.ts';
import type { Pixels } from '../../wasm/picture/pixels.ts';
import { agreed, attempt, type Decoded, type Verdict } from './decoder-pair.ts';
import { openVips, type Samples } from './vips-samples.ts';

export interface ShrinkingPair {
  /**
   * What the decoder does not decline, libvips must decode at the full size as the engine has it do it, to the same samples; with SIMD
   * and without they must be the same, shrunk too.
   */
  compare(bytes: Uint8Array): Verdict;
  stop(): void;
}

/** @returns Pixels, shrunk so. */
export type DecodeShrunk = (bytes: Uint8Array, shrink: Shrink) => Pixels;

export async function openShrinkingPair(simd: DecodeShrunk, plain: DecodeShrunk): Promise<ShrinkingPair> {
  const vips = await openVips();
  const decode = (bytes: Uint8Array, shrink: Shrink): Decoded => {
    const by = (one: DecodeShrunk) => attempt(() => ({ pixels: one(bytes, shrink) }));
    return agreed(by(simd), by(plain));
  };
  return {
    compare(bytes) {
      const shrunk = decode(bytes, { across: 3, down: 2 });
      if (!shrunk.pixels) return shrunk;
      const whole = decode(bytes, { across: 1, down: 1 });
      if (!whole.pixels) return whole;
      return difference(whole.pixels, vips.decode(bytes, 'fail_on=error'));
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
