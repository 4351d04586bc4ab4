// An engine that V8 optimises encodes by libvips alone: its thumbnails look like sharp's, as those of a light one do.

import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { samples } from '../fixtures/images/images.ts';
import { expectAlike } from '../support/alike.ts';
import { sharedEngine } from '../support/engine.ts';
import { bySharp, makeOne } from '../support/thumbnails.ts';

const optimised = await sharedEngine({ light: false });
const light = await sharedEngine();

const formats = ['jpeg', 'png', 'webp'] as const;

describe.each(Object.values(samples))('$notable', ({ path }) => {
  const photo = readFileSync(path);
  test.each(formats)('as %s', async (format) => {
    const preset = `160x160,${format}`;
    const { bytes } = await makeOne(optimised, photo, preset);
    const { format: made, exif, icc, orientation } = await sharp(bytes).metadata();
    expect({ made, exif, icc, orientation }).toEqual({ made: format });
    // The decoder shrinks a JPEG, which sharpens it, and drops a last column that is not whole.
    await expectAlike(bytes, await bySharp(photo, preset), 6);
  });

  test.each(formats)('as %s has about as many bytes as by a light engine', async (format) => {
    const preset = `160x160,${format}`;
    const [bytes = 0, lightBytes = 0] = await Promise.all(
      [optimised, light].map(async (engine) => (await makeOne(engine, photo, preset)).bytes.length),
    );
    expect(bytes / lightBytes).toBeGreaterThan(0.9);
    expect(bytes / lightBytes).toBeLessThan(1.1);
  });
});
