// Whether all pixels of a GIF are there is told by its codes, wherever it is cut, and of those frames that are wanted.

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { checkGif } from '../../../wasm/whole/gif.ts';
import { pixelDataOf } from '../../support/damage.ts';

const corrupt = expect.objectContaining({
  code: 'source-corrupt',
  message: expect.stringMatching(/\d+ % of/),
});

/** Noise has long codes and full tables, flat parts have long runs. */
function frame(width: number, height: number, seed: number) {
  const data = Buffer.alloc(width * height * 3);
  let value = seed;
  for (let at = 0; at < data.length; at++) {
    value = (value * 1_103_515_245 + 12_345) % 2 ** 31;
    data[at] = at % 7000 < 3500 ? value % 256 : 90;
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

const small = await sharp(await frame(30, 20, 1))
  .gif()
  .toBuffer();
const large = await sharp(await frame(300, 200, 2))
  .gif({ effort: 1 })
  .toBuffer();
const twoColours = await sharp(await frame(50, 40, 3))
  .gif({ colours: 2 })
  .toBuffer();
const animated = await sharp(await Promise.all([4, 5, 6].map((seed) => frame(60, 40, seed))), {
  join: { animated: true },
})
  .gif()
  .toBuffer();

test.each([
  ['small', small],
  ['of many codes', large],
  ['of two colours', twoColours],
  ['of several frames', animated],
])('a GIF %s is whole, also without its last byte', (_, bytes) => {
  expect(() => checkGif(bytes, 3)).not.toThrow();
  expect(() => checkGif(bytes.subarray(0, -1), 3)).not.toThrow();
});

describe.each([
  ['small', small],
  ['large', large],
  ['two colours', twoColours],
])('%s', (_, bytes) => {
  test('is not whole wherever its data is cut, with an end behind or not', () => {
    const { data, with: withData } = pixelDataOf(bytes, 'gif');
    const step = Math.max(1, Math.floor(data.length / 100));
    for (let length = 0; length < data.length - 4; length += step) {
      const ended = withData(data.subarray(0, length));
      expect(() => checkGif(ended, 1), `${length} of ${data.length}`).toThrow(corrupt);
      expect(() => checkGif(ended.subarray(0, -2), 1)).toThrow(corrupt);
    }
  });
});

test('a frame that is not wanted may be cut', () => {
  const cut = animated.subarray(0, -200);
  expect(() => checkGif(cut, 1)).not.toThrow();
  expect(() => checkGif(cut, 2)).not.toThrow();
  expect(() => checkGif(cut, 3)).toThrow(corrupt);
});

test('damage in the codes ends what is counted', () => {
  const { data, with: withData } = pixelDataOf(large, 'gif');
  const wrong = Buffer.from(data);
  wrong.fill(0xff, 200, 300);
  expect(() => checkGif(withData(wrong), 1)).toThrow(corrupt);
});
