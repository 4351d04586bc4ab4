// A tile of camera-like noise: the same on every machine, which the noise of sharp and libvips is not.

import sharp, { type OutputInfo } from 'sharp';
import { mulberry32 } from '../support/random.ts';

/** Pixels, before it is scaled up: prime to the photos' sides, so that the seams wander. */
const width = 1999;
const height = 1301;
const channels = 3;
const mean = 128;
const sigma = 30;
const seed = 20_260_101;

/**
 * Pixels, RGB, 8 bits, grey on average; twice as wide and high as it was made, for a camera's noise is correlated.
 *
 * @param most Pixels: it becomes no larger than that, which sharp would not lay on a photo.
 */
export async function noiseTile(most: {
  width: number;
  height: number;
}): Promise<{ data: Buffer; info: OutputInfo }> {
  const scaled = await sharp(gaussian(), { raw: { width, height, channels } })
    .resize(width * 2, height * 2, { kernel: 'cubic' })
    .raw()
    .toBuffer();
  const raw = { width: width * 2, height: height * 2, channels } as const;
  return sharp(scaled, { raw })
    .extract({
      left: 0,
      top: 0,
      width: Math.min(raw.width, most.width),
      height: Math.min(raw.height, most.height),
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** Normally distributed, near enough: the sum of four uniform numbers is. */
function gaussian(): Buffer {
  const next = mulberry32(seed);
  // Of one uniform number from 0 to 1, the standard deviation is the root of a twelfth; of four, the root of a third.
  const scale = sigma * Math.sqrt(3);
  const pixels = Buffer.alloc(width * height * channels);
  for (let i = 0; i < pixels.length; i++) {
    const value = mean + (next() + next() + next() + next() - 2) * scale;
    pixels[i] = Math.min(255, Math.max(0, Math.round(value)));
  }
  return pixels;
}
