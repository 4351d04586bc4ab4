// What a manifest shows of a photo before it is there.

import { decode, isBlurhashValid } from 'blurhash';
import sharp from 'sharp';
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { describe, expect, test } from 'vitest';
import type { Preview } from '../../../src/function/engine/engine.ts';
import { placeholderOf } from '../../../src/function/manifest/placeholder.ts';

type Rgba = readonly [number, number, number, number];

/** The left part of one colour, the rest of another. */
function twoColours(left: Rgba, right: Rgba, { width = 100, height = 75, share = 0.5 } = {}): Preview {
  const data = new Uint8Array(width * height * 4);
  for (let n = 0; n < width * height; n++) data.set(n % width < width * share ? left : right, n * 4);
  return { width, height, data };
}

const orange: Rgba = [255, 128, 0, 255];
const navy: Rgba = [0, 0, 96, 255];
const clear: Rgba = [0, 0, 0, 0];
const white: Rgba = [255, 255, 255, 255];

describe('the dominant colour', () => {
  test.each([
    { name: 'mostly orange', share: 0.7 },
    { name: 'mostly navy', share: 0.3 },
  ])("of what is $name is sharp's", async ({ share }) => {
    const preview = twoColours(orange, navy, { share });
    const { width, height, data } = preview;
    const { dominant } = await sharp(data, { raw: { width, height, channels: 4 } }).stats();
    const digits = [dominant.r, dominant.g, dominant.b].map((value) => value.toString(16).padStart(2, '0'));
    expect(placeholderOf(preview).dominantColour).toBe(`#${digits.join('')}`);
  });

  test('is of what can be seen: transparent pixels do not count, however many', () => {
    expect(placeholderOf(twoColours(orange, clear, { share: 0.2 })).dominantColour).toBe('#f87808');
  });
});

describe('BlurHash', () => {
  /** Of the components' numbers, by the hash's first character (github.com/woltapp/blurhash, Algorithm.md). */
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
  const components = (hash: string) => {
    const flag = digits.indexOf(hash.charAt(0));
    return `${(flag % 9) + 1}x${Math.floor(flag / 9) + 1}`;
  };

  test.each([
    { width: 100, height: 75, expected: '4x3' },
    { width: 75, height: 100, expected: '3x4' },
    { width: 100, height: 100, expected: '4x3' },
    { width: 1, height: 100, expected: '3x4' },
  ])('of $width x $height pixels has $expected components', ({ width, height, expected }) => {
    const { blurHash } = placeholderOf(twoColours(orange, navy, { width, height }));
    expect(isBlurhashValid(blurHash)).toEqual({ result: true });
    expect(components(blurHash)).toBe(expected);
  });

  test('unfolds to what is where', () => {
    const pixels = decode(placeholderOf(twoColours(orange, navy)).blurHash, 16, 12);
    const [left, right] = [pixels.subarray(0, 4), pixels.subarray(60, 64)];
    expect((left[0] ?? 0) - (right[0] ?? 0)).toBeGreaterThan(50);
    expect((right[2] ?? 0) - (left[2] ?? 0)).toBeGreaterThan(20);
  });

  test('unfolds to what is above and what below', () => {
    const data = new Uint8Array(75 * 100 * 4);
    for (let at = 0; at < data.length; at += 4) data.set(at < data.length / 2 ? orange : navy, at);
    const pixels = decode(placeholderOf({ width: 75, height: 100, data }).blurHash, 1, 10);
    expect((pixels[0] ?? 0) - (pixels[36] ?? 0)).toBeGreaterThan(50);
    expect((pixels[4 * 3] ?? 0) - (pixels[4 * 6] ?? 0)).toBeGreaterThan(50);
  });

  test('has white where the photo is transparent', () => {
    const { blurHash } = placeholderOf(twoColours(orange, clear));
    expect(blurHash).toBe(placeholderOf(twoColours(orange, white)).blurHash);
    expect(blurHash).not.toBe(placeholderOf(twoColours(orange, navy)).blurHash);
  });
});

describe('ThumbHash', () => {
  const hashOf = (preview: Preview) => Buffer.from(placeholderOf(preview).thumbHash, 'base64');

  test('keeps colour, shape and transparency', () => {
    expect(thumbHashToAverageRGBA(hashOf(twoColours(orange, orange)))).toMatchObject({
      r: expect.closeTo(1, 1),
      g: expect.closeTo(0.5, 1),
      b: expect.closeTo(0, 1),
      a: 1,
    });
    expect(thumbHashToAverageRGBA(hashOf(twoColours(orange, clear))).a).toBeCloseTo(0.5, 1);
    expect(
      thumbHashToApproximateAspectRatio(hashOf(twoColours(orange, navy, { height: 50 }))),
    ).toBeGreaterThan(1.5);
  });
});
