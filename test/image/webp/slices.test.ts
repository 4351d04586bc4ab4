// The decoder gives way often, so that the deadline is looked at in time: by what it does in a slice, not by the clock. The memory of a
// lossy picture does not grow with its height.

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Declined } from '../../../src/function/engine/declined.ts';
import { readStructure } from '../../../wasm/webp/structure.ts';
import { samples } from '../../fixtures/images/images.ts';
import { openWebpDecoder } from '../../support/webp-pair.ts';

const MB = 1024 * 1024;
const photo = sharp(samples.landscape.path);
const nothing = () => undefined;

async function count(bytes: Uint8Array, by = 1): Promise<{ slices: number; memoryBytes: number }> {
  const decoder = await openWebpDecoder('webpDecodeSimd');
  let slices = 0;
  decoder.decode(readStructure(bytes), { across: by, down: by }, () => slices++);
  return { slices, memoryBytes: decoder.memoryBytes() };
}

test('after each half of a megapixel of a lossy picture', async () => {
  const bytes = await photo.clone().resize(1600, 1600, { fit: 'fill' }).webp().toBuffer();
  expect((await count(bytes)).slices).toBeGreaterThanOrEqual(4);
});

test('after each row of macroblocks, however long', async () => {
  const bytes = await photo.clone().resize(16383, 48, { fit: 'fill' }).webp({ effort: 0 }).toBuffer();
  expect((await count(bytes, 10)).slices).toBeGreaterThanOrEqual(1);
});

test('after each 200,000 pixels of a lossless one', async () => {
  const bytes = await photo.clone().resize(1000, 1000, { fit: 'fill' }).webp({ lossless: true, effort: 0 });
  expect((await count(await bytes.toBuffer())).slices).toBeGreaterThanOrEqual(4);
});

test('many rows of a lossy picture take no more memory than few', async () => {
  const tall = (height: number) => photo.clone().resize(320, height, { fit: 'fill' }).webp({ effort: 0 });
  const { memoryBytes } = await count(await tall(16000).toBuffer(), 40);
  expect(memoryBytes).toBeLessThan(2 * MB);
});

test('a lossless picture is whole in memory, of a few colours with several pixels in each number', async () => {
  const gradient = photo.clone().resize(2000, 1000, { fit: 'fill' });
  const full = await gradient.clone().webp({ lossless: true, effort: 0 }).toBuffer();
  const { memoryBytes } = await count(full, 10);
  expect(memoryBytes).toBeGreaterThan(8 * MB);
  expect(memoryBytes).toBeLessThan(16 * MB);
  const two = gradient.clone().threshold(100).webp({ lossless: true });
  expect((await count(await two.toBuffer(), 10)).memoryBytes).toBeLessThan(4 * MB);
});

test('what is thrown in a slice ends the decode, and the next one is whole', async () => {
  const decoder = await openWebpDecoder('webpDecodeSimd');
  for (const lossless of [false, true]) {
    const bytes = await photo.clone().resize(1600, 900).webp({ lossless, effort: 0 }).toBuffer();
    const decode = (onSlice: () => void) =>
      Buffer.from(decoder.decode(readStructure(bytes), { across: 1, down: 1 }, onSlice).data);
    const whole = decode(nothing);
    const stop = () => {
      throw new Error('too late');
    };
    expect(() => decode(stop)).toThrow('too late');
    expect(Buffer.compare(decode(nothing), whole)).toBe(0);
  }
});

test('a picture that becomes too much smaller for its sums is declined', async () => {
  const bytes = await photo.clone().resize(16).webp().toBuffer();
  const decoder = await openWebpDecoder('webpDecode');
  expect(() => decoder.decode(readStructure(bytes), { across: 65_536, down: 1 }, nothing)).toThrow(Declined);
});
