// The JPEG engine's decoder, sample for sample beside libjpeg, as wasm-vips has it.

import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import Vips from 'wasm-vips';
import { buildJpegModules } from '../../wasm/bundle/jpeg.mjs';
import { createJpegDecoder, type Side } from '../../wasm/jpeg/decode.ts';
import { type JpegShape, makeJpeg, seeded } from '../support/jpeg-maker.ts';

const vips = await Vips({ dynamicLibraries: [] });
const { jpegDecode } = await buildJpegModules();
const decoder = createJpegDecoder(new WebAssembly.Module(jpegDecode));
const shrinks = [8, 4, 2, 1] as const;

/** Decodes by both. libvips leaves out a last column and row of which there is only a part. */
function differences(bytes: Uint8Array, width: number, height: number, shrink: (typeof shrinks)[number]) {
  const sides = { width: Math.ceil(width / shrink), height: Math.ceil(height / shrink) };
  const ours = decoder.decode(bytes, sides, () => undefined, (8 / shrink) as Side);
  using image = vips.Image.newFromBuffer(bytes, `[shrink=${shrink},fail_on=warning]`);
  const theirs = image.writeToMemory();
  const { bands } = image;
  expect(
    [sides.width - image.width, sides.height - image.height].every((rest) => rest === 0 || rest === 1),
  ).toBe(true);
  let count = 0;
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      for (let band = 0; band < 3; band++) {
        const expected = theirs[(y * image.width + x) * bands + (bands === 1 ? 0 : band)];
        if (ours.data[(y * sides.width + x) * 4 + band] !== expected) count += 1;
      }
    }
  }
  return count;
}

const samplings: Readonly<Record<string, JpegShape['factors']>> = {
  grey: [[1, 1]],
  'grey with factors': [[2, 2]],
  '4:4:4': [
    [1, 1],
    [1, 1],
    [1, 1],
  ],
  '4:2:2': [
    [2, 1],
    [1, 1],
    [1, 1],
  ],
  '4:2:0': [
    [2, 2],
    [1, 1],
    [1, 1],
  ],
  '4:4:0': [
    [1, 2],
    [1, 1],
    [1, 1],
  ],
  '4:1:1': [
    [4, 1],
    [1, 1],
    [1, 1],
  ],
  '4:1:0': [
    [4, 2],
    [1, 1],
    [1, 1],
  ],
  'a quarter on each side': [
    [2, 4],
    [1, 1],
    [1, 1],
  ],
  'two kinds of chroma': [
    [2, 2],
    [2, 1],
    [1, 2],
  ],
  'chroma of more samples': [
    [1, 1],
    [2, 2],
    [1, 1],
  ],
  '4:4:4 in large MCUs': [
    [1, 3],
    [1, 3],
    [1, 3],
  ],
};

describe('a picture of random coefficients', () => {
  test.each(Object.entries(samplings))('sampled %s has the same samples', (_, factors) => {
    const random = seeded(factors.flat().reduce((sum, one) => sum * 5 + one, 1));
    for (let n = 0; n < 24; n++) {
      const width = 1 + Math.floor(random() * 70);
      const height = 1 + Math.floor(random() * 50);
      const shape = {
        width,
        height,
        factors,
        isInterleaved: n % 3 > 0,
        restartInterval: n % 4 === 0 ? 1 + Math.floor(random() * 5) : 0,
        isWide: n % 5 === 0,
      };
      const bytes = makeJpeg(shape, random);
      for (const shrink of shrinks) {
        // libvips cannot shrink what would have no pixel.
        if (Math.min(width, height) < shrink) continue;
        expect(differences(bytes, width, height, shrink), JSON.stringify({ shape, shrink })).toBe(0);
      }
    }
  });
});

const photo = await readFile('test/fixtures/images/landscape.jpg');

describe('a photo', () => {
  test.each([
    ['baseline', ''],
    ['progressive', ',interlace'],
    ['progressive in full colour', ',interlace,subsample_mode=off'],
    ['progressive with restarts', ',interlace,restart_interval=7'],
    ['of the finest steps', ',Q=100'],
    ['of the coarsest steps', ',Q=1,interlace'],
    ['with trellis quantisation and scans of MozJPEG', ',interlace,optimize_scans,trellis_quant'],
  ])('%s has the same samples', (_, options) => {
    for (const [width, height] of [
      [317, 211],
      [64, 8],
      [1, 1],
      [129, 97],
    ] as const) {
      using small = vips.Image.thumbnailBuffer(photo, width, { height, size: 'force' });
      const bytes = small.jpegsaveBuffer(parse(options));
      for (const shrink of shrinks) {
        if (Math.min(width, height) < shrink) continue;
        expect(differences(bytes, width, height, shrink), `${width}x${height} at 1/${shrink}`).toBe(0);
      }
    }
  });
});

function parse(options: string): Record<string, unknown> {
  const pairs = options.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value] = pair.split('=');
      return [name, value === undefined ? true : Number.isNaN(Number(value)) ? value : Number(value)];
    }),
  );
}
