// Decodes a photo to one size by libvips: shrink-on-load, resampling, conversion to sRGB. Does not know the thumbnails
// that are made of it.

import type { Region, SourceInfo } from '../../src/function/engine/engine.ts';
import { readProfile } from '../header/icc.ts';
import type { Sides } from '../picture/sides.ts';
import { colourimetryOf, toSrgb } from './colourimetry.ts';
import { extract } from './region.ts';
import { shrinkOnLoad } from './shrink-on-load.ts';
import type { Image, Module, Source } from './types.ts';

/**
 * libvips' `fail_on`. With `error`, a decoder continues where it can recover, as browsers do (unusual tags), but fails on
 * truncation and on unreadable data.
 */
export type FailOn = 'none' | 'error' | 'warning';

/** An encoded source, and the facts from its header. */
export interface Opened {
  readonly bytes: Uint8Array;
  /** libvips' view of `bytes`. */
  readonly source: Source;
  readonly info: SourceInfo;
  readonly failOn: FailOn;
}

/**
 * Decodes the whole photo, or a region of it, to a size.
 *
 * @param sides Pixels of the result, as seen after EXIF orientation.
 * @param region Pixels of the photo at its full size, as seen.
 * @returns Upright, sRGB or grey, 8 bits per band, straight alpha. A lazy image, except for HDR, whose pixels are
 * already computed at the result's size; a new handle, which the caller deletes.
 * @throws libvips' own error if the decoder refuses the bytes.
 */
export function decode(vips: Module, opened: Opened, sides: Sides, region?: Region): Image {
  const { source, info, failOn } = opened;
  // A region is given in pixels of the full size.
  const shrink = region ? '' : shrinkOnLoad(info, sides);
  using loaded = vips.Image.newFromSource(source, `[fail_on=${failOn}${shrink}]`, { access: 'sequential' });
  return develop(vips, loaded, opened, sides, region);
}

/**
 * Does the same as `decode`, for an image that is already loaded: the source's only picture or one of its frames, at
 * full size or shrunk by the loader.
 */
export function develop(
  vips: Module,
  loaded: Image,
  { bytes, info }: Opened,
  sides: Sides,
  region?: Region,
): Image {
  const { width, height } = sides;
  using part = region ? extract(loaded, info, region) : loaded.copy();
  const colourimetry = colourimetryOf(bytes, info.format, loaded);
  using resized = colourimetry
    ? toSrgb(vips, part, sides, colourimetry)
    : part.thumbnailImage(width, { height, size: 'force', intent: 'perceptual', ...profiles(loaded, info) });
  // `toSrgb` and a profile make RGB of a grey photo.
  return resized.colourspace(info.colour === 'grey' ? 'b-w' : 'srgb');
}

/**
 * The options that convert to sRGB from the photo's own profile, where that is not sRGB: the conversion costs more than
 * the resampling. CMYK without a profile is read with libvips' built-in CMYK profile, as by sharp.
 */
function profiles(loaded: Image, { colour }: SourceInfo) {
  const embedded = loaded.getTypeof('icc-profile-data') !== 0;
  if (embedded && readProfile(loaded.getBlob('icc-profile-data'), colour) === 'sRGB' && colour !== 'cmyk')
    return {};
  if (!embedded && colour !== 'cmyk') return {};
  return { output_profile: 'srgb', ...(colour === 'cmyk' && { input_profile: 'cmyk' }) };
}
