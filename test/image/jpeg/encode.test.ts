// The JPEG engine's encoder: byte for byte what sharp writes of the same pixels.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { buildOwnModules } from '../../../wasm/bundle/own-modules.mjs';
import { createJpegEncoder } from '../../../wasm/jpeg/encode.ts';
import { samples } from '../../fixtures/images/images.ts';
import { createRandom } from '../../support/random.ts';

const { jpegEncode, jpegEncodeSimd } = await buildOwnModules('jpeg');
const encoders = [
  ['without SIMD', createJpegEncoder(new WebAssembly.Module(jpegEncode))],
  ['with SIMD', createJpegEncoder(new WebAssembly.Module(jpegEncodeSimd))],
] as const;
const sides = [
  [1, 1],
  [7, 9],
  [16, 16],
  [17, 31],
  [33, 8],
  [200, 133],
  [401, 300],
] as const;
const qualities = [1, 30, 50, 75, 80, 89, 90, 95, 100];

/** @returns RGB. */
const kinds: Readonly<Record<string, (width: number, height: number) => Promise<Buffer>>> = {
  'a photo': (width, height) =>
    sharp(samples.landscape.path).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer(),
  async noise(width, height) {
    const random = createRandom(width);
    return Buffer.from(Array.from({ length: width * height * 3 }, () => random.below(256)));
  },
  'one colour': async (width, height) => Buffer.alloc(width * height * 3, 77),
  /** In each block of 8 x 8 the signs of one coefficient's wave: the largest sums that the DCT can have. */
  async 'black and white waves'(width, height) {
    const wave = (x: number, frequency: number) => Math.cos(((2 * (x % 8) + 1) * frequency * Math.PI) / 16);
    return Buffer.from(
      Array.from({ length: width * height * 3 }, (_, at) => {
        const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
        const sign = wave(x, Math.floor(x / 8) % 8) * wave(y, Math.floor(y / 8) % 8);
        return sign > 0 ? 255 : 0;
      }),
    );
  },
};

function rgba(rgb: Buffer, width: number, height: number) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let n = 0; n < width * height; n++) data.set(rgb.subarray(n * 3, n * 3 + 3), n * 4);
  return { data, width, height };
}

describe.each(encoders)('%s', (_name, encoder) => {
  describe.each(Object.entries(kinds))('%s', (_, make) => {
    test.each(sides)("of %i x %i pixels has sharp's bytes at each quality", async (width, height) => {
      const rgb = await make(width, height);
      for (const quality of qualities) {
        const isFull = quality >= 90;
        const ours = encoder.encode(rgba(rgb, width, height), { quality, isGrey: false, isFull });
        const theirs = await sharp(rgb, { raw: { width, height, channels: 3 } })
          .jpeg({ quality, chromaSubsampling: isFull ? '4:4:4' : '4:2:0' })
          .toBuffer();
        expect(theirs.equals(ours), `quality ${quality}`).toBe(true);
      }
    });
  });

  test.each(sides)("a grey picture of %i x %i pixels has the pixels of sharp's", async (width, height) => {
    const grey = await sharp(samples.landscape.path)
      .resize(width, height, { fit: 'fill' })
      .greyscale()
      .raw()
      .toBuffer();
    const pixels = rgba(Buffer.from(Array.from(grey).flatMap((one) => [one, one, one])), width, height);
    const ours = encoder.encode(pixels, { quality: 80, isGrey: true, isFull: false });
    const theirs = await sharp(grey, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 80 })
      .toBuffer();
    const [a, b] = await Promise.all(
      [ours, theirs].map((bytes) => sharp(bytes).toColourspace('b-w').raw().toBuffer()),
    );
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
  });
});
