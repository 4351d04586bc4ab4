// Formats and flavours: what each engine makes of them. What Squoosh's codecs would do wrongly, or not at all, that
// engine refuses by name; libvips reads it.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { jxl, samples } from '../../fixtures/images/images.ts';
import { expectAlike } from '../../support/alike.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage, TARGET } from '../../support/stage.ts';
import { bySharp } from '../../support/thumbnails.ts';

const stage = await openStage();
const thumbnailer = stage.start({ env: { THUMB_PRESETS: '200x200,png' } });
const landscape = () => sharp(samples.landscape.path);
const frames = [0, 120].map((hue) =>
  sharp(samples.transparent.path).resize(300, 225).modulate({ hue }).png().toBuffer(),
);
const animation = sharp(await Promise.all(frames), { join: { animated: true } });

/** File name, photo, and what Squoosh says to it: nothing, where it makes the thumbnail. */
type Flavour = readonly [key: string, photo: Buffer, refusal?: RegExp];

const flavours: readonly Flavour[] = [
  ['baseline.jpg', readFileSync(samples.landscape.path)],
  ['progressive.jpg', await landscape().jpeg({ progressive: true }).toBuffer()],
  ['grey.jpg', await landscape().toColourspace('b-w').jpeg().toBuffer()],
  ['display-p3.jpg', readFileSync(samples.wideGamut.path)],
  ['16-bit.png', await landscape().toColourspace('rgb16').png().toBuffer()],
  ['palette.png', await landscape().png({ palette: true }).toBuffer()],
  ['still.webp', await landscape().webp().toBuffer()],
  ['animated.webp', await animation.clone().webp().toBuffer()],
  ['cmyk.jpg', readFileSync(samples.cmyk.path), /CMYK/],
  ['one-frame.gif', await landscape().resize(400).gif().toBuffer(), /GIF/],
  ['several-frames.gif', await animation.clone().gif().toBuffer(), /GIF/],
  ['a.tif', await landscape().resize(400).tiff().toBuffer(), /TIFF/],
  ['c.jxl', readFileSync(jxl.landscape.path), /JXL/],
  ['b.avif', await landscape().resize(400).avif({ effort: 0 }).toBuffer(), /AVIF/],
];
const isRead = ([, , refusal]: Flavour) => runtime.engine === 'vips' || !refusal;
const read = flavours.filter(isRead).map(([key, photo]) => ({ key, photo }));

test.each(read)('$key becomes the thumbnail that sharp makes of it', async ({ key, photo }) => {
  const [outcome] = outcomesOf(await thumbnailer.invoke(await stage.upload(key, photo)));
  // sharp reads no JPEG XL.
  const expected = await bySharp(
    key === 'c.jxl' ? await landscape().resize(400).png().toBuffer() : photo,
    '200x200,png',
  );
  const { width, height } = await sharp(expected).metadata();
  expect(outcome).toMatchObject({ status: 'stored', width, height });
  const thumbnail = stage.server.objects.get(TARGET, key.replace(/\w+$/, 'png'))?.bytes;
  await expectAlike(thumbnail ?? Buffer.alloc(0), expected);
});

const refused = flavours.filter((flavour) => !isRead(flavour));

// A runtime that refuses nothing is held to that by the test above.
test(`refused by name: ${refused.map(([key]) => key).join(', ') || 'nothing'}`, async () => {
  const said = [];
  for (const [key, photo] of refused) {
    const invocation = await thumbnailer.invoke(await stage.upload(key, photo));
    expect(invocation.statusCode).toBe(200);
    said.push(...outcomesOf(invocation));
  }
  expect(said).toEqual(
    refused.map(([, , message]) => ({
      status: 'failed',
      code: 'source-unsupported',
      message: expect.stringMatching(message ?? /^$/),
    })),
  );
});
