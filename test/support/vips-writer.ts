// Writes what sharp's own libvips does not: AVIF of more than 8 bits, and JPEG XL.

import { createRequire } from 'node:module';
import type VipsModule from 'wasm-vips';

type Vips = typeof VipsModule;
export type Picture = VipsModule.Image;

let started: Promise<Vips> | undefined;

function startVips(): Promise<Vips> {
  const create = createRequire(import.meta.url)('wasm-vips') as () => Promise<Vips>;
  started ??= create().then((vips) => {
    vips.Cache.max(0);
    vips.concurrency(1);
    return vips;
  });
  return started;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Bits per sample; 32 is floating point. */
  readonly bits: 8 | 16 | 32;
  readonly alpha: boolean;
}

/** The same picture as the other flavours show: a field of many colours with a white border. */
export async function writeByVips(
  { width, height, bits, alpha }: Canvas,
  write: (picture: Picture) => Uint8Array,
): Promise<Buffer> {
  const vips = await startVips();
  const scale = bits === 8 ? 1 : bits === 16 ? 257 : 1 / 255;
  const format = bits === 8 ? 'uchar' : bits === 16 ? 'ushort' : 'float';
  const interpretation = bits === 8 ? 'srgb' : bits === 16 ? 'rgb16' : 'scrgb';
  const [x, y] = [Math.ceil(width / 20), Math.ceil(height / 20)];
  const [w, h] = [width - 2 * x, height - 2 * y];
  using places = vips.Image.xyz(w, h);
  using ramps = places.linear([(200 / width) * scale, (200 / height) * scale], [0, 0]);
  using colours = ramps.bandjoin(alpha ? [200 * scale, 128 * scale] : 200 * scale);
  using field = colours.cast(format);
  using black = vips.Image.black(width, height);
  using white = black.newFromImage(Array(alpha ? 4 : 3).fill(255 * scale));
  using border = white.cast(format);
  using inserted = border.insert(field, x, y);
  using picture = inserted.copy({ interpretation });
  return Buffer.from(write(picture));
}
