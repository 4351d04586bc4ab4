// The decoder resamples as Lanczos' kernel says, in whole numbers.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Side } from '../../../wasm/jpeg/decode.ts';
import { jpegShrink } from '../../../wasm/picture/jpeg-shrink.ts';
import type { Pixels } from '../../../wasm/picture/pixels.ts';
import type { Sides } from '../../../wasm/picture/sides.ts';
import { samples } from '../../fixtures/images/images.ts';
import { openDecoder } from '../../support/decoder-pair.ts';
import { segment, startOfImage } from '../../support/header-parts.ts';
import { createRandom } from '../../support/random.ts';

const decoder = await openDecoder('jpegDecodeSimd');
const plain = await openDecoder('jpegDecode');
const decode = (bytes: Uint8Array, sides: Sides, side?: Side): Pixels =>
  decoder.decode(bytes, sides, () => undefined, side);

/** Sides from those of the picture to 1, not all in its shape. */
function drawSides({ width, height }: Sides, seed: number): Sides {
  const random = createRandom(seed);
  const draw = (length: number) =>
    1 + random.below(random.pick([1, 0.5, 0.1, 0.02].map((share) => Math.ceil(length * share))));
  return { width: draw(width), height: draw(height) };
}

describe('a picture of one colour stays of that colour', () => {
  const colours = ['#000', '#fff', '#808080', '#f00', '#123456', '#fe0101', '#3c8'];
  test.each(colours)('%s', async (background) => {
    const source = { width: 301, height: 203 };
    const bytes = await sharp({ create: { ...source, channels: 3, background } })
      .jpeg({ quality: 100 })
      .toBuffer();
    const [r, g, b] = decode(bytes, source).data;
    for (let seed = 0; seed < 40; seed++) {
      const { data } = decode(bytes, drawSides(source, seed));
      const wrong = data.findIndex((value, at) => value !== [r, g, b, 255][at % 4]);
      expect(wrong).toBe(-1);
    }
  });
});

const lanczos = (x: number) => {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  return (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2;
};

/** One line in floating point; beyond its ends the outermost values go on. @param shrink Old values for each new one. */
function resampleLine(line: readonly number[], to: number, shrink: number): number[] {
  const stretch = Math.max(1, shrink);
  return Array.from({ length: to }, (_, n) => {
    const centre = (n + 0.5) * shrink - 0.5;
    let [sum, weights] = [0, 0];
    for (let at = Math.ceil(centre - 3 * stretch); at <= centre + 3 * stretch; at++) {
      const weight = lanczos((at - centre) / stretch);
      sum += weight * (line[Math.min(Math.max(at, 0), line.length - 1)] ?? 0);
      weights += weight;
    }
    // A sample of 8 bits holds no more, between the two passes either.
    return Math.min(255, Math.max(0, sum / weights));
  });
}

/** The greatest difference to the same resampling in floating point, of the decoder's own samples at the same scale. */
function greatestDifference(bytes: Uint8Array, source: Sides, to: Sides): number {
  const side = (8 / jpegShrink(source, to)) as Side;
  const exact = { width: (source.width * side) / 8, height: (source.height * side) / 8 };
  const scaled = { width: Math.ceil(exact.width), height: Math.ceil(exact.height) };
  const from = decode(bytes, scaled, side).data;
  const made = decode(bytes, to).data;
  let greatest = 0;
  for (let band = 0; band < 3; band++) {
    const rows = Array.from({ length: scaled.height }, (_, y) => {
      const row = Array.from(
        { length: scaled.width },
        (_, x) => from[(y * scaled.width + x) * 4 + band] ?? 0,
      );
      return resampleLine(row, to.width, exact.width / to.width);
    });
    for (let x = 0; x < to.width; x++) {
      const column = rows.map((row) => row[x] ?? 0);
      for (const [y, value] of resampleLine(column, to.height, exact.height / to.height).entries()) {
        greatest = Math.max(
          greatest,
          Math.abs(Math.round(value) - (made[(y * to.width + x) * 4 + band] ?? 0)),
        );
      }
    }
  }
  return greatest;
}

describe('without SIMD all pixels are the same', () => {
  test('of a photo and of pixels, in all sizes', async () => {
    const bytes = readFileSync(samples.landscape.path);
    const picture = decode(bytes, { width: 211, height: 140 });
    for (let seed = 0; seed < 60; seed++) {
      const sides = drawSides(picture, seed);
      const others = plain.decode(bytes, sides, () => undefined);
      expect(decode(bytes, sides).data).toEqual(others.data);
      expect(decoder.shrink(picture, sides).data).toEqual(plain.shrink(picture, sides).data);
    }
  });

  test('of black and white, of one component', async () => {
    const random = createRandom(7);
    const noise = Buffer.from(Array.from({ length: 157 * 94 }, () => 255 * random.below(2)));
    const bytes = await sharp(noise, { raw: { width: 157, height: 94, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toBuffer();
    for (let seed = 0; seed < 60; seed++) {
      const sides = drawSides({ width: 157, height: 94 }, seed);
      const others = plain.decode(bytes, sides, () => undefined);
      expect(decode(bytes, sides).data).toEqual(others.data);
    }
  });
});

describe('Lanczos in floating point', () => {
  const source = { width: 157, height: 94 };

  /** Grey: one sample is one value of the result. Noise is the hardest: each overshoot is as large as can be. */
  const grey = async (seed: number, isHard: boolean) => {
    const random = createRandom(seed);
    const noise = Buffer.from(
      Array.from({ length: source.width * source.height }, () =>
        isHard ? 255 * random.below(2) : random.below(256),
      ),
    );
    return sharp(noise, { raw: { ...source, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toBuffer();
  };

  // Sums are rounded to 8 bits between the two passes too.
  test.each([false, true])('is met within 1 in noise; of black and white alone: %s', async (isHard) => {
    for (let seed = 0; seed < 30; seed++) {
      expect(
        greatestDifference(await grey(seed, isHard), source, drawSides(source, seed)),
      ).toBeLessThanOrEqual(1);
    }
  });

  /** The same photo, whose samples are said to be RGB and YCbCr. */
  const photo = async () => {
    const picture = sharp(readFileSync(samples.landscape.path)).resize({ ...source, fit: 'fill' });
    const bytes = await picture.jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
    // sharp writes no JFIF segment, whose word would be before Adobe's.
    const body = bytes.subarray(startOfImage.length);
    const adobe = (transform: number) =>
      segment(0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform]);
    const [asRgb, asYcc] = [0, 1].map((transform) => Buffer.concat([startOfImage, adobe(transform), body]));
    return { asRgb: asRgb as Buffer, asYcc: asYcc as Buffer };
  };

  test('is met within 1 in each of three components', async () => {
    const { asRgb } = await photo();
    for (let seed = 0; seed < 30; seed++) {
      expect(greatestDifference(asRgb, source, drawSides(source, seed))).toBeLessThanOrEqual(1);
    }
  });

  test('is of YCbCr, and RGB is made of the result', async () => {
    const { asRgb, asYcc } = await photo();
    for (let seed = 0; seed < 30; seed++) {
      const sides = drawSides(source, seed);
      const [ycc, made] = [decode(asRgb, sides).data, decode(asYcc, sides).data];
      const expected = Array.from({ length: sides.width * sides.height }, (_, pixel) => {
        const [y = 0, cb = 0, cr = 0] = ycc.subarray(4 * pixel);
        const [blue, red] = [cb - 128, cr - 128];
        return [y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue, 255];
      });
      // An array of clamped bytes rounds and clamps.
      const differences = Uint8ClampedArray.from(expected.flat()).map((value, at) =>
        Math.abs(value - (made[at] ?? 0)),
      );
      // Halves are rounded in another way.
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    }
  });
});
