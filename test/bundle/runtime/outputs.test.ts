// Formats out: what each engine writes of what a preset may ask for. What it cannot, it refuses by name, and the other
// thumbnails are stored.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { samples } from '../../fixtures/images/images.ts';
import { outcomesOf } from '../../support/outcomes.ts';
import { runtime } from '../../support/runtime.ts';
import { openStage, TARGET } from '../../support/stage.ts';

const stage = await openStage();
const landscape = readFileSync(samples.landscape.path);
const frames = await Promise.all(
  [0, 120].map((hue) => sharp(landscape).resize(160).modulate({ hue }).png().toBuffer()),
);
const animation = await sharp(frames, { join: { animated: true } })
  .webp()
  .toBuffer();

/** Preset, photo, what sharp says of the thumbnail, and what Squoosh says instead. */
const wishes = [
  ['60x60,avif', landscape, { format: 'heif', compression: 'av1' }, /does not write AVIF/],
  ['60x60,gif', landscape, { format: 'gif' }, /does not write GIF/],
  ['60x60,webp,pages=all', animation, { format: 'webp', pages: 2 }, /does not write animations/],
  ['60x60,webp,lossless', landscape, { format: 'webp' }, undefined],
  ['60x60,jpeg,effort=9', landscape, { format: 'jpeg', isProgressive: true }, undefined],
] as const;

test.each(wishes)('%s', async (preset, photo, facts, refusal) => {
  const thumbnailer = stage.start({ env: { THUMB_PRESETS: `wished:${preset};plain:50x50,png` } });
  const invocation = await thumbnailer.invoke(
    await stage.upload(`${preset.replace(/\W+/g, '-')}.any`, photo),
  );
  const [wished, plain] = outcomesOf(invocation);
  expect(plain).toMatchObject({ status: 'stored' });
  if (refusal && runtime.engine === 'squoosh') {
    const message = expect.stringMatching(refusal);
    expect(wished).toMatchObject({ status: 'failed', code: 'rendition-impossible', message });
    return;
  }
  expect(wished).toMatchObject({ status: 'stored' });
  const { key } = wished as { readonly key: string };
  const { bytes } = stage.server.objects.get(TARGET, key) ?? {};
  expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject(facts);
});
