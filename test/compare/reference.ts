// What a picture by the function is held against: sharp's, without loss, and how much sharp's own encoder loses in the same format.

import sharp from 'sharp';
import { type OutputFormat, outputFormats } from '../../src/function/format/format.ts';
import { parsePresets } from '../../src/function/preset/parse.ts';
import { compare, type Likeness } from '../support/similar.ts';
import { bySharp } from '../support/thumbnails.ts';

export interface Reference {
  /** sharp's, as a PNG. */
  readonly picture: Uint8Array;
  /** How far sharp's file of that format and quality is from it; nothing for PNG. */
  readonly loss: Likeness;
}

const lossless: Likeness = { dHash: 0, mean: 0 };

/** What the function's encoder is taken to choose itself: with `qauto`, and to meet `max-bytes`. */
const chosenQuality = { auto: 60, maxBytes: 20 };

/**
 * @param format Of the function's file.
 * @returns undefined if sharp cannot read the picture.
 */
export async function makeReference(
  bytes: Uint8Array,
  preset: string,
  format: OutputFormat,
): Promise<Reference | undefined> {
  const picture = await bySharp(bytes, withoutLoss(preset)).catch(() => undefined);
  return picture && { picture, loss: await lossOf(picture, preset, format) };
}

/** The same box, fit and gravity; the options of an encoder mean nothing for PNG. */
export function withoutLoss(preset: string): string {
  const encoding =
    /^(jpe?g|png|webp|avif|gif|auto|lossless|q(\d+|auto)|(quality|effort|max-bytes|pages|background)=.*)$/;
  const [box = '', ...options] = preset.split(',').map((word) => word.trim());
  return [box, ...options.filter((word) => !encoding.test(word)), 'png'].join(',');
}

async function lossOf(picture: Buffer, preset: string, format: OutputFormat): Promise<Likeness> {
  const [{ quality, lossless: isLossless, maxBytes } = {}] = parsePresets(preset);
  if (format === 'png' || isLossless) return lossless;
  const wanted =
    quality === 'auto' ? chosenQuality.auto : (quality ?? outputFormats[format].defaultQuality ?? 80);
  const used = maxBytes === undefined ? wanted : Math.min(wanted, chosenQuality.maxBytes);
  const opaque = format === 'jpeg' ? sharp(picture).flatten({ background: 'white' }) : sharp(picture);
  return compare(
    await opaque.toFormat(format, format === 'gif' ? {} : { quality: used }).toBuffer(),
    picture,
  );
}
