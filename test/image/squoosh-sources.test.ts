// What the Squoosh engine reads, flavour by flavour, against sharp; and what it refuses by name.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Engine, SourceInfo } from '../../src/function/engine/engine.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { bySharp, formatOf, makeOne, soon } from '../support/thumbnails.ts';

let squoosh: Engine;
beforeAll(async () => {
  squoosh = await sharedSquooshEngine();
});

const landscape = () => sharp(samples.landscape.path);
const transparent = () => sharp(samples.transparent.path);

async function animation(): Promise<Buffer> {
  const frames = [0, 120].map((hue) => transparent().resize(200, 150).modulate({ hue }).png().toBuffer());
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .webp()
    .toBuffer();
}

interface Flavour {
  readonly name: string;
  readonly make: () => Promise<Buffer>;
  readonly says: Partial<SourceInfo>;
}

const flavours: readonly Flavour[] = [
  {
    name: 'grey JPEG',
    make: () => landscape().toColourspace('b-w').jpeg().toBuffer(),
    says: { colour: 'grey' },
  },
  {
    name: 'progressive JPEG',
    make: () => landscape().jpeg({ progressive: true }).toBuffer(),
    says: { interlaced: true },
  },
  {
    name: 'JPEG without subsampling',
    make: () => landscape().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    says: { interlaced: false },
  },
  {
    name: 'Display P3 JPEG',
    make: async () => readFileSync(samples.wideGamut.path),
    says: { colour: 'rgb' },
  },
  {
    name: '16-bit PNG',
    make: () => landscape().toColourspace('rgb16').png().toBuffer(),
    says: { bitDepth: 16, hasAlpha: false },
  },
  {
    name: '16-bit PNG with alpha',
    make: () => transparent().toColourspace('rgb16').png().toBuffer(),
    says: { bitDepth: 16, hasAlpha: true },
  },
  {
    name: '16-bit grey PNG',
    make: () => landscape().toColourspace('grey16').png().toBuffer(),
    says: { bitDepth: 16, colour: 'grey' },
  },
  {
    name: 'grey PNG',
    make: () => landscape().toColourspace('b-w').png().toBuffer(),
    says: { colour: 'grey', hasAlpha: false },
  },
  {
    name: 'grey PNG with alpha',
    make: () => transparent().toColourspace('b-w').png().toBuffer(),
    says: { colour: 'grey', hasAlpha: true },
  },
  {
    name: 'PNG of 16 colours',
    make: () => landscape().png({ palette: true, colours: 16 }).toBuffer(),
    says: { colour: 'rgb', bitDepth: 8 },
  },
  {
    name: 'PNG with a palette that has alpha',
    make: () => transparent().png({ palette: true }).toBuffer(),
    says: { hasAlpha: true },
  },
  {
    name: 'interlaced PNG',
    make: () => transparent().png({ progressive: true }).toBuffer(),
    says: { interlaced: true },
  },
  {
    name: 'Display P3 PNG',
    make: () => landscape().withIccProfile('p3').png().toBuffer(),
    says: { colour: 'rgb' },
  },
  { name: 'lossy WebP', make: () => landscape().webp().toBuffer(), says: { hasAlpha: false } },
  { name: 'lossy WebP with alpha', make: () => transparent().webp().toBuffer(), says: { hasAlpha: true } },
  {
    name: 'lossless WebP',
    make: () => transparent().webp({ lossless: true }).toBuffer(),
    says: { hasAlpha: true },
  },
  {
    name: 'Display P3 WebP',
    make: () => landscape().withIccProfile('p3').webp().toBuffer(),
    says: { pages: 1 },
  },
  { name: 'animated WebP', make: animation, says: { pages: 2, hasAlpha: true } },
];

describe.each(flavours)('$name', ({ make, says }) => {
  test('is described rightly and looks as sharp makes it', async () => {
    const bytes = await make();
    expect(await squoosh.inspect(bytes, formatOf(bytes), soon())).toMatchObject(says);
    for (const preset of ['210x210,png', '90x120,cover,png']) {
      await expectAlike((await makeOne(squoosh, bytes, preset)).bytes, await bySharp(bytes, preset), 2.5);
    }
  });
});

const refused: readonly (readonly [string, () => Promise<Buffer>, RegExp])[] = [
  ['CMYK JPEG', async () => readFileSync(samples.cmyk.path), /does not read CMYK JPEGs\. Choose Node\.js 16/],
  ['GIF', () => landscape().resize(50).gif().toBuffer(), /does not read GIF/],
  ['TIFF', () => landscape().resize(50).tiff().toBuffer(), /does not read TIFF/],
  ['AVIF', () => landscape().resize(50).avif({ effort: 0 }).toBuffer(), /does not read AVIF/],
];

test.each(refused)('a %s is refused by name', async (_, make, says) => {
  const bytes = await make();
  await expect(squoosh.inspect(bytes, formatOf(bytes), soon())).rejects.toMatchObject({
    code: 'source-unsupported',
    message: expect.stringMatching(says),
  });
});
