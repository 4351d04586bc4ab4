// Background colours: of padding, and behind what is transparent.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Engine, RenderSpec } from '../../src/function/engine/engine.ts';
import type { Colour } from '../../src/function/preset/colour.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { drawGeometry } from '../support/geometry-picture.ts';
import { sharedSquooshEngine } from '../support/squoosh.ts';
import { formatOf, soon, specOf } from '../support/thumbnails.ts';

const vips = await sharedEngine();
const squoosh = await sharedSquooshEngine();
const opaque = await drawGeometry(300, 200);
const grey = await sharp(opaque).greyscale().toColourspace('b-w').png().toBuffer();
const clear = readFileSync(samples.transparent.path);

const orange: Colour = { red: 240, green: 120, blue: 10, alpha: 1 };
const teal: Colour = { red: 0, green: 128, blue: 128, alpha: 0.5 };
const nothing: Colour = { red: 0, green: 0, blue: 0, alpha: 0 };
const asSharp = ({ red, green, blue, alpha }: Colour) => ({ r: red, g: green, b: blue, alpha });

async function make(
  engine: Engine,
  photo: Uint8Array,
  text: string,
  background: Colour,
): Promise<Uint8Array> {
  const info = await engine.inspect(photo, formatOf(photo), soon());
  const specs = parsePresets(text).map((preset): RenderSpec => ({ ...specOf(info, preset), background }));
  const { thumbnails } = await engine.render({ bytes: photo, info, specs }, soon());
  return thumbnails[0]?.bytes ?? new Uint8Array();
}

/** The bands of the pixel near the top left corner, RGBA. */
async function corner(bytes: Uint8Array): Promise<number[]> {
  const pixel = sharp(bytes)
    .toColourspace('srgb')
    .ensureAlpha()
    .extract({ left: 1, top: 1, width: 1, height: 1 });
  return [...(await pixel.raw().toBuffer())];
}

const near = (...bands: number[]) => bands.map((band) => expect.closeTo(band, -1));

describe.each<[string, Engine]>([
  ['wasm-vips', vips],
  ['Squoosh', squoosh],
])('%s', (_, engine) => {
  test.each([
    ['an opaque photo', 'png', opaque],
    ['an opaque photo', 'jpeg', opaque],
    ['a grey photo', 'png', grey],
    ['a grey photo', 'jpeg', grey],
    ['a transparent photo', 'webp', clear],
  ])('%s is padded with an opaque colour as %s', async (__, format, photo) => {
    const bytes = await make(engine, photo, `100x200,contain,${format}`, orange);
    expect(await corner(bytes)).toEqual(near(240, 120, 10, 255));
    const colourful = await sharp(photo).toColourspace('srgb').png().toBuffer();
    const flat = sharp(colourful).flatten({ background: asSharp(orange) });
    const resized = flat.resize(100, 200, { fit: 'contain', background: asSharp(orange) });
    await expectAlike(bytes, await resized.png().toBuffer());
  });

  test.each(['jpeg', 'png', 'webp'])('an opaque colour fills what is transparent in %s', async (format) => {
    const bytes = await make(engine, clear, `100x100,${format}`, orange);
    expect((await sharp(bytes).metadata()).hasAlpha).toBe(false);
    const resized = sharp(clear).resize(100, 100, { fit: 'inside' });
    await expectAlike(
      bytes,
      await resized
        .flatten({ background: asSharp(orange) })
        .png()
        .toBuffer(),
    );
  });

  test('a grey photo stays grey on a grey colour', async () => {
    const bytes = await make(engine, grey, '100x200,contain,jpeg', {
      red: 77,
      green: 77,
      blue: 77,
      alpha: 1,
    });
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    expect(await corner(bytes)).toEqual(near(77, 77, 77, 255));
  });

  test.each([
    ['an opaque photo', opaque],
    ['a transparent photo', clear],
    ['a grey photo', grey],
  ])('%s is padded with a colour that is half there', async (__, photo) => {
    const bytes = await make(engine, photo, '100x200,contain,png', teal);
    expect(await corner(bytes)).toEqual(near(0, 128, 128, 128));
  });

  test('a colour that is half there fills nothing, and JPEG shows white behind it', async () => {
    const kept = await make(engine, clear, '100x100,png', teal);
    expect((await corner(kept))[3]).toBe(0);
    expect(await corner(await make(engine, opaque, '100x200,contain,jpeg', teal))).toEqual(
      near(127, 191, 191, 255),
    );
  });

  test('padding may be clear', async () => {
    expect((await corner(await make(engine, opaque, '100x200,contain,webp', nothing)))[3]).toBe(0);
  });
});
