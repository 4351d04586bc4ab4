// Encodes pixels, by libvips or by Squoosh: decides which of them.

import { type EncodeSettings, effortOn, efforts } from '../../encode/encode-settings.ts';
import { maxSquooshPixels } from '../../encode/small-encodes.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import { isAnimation } from '../animation-frames.ts';
import type { Image } from '../types.ts';
import { toPixels } from './pixels.ts';
import { savePng } from './png.ts';
import { save } from './savers.ts';

/** Encodes once. The image may be read again afterwards only if its pixels are in memory. */
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
  // At higher levels oxipng is not better than libvips.
  return format !== 'png' || effortOn(efforts.png, settings) <= efforts.png.defaultStep;
}
