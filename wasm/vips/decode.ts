// Encoded bytes -> the whole photo at one size, by libvips.

import type { Region, SourceInfo } from '../../src/function/engine/engine.ts';
import { jpegShrink } from '../../src/function/engine/geometry.ts';
import { readProfile } from '../header/icc.ts';
import type { Sides } from '../picture/sides.ts';
import { colourimetryOf, toSrgb } from './colourimetry.ts';
import { extract } from './region.ts';
import type { Image, Module, Source } from './types.ts';

/**
 * `error`: what a decoder can read around is let through, as browsers do (stray bytes between JPEG segments, odd tags);
 * truncation and unreadable data are not.
 */
export const failOn = 'fail_on=error';

/** A source with what its header says. */
export interface Opened {
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly source: Source;
  readonly info: SourceInfo;
}

/**
 * The whole photo, or a region of it at its full size, at this size: upright, sRGB or grey, 8 bits per band, alpha straight.
 * Not yet computed: libvips is lazy. HDR is: at this size.
 *
 * @param sides Pixels as seen, like the region.
 * @throws libvips' own error if the decoder refuses the bytes.
 */
export function decode(vips: Module, opened: Opened, sides: Sides, region?: Region): Image {
  const { source, info } = opened;
  const { width, height } = sides;
  const shrink = region ? 1 : Math.min(info.width / width, info.height / height);
  using loaded = vips.Image.newFromSource(source, `[${failOn}${shrinkOnLoad(info, shrink)}]`, {
    access: 'sequential',
  });
  return develop(vips, loaded, opened, sides, region);
}

/** As `decode`, of what has been loaded: the source's only picture or one of them, at full size or already shrunk. */
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
  // A profile has made RGB of grey.
  return resized.colourspace(info.colour === 'grey' ? 'b-w' : 'srgb');
}

/**
 * Most of the shrinking is cheapest while decoding, where the format allows it. At sharp's scales: libvips' own thumbnail
 * would have a JPEG decoded at twice the scale, which takes up to twice the time.
 */
function shrinkOnLoad({ format }: SourceInfo, shrink: number): string {
  if (format === 'jpeg') return `,shrink=${jpegShrink(shrink)}`;
  return format === 'webp' && shrink > 1 ? `,scale=${1 / shrink}` : '';
}

/**
 * To sRGB from the photo's own profile, but only where that is another: the conversion costs more than the resampling.
 * CMYK without a profile means nothing in particular: libvips' stand-in, as sharp takes it.
 */
function profiles(loaded: Image, { colour }: SourceInfo) {
  const embedded = loaded.getTypeof('icc-profile-data') !== 0;
  if (embedded && readProfile(loaded.getBlob('icc-profile-data'), colour) === 'sRGB' && colour !== 'cmyk')
    return {};
  if (!embedded && colour !== 'cmyk') return {};
  return { output_profile: 'srgb', ...(colour === 'cmyk' && { input_profile: 'cmyk' }) };
}
