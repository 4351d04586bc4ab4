// Pixels -> a file of the asked format: who encodes, libvips or Squoosh, and how often.

import type { RenderSpec } from '../../../src/engine.ts';
import type { OutputFormat } from '../../../src/format.ts';
import { effortOn, efforts, type Settings, settle } from '../../settings.ts';
import type { EncodePixels } from '../../squoosh/encoders.ts';
import type { Image } from '../vips.ts';
import { save } from './savers.ts';

/**
 * Pixels up to which Squoosh encodes for a light engine. libvips' savers start two more threads, each an instance of its
 * module: a quarter of the memory and of the CPU of a cold start. With more pixels Squoosh's encoders, which know no
 * SIMD, cost more than that; oxipng most of all.
 */
const smallPixels: Readonly<Record<OutputFormat, number>> = {
  jpeg: 300_000,
  webp: 300_000,
  png: 80_000,
  avif: 0,
  gif: 0,
};

/**
 * As the spec asks.
 *
 * @param encodePixels Squoosh's encoders, where they are to spare libvips its threads.
 * @returns Encoded bytes in this thread's JavaScript memory.
 */
export function encode(
  image: Image,
  spec: RenderSpec,
  encodePixels: EncodePixels | undefined,
): Promise<Uint8Array> {
  return encodeOnce(image, settle(spec), encodePixels);
}

/** One encode with settings that are all decided. The image may be read again afterwards if it is held in memory. */
export async function encodeOnce(
  image: Image,
  settings: Settings,
  encodePixels: EncodePixels | undefined,
): Promise<Uint8Array> {
  if (!encodePixels || !isForSquoosh(image, settings)) return save(image, settings);
  const hasAlpha = image.hasAlpha();
  const isGrey = image.interpretation === 'b-w';
  using colour = image.colourspace('srgb');
  using rgba = hasAlpha ? colour.copy() : colour.bandjoin(255);
  const memory = rgba.writeToMemory();
  const data = new Uint8ClampedArray(memory.buffer, memory.byteOffset, memory.length);
  const { width, height } = image;
  return encodePixels({ data, width, height }, settings, { hasAlpha, isGrey });
}

function isForSquoosh({ width, height }: Image, settings: Settings): boolean {
  const { format, colours } = settings;
  if (width * height > smallPixels[format] || colours !== undefined) return false;
  // oxipng does no better than libvips' best.
  return format !== 'png' || effortOn(efforts.png, settings) <= efforts.png.usual;
}
