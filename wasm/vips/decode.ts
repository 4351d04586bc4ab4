// Decodes a photo to one size by libvips: shrink-on-load, resampling, conversion to sRGB. Does not know the thumbnails
// that are made of it.

import type { Region, SourceInfo } from '../../src/function/engine/engine.ts';
import type { Sides } from '../picture/sides.ts';
import { toSrgb } from './colourimetry.ts';
import { load, type Opened } from './load.ts';
import { hasProfile } from './profile.ts';
import { extract } from './region.ts';
import { fullSize, shrinkOnLoad } from './shrink-on-load.ts';
import type { Image, Module } from './types.ts';

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
  // A region is given in pixels of the full size.
  using loaded = load(vips, opened, region ? fullSize : shrinkOnLoad(opened.info, sides));
  return develop(vips, loaded, opened, sides, region);
}

/**
 * Does the same as `decode`, for an image that is already loaded: the source's only picture or one of its frames, at
 * full size or shrunk by the loader.
 */
export function develop(
  vips: Module,
  loaded: Image,
  { info, colours }: Opened,
  sides: Sides,
  region?: Region,
): Image {
  const { width, height } = sides;
  using part = region ? extract(loaded, info, region) : loaded.copy();
  using resized = colours.colourimetry
    ? toSrgb(vips, part, sides, colours.colourimetry)
    : part.thumbnailImage(width, { height, size: 'force', intent: 'perceptual', ...profiles(loaded, info) });
  // `toSrgb` and a profile make RGB of a grey photo.
  return resized.colourspace(info.colour === 'grey' ? 'b-w' : 'srgb');
}

/**
 * The options that convert to sRGB from the profile by which the image was loaded. CMYK without a profile is read with libvips'
 * built-in CMYK profile, as by sharp.
 */
function profiles(loaded: Image, { colour }: SourceInfo) {
  if (!hasProfile(loaded) && colour !== 'cmyk') return {};
  return { output_profile: 'srgb', ...(colour === 'cmyk' && { input_profile: 'cmyk' }) };
}
