// The PNG decoder shrinks as libvips does, and what is resampled from that looks as libvips' own thumbnail.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Pixels } from '../../../wasm/picture/pixels.ts';
import { readStructure } from '../../../wasm/png/structure.ts';
import { resample } from '../../../wasm/raster/resample.ts';
import { samples } from '../../fixtures/images/images.ts';
import { makePng, pngKinds } from '../../support/png-maker.ts';
import { openPngDecoder } from '../../support/png-pair.ts';
import { toRgba } from '../../support/shrinking-pair.ts';
import { openVips, type Samples } from '../../support/vips-samples.ts';

const [decoder, vips] = await Promise.all([openPngDecoder('pngDecode'), openVips()]);
afterAll(() => vips.stop());

const shrink = (bytes: Uint8Array, across: number, down: number) =>
  decoder.decode(readStructure(bytes), { across, down }, () => undefined);

/** The greatest difference of two pictures, of what is seen: colours count as much as they cover. */
function greatest(own: Pixels, theirs: Samples | string): number {
  if (typeof theirs === 'string') throw new Error(theirs);
  expect([own.width, own.height]).toEqual([theirs.width, theirs.height]);
  const expected = toRgba(theirs);
  const seen = (data: ArrayLike<number>, at: number) => {
    const alpha = data[at | 3] ?? 0;
    return at % 4 === 3 ? alpha : ((data[at] ?? 0) * alpha) / 255;
  };
  let most = 0;
  for (let at = 0; at < expected.length; at++) {
    most = Math.max(most, Math.abs(seen(own.data, at) - seen(expected, at)));
  }
  return most;
}

const factors = [
  [2, 2],
  [3, 1],
  [1, 5],
  [4, 7],
  [16, 16],
  [100, 100],
] as const;

describe.each(pngKinds)('colour type $colourType of $depth bits', (kind) => {
  test.each(factors)('shrunk by %i and %i', (across, down) => {
    for (const width of [1, 15, 16, 17, 33]) {
      for (const transparency of [false, true]) {
        const bytes = makePng(width, { ...kind, width, height: 23, transparency });
        const expected = vips.decode(bytes, 'fail_on=error', (image) => {
          // 8 bits by the upper ones, see openVips.
          using eight = image.format === 'ushort' ? image.rshift(8).cast('uchar') : image.copy();
          if (!image.hasAlpha()) return eight.shrink(across, down, { ceil: true });
          using weighted = eight.premultiply();
          using means = weighted.shrink(across, down, { ceil: true });
          using plain = means.unpremultiply();
          return plain.rint().cast('uchar');
        });
        // libvips rounds after each of two steps.
        expect(greatest(shrink(bytes, across, down), expected)).toBeLessThanOrEqual(1.5);
      }
    }
  });
});

test.each([
  [2000, 9],
  [9, 2000],
])('more pixels in a cell than are added at once: %i by %i', (width, height) => {
  for (const colourType of [0, 2, 6]) {
    const bytes = makePng(1, { colourType, depth: 8, width, height, transparency: false, variety: 256 });
    const whole = shrink(bytes, 1, 1);
    const { data } = shrink(bytes, width, height);
    const alphas = whole.data.filter((_, at) => at % 4 === 3);
    const cover = alphas.reduce((sum, alpha) => sum + alpha, 0);
    const means = [0, 1, 2].map((band) => {
      const sum = alphas.reduce((all, alpha, pixel) => all + alpha * (whole.data[4 * pixel + band] ?? 0), 0);
      return Math.round(sum / cover);
    });
    expect([...data]).toEqual([...means, Math.round(cover / alphas.length)]);
  }
});

test.each([3, 4] as const)('of %i bands, as many rows as the sums of white may have', async (channels) => {
  const create = { width: 9, height: 2000, channels, background: '#fff' };
  const { data } = shrink(await sharp({ create }).png().toBuffer(), 9, 2000);
  expect([...data]).toEqual([255, 255, 255, 255]);
});

describe('resampled from what is shrunk by half of the factor', () => {
  const photo = sharp(samples.landscape.path);
  test.each<readonly [string, () => Promise<Buffer>]>([
    ['a photo', () => photo.clone().png().toBuffer()],
    ['a photo of 16 bits', () => photo.clone().toColourspace('rgb16').png().toBuffer()],
    ['a grey photo', () => photo.clone().greyscale().toColourspace('b-w').png().toBuffer()],
  ])('%s', async (_, make) => {
    const bytes = await make();
    const { width = 0, height = 0, hasAlpha } = await sharp(bytes).metadata();
    for (const factor of [4.3, 6, 9.7]) {
      const [toWidth, toHeight] = [Math.round(width / factor), Math.round(height / factor)];
      const [across, down] = [Math.floor(width / toWidth / 2), Math.floor(height / toHeight / 2)];
      const own = resample(shrink(bytes, across, down), toWidth, toHeight, hasAlpha);
      const expected = vips.decode(bytes, 'fail_on=error', (image) =>
        image.thumbnailImage(toWidth, { height: toHeight, size: 'force' }),
      );
      expect(greatest(own, expected)).toBeLessThanOrEqual(2);
    }
  });

  // Where alpha is next to nothing, libvips' own resampling differs from that in JavaScript.
  test.each([2, 4, 5])('a translucent drawing, as from the whole one, shrunk by %i', (by) => {
    const bytes = readFileSync(samples.transparent.path);
    const whole = shrink(bytes, 1, 1);
    const [width, height] = [whole.width / by / 2, whole.height / by / 2];
    const own = resample(shrink(bytes, by, by), width, height, true);
    const expected = resample(whole, width, height, true);
    expect(
      greatest(own, { width, height, bands: 4, data: Uint8Array.from(expected.data) }),
    ).toBeLessThanOrEqual(2);
  });
});
