// The photo's ICC profile: which one it is, and whether libvips' colour engine converts by it.

import type { SourceInfo } from '../../src/function/engine/engine.ts';
import { ignoredProfile, isPlausible, isUnusable, isXyb, readProfile, type Unusable } from '../header/icc.ts';
import { readJpegFacts } from '../header/jpeg.ts';
import { readPngFacts } from '../header/png.ts';
import { readWebpHeader } from '../header/webp.ts';
import { toFailure } from './errors.ts';
import type { Image, Module } from './types.ts';

const field = 'icc-profile-data';

/** What is converted by, and what operators are told. */
export interface ProfileUse {
  /** The profile by which libvips is to convert; undefined: as if there were none. */
  readonly profile: Uint8Array | undefined;
  readonly warning: string | undefined;
}

/**
 * Finds the embedded profile. Where the engine for older runtimes reads the format, too, both read it by the same reader.
 *
 * @param header The source as libvips opens it; undefined for formats that are read without libvips.
 */
export function findProfile(
  bytes: Uint8Array,
  format: SourceInfo['format'],
  header?: Image,
): Uint8Array | undefined {
  switch (format) {
    case 'jpeg':
      return readJpegFacts(bytes).profile;
    case 'png':
      return readPngFacts(bytes).profile;
    case 'webp':
      return readWebpHeader(bytes).profile;
    default:
      return header && profileIn(header)?.slice();
  }
}

/** @returns The profile as libvips has it: its own memory, which ends with the image. */
export function profileIn(image: Image): Uint8Array | undefined {
  return hasProfile(image) ? image.getBlob(field) : undefined;
}

/**
 * Decides whether pixels are converted by a profile. sRGB is not, because the conversion costs more than the resampling; nor is
 * what a colour engine cannot convert by, or would distort the picture by.
 */
export function judgeProfile(vips: Module, profile: Uint8Array, info: SourceInfo): ProfileUse {
  const meaning = readProfile(profile, info.colour);
  if (meaning === 'sRGB') return { profile: undefined, warning: undefined };
  // Trying costs as much as the conversion of a small thumbnail. The numbers of a matrix have been looked at; tables have not.
  const isUncertain = meaning === 'tables' || info.pages > 1;
  const problem = isUnusable(meaning)
    ? meaning
    : isUncertain
      ? tryOut(vips, profile, info.colour)
      : undefined;
  return problem ? { profile: undefined, warning: ignoredProfile(problem) } : { profile, warning: undefined };
}

/** @param message The colour engine's own. */
export function refusedBy(message: string): Unusable {
  return { unusable: `the colour engine cannot use it (${message})` };
}

/** Black, a middle grey and white in the device's colours. */
const shades: Readonly<Record<SourceInfo['colour'] | 'xyb', readonly number[]>> = {
  grey: [0, 128, 255],
  rgb: [0, 0, 0, 128, 128, 128, 255, 255, 255],
  // The light is in the middle. Its neighbours are differences, and these are where there is none (libjxl's scaled XYB).
  xyb: [90, 0, 106, 90, 128, 106, 90, 255, 106],
  cmyk: [255, 255, 255, 255, 0, 0, 0, 128, 0, 0, 0, 0],
};
const spaces = { grey: 'b-w', rgb: 'srgb', cmyk: 'cmyk' } as const;

/** Converts three pixels, in the way in which the photo will be. */
function tryOut(vips: Module, profile: Uint8Array, colour: SourceInfo['colour']): Unusable | undefined {
  const values = Uint8Array.from(shades[colour === 'rgb' && isXyb(profile) ? 'xyb' : colour]);
  using strip = vips.Image.newFromMemory(values, 3, 1, values.length / 3, vips.BandFormat.uchar);
  using sample = strip.copy({ interpretation: spaces[colour] });
  setProfile(sample, profile);
  try {
    using converted = sample.thumbnailImage(3, {
      height: 1,
      size: 'force',
      intent: 'perceptual',
      output_profile: 'srgb',
    });
    using srgb = converted.colourspace('srgb');
    const bands = Array.from(srgb.writeToMemory());
    const isFit = isPlausible([bands.slice(0, 3), bands.slice(3, 6), bands.slice(6, 9)]);
    return isFit ? undefined : { unusable: 'grey would not be grey' };
  } catch (error) {
    const { message, fatal } = toFailure(error, 'render');
    if (fatal) throw error;
    return refusedBy(message);
  }
}

/** Makes an image that nobody else holds have this profile, or none. */
export function setProfile(image: Image, profile: Uint8Array | undefined): void {
  if (profile) image.setBlob(field, profile);
  else image.remove(field);
}

/** Whether libvips is to convert the image by a profile. */
export function hasProfile(image: Image): boolean {
  return image.getTypeof(field) !== 0;
}
