// Converts photos to sRGB by libvips' arithmetic where their colours are described without a profile, or are HDR.
// libvips would treat both as sRGB.

import type { SourceFormat } from '../../src/function/format/format.ts';
import { readAvifColour } from '../header/avif.ts';
import type { Colourimetry } from '../header/colourimetry.ts';
import { readGreyProfile, readHdrProfile } from '../header/icc.ts';
import { readPngColour } from '../header/png-colour.ts';
import { toLight } from '../header/transfer.ts';
import type { Sides } from '../picture/sides.ts';
import { orientationOf } from './region.ts';
import { tableOf, toDisplay, toneMap } from './tone.ts';
import type { Image, Module } from './types.ts';

/**
 * How the colours of a loaded image are to be read.
 *
 * @param bytes The encoded source.
 * @returns Undefined where libvips itself reads them right, by profile or as sRGB.
 */
export function colourimetryOf(
  bytes: Uint8Array,
  format: SourceFormat,
  loaded: Image,
): Colourimetry | undefined {
  // Floating-point samples are linear light, and libvips reads them as that.
  if (loaded.format !== 'uchar' && loaded.format !== 'ushort') return undefined;
  try {
    const profile =
      loaded.getTypeof('icc-profile-data') === 0 ? undefined : loaded.getBlob('icc-profile-data');
    const hdr = profile && readHdrProfile(profile);
    if (hdr) return hdr;
    if (format === 'png') return readPngColour(bytes);
    if (format !== 'avif') return undefined;
    // A grey AVIF is decoded to RGB, to which its profile for grey cannot be applied.
    return profile ? readGreyProfile(profile) : readAvifColour(bytes);
  } catch {
    // If the header is damaged, the decoder will report it.
    return undefined;
  }
}

/** The largest sample of 16 bits. */
const max16 = 65_535;

/**
 * Resizes an image and converts it to sRGB.
 *
 * @param stored RGB or grey, 8 or 16 bits, as stored (not yet upright). It is read once.
 * @param sides Pixels of the result, as seen after EXIF orientation.
 * @returns sRGB, 8 bits per band, straight alpha; a new handle, which the caller deletes.
 */
export function toSrgb(vips: Module, stored: Image, sides: Sides, { matrix, transfer }: Colourimetry): Image {
  const isHdr = transfer === 'pq' || transfer === 'hlg';
  using streamed = resize(stored, sides);
  // Tone mapping first looks for the brightest pixels, and then reads all pixels again.
  using resized = isHdr ? streamed.copyMemory() : streamed.copy();
  const hasAlpha = resized.hasAlpha();
  using colours = hasAlpha ? resized.extractBand(0, { n: resized.bands - 1 }) : resized.copy();
  using rgb = colours.bands === 1 ? colours.bandjoin([colours, colours]) : colours.copy();
  using linear = toLinearSrgb(vips, rgb, { matrix, transfer });
  using displayed = isHdr ? toneMap(vips, linear) : linear.copy();
  using scrgb = displayed.copy({ interpretation: 'scrgb' });
  using srgb = scrgb.colourspace('srgb');
  if (!hasAlpha) return srgb.copy();
  using alpha = resized.extractBand(resized.bands - 1);
  using alphaByte = alpha.linear(255 / max16, 0.5, { uchar: true });
  return srgb.bandjoin(alphaByte);
}

/**
 * Resizes with premultiplied alpha.
 *
 * @returns 16 bits per band, straight alpha, upright.
 */
function resize(stored: Image, sides: Sides): Image {
  const isSideways = orientationOf(stored) >= 5;
  const width = isSideways ? sides.height : sides.width;
  const height = isSideways ? sides.width : sides.height;
  using premultiplied = stored.hasAlpha() ? stored.premultiply() : stored.copy();
  using resized = premultiplied.resize(width / stored.width, { vscale: height / stored.height });
  using straight = stored.hasAlpha() ? resized.unpremultiply() : resized.copy();
  using scaled = straight.linear(stored.format === 'ushort' ? 1 : 257, 0.5);
  using deep = scaled.cast('ushort');
  return deep.autorot();
}

/** @returns Linear light, 1 is white; HDR goes beyond that. */
function toLinearSrgb(vips: Module, rgb: Image, { matrix, transfer }: Colourimetry): Image {
  using table = tableOf(vips, (code) => toLight(transfer, code / max16));
  using decoded = rgb.maplut(table);
  using light = transfer === 'hlg' ? toDisplay(vips, decoded) : decoded.copy();
  using rows = vips.Image.newMatrix(3, 3, matrix.slice());
  return light.recomb(rows);
}
