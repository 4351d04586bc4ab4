// Pixels -> a file of the asked format: who encodes, libvips or Squoosh.

import type { OutputFormat } from '../../../src/function/format/format.ts';
import { type EncodeSettings, effortOn, efforts } from '../../encode/encode-settings.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import { isAnimation } from '../animation-frames.ts';
import type { Image } from '../types.ts';
import { toPixels } from './pixels.ts';
import { savePng } from './png.ts';
import { save } from './savers.ts';

/**
 * Pixels up to which Squoosh encodes for a light engine. libvips' savers start two more threads, each an instance of its
 * module: a quarter of the memory and of the CPU of a cold start. With more pixels Squoosh's encoders, which know no
 * SIMD, cost more than that; oxipng most of all.
 */
const maxSquooshPixels: Readonly<Record<OutputFormat, number>> = {
  jpeg: 300_000,
  webp: 300_000,
  png: 80_000,
  avif: 0,
  gif: 0,
};

/** One encode with settings that are all decided. The image may be read again afterwards if it is held in memory. */
export async function encodeOnce(
  image: Image,
  settings: EncodeSettings,
  encodePixels: EncodePixels | undefined,
): Promise<Uint8Array> {
  if (!encodePixels || !squooshEncodes(image, settings)) {
    const isExact = settings.format === 'png' && settings.colours === undefined;
    return isExact ? savePng(image, settings) : save(image, settings);
  }
  const traits = { hasAlpha: image.hasAlpha(), isGrey: image.interpretation === 'b-w' };
  return encodePixels(toPixels(image), settings, traits);
}

function squooshEncodes(image: Image, settings: EncodeSettings): boolean {
  const { width, height } = image;
  const { format, colours } = settings;
  if (isAnimation(image) || width * height > maxSquooshPixels[format] || colours !== undefined) return false;
  // oxipng does no better than libvips' best.
  return format !== 'png' || effortOn(efforts.png, settings) <= efforts.png.defaultStep;
}
