// Photos whose colours are told without a profile, or that are HDR: to sRGB, by libvips' arithmetic. libvips itself takes
// them for sRGB.

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

/** @returns Undefined: libvips knows them, by profile or as sRGB. */
export function colourimetryOf(
  bytes: Uint8Array,
  format: SourceFormat,
  loaded: Image,
): Colourimetry | undefined {
  // Floating-point numbers are light already, as libvips understands them.
  if (loaded.format !== 'uchar' && loaded.format !== 'ushort') return undefined;
  try {
    const profile =
      loaded.getTypeof('icc-profile-data') === 0 ? undefined : loaded.getBlob('icc-profile-data');
    const hdr = profile && readHdrProfile(profile);
    if (hdr) return hdr;
    if (format === 'png') return readPngColour(bytes);
    if (format !== 'avif') return undefined;
    // A grey AVIF is decoded to RGB, which its profile does not fit.
    return profile ? readGreyProfile(profile) : readAvifColour(bytes);
  } catch {
    // What is damaged is the decoder's to find.
    return undefined;
  }
}

/** Of 16 bits. */
const max16 = 65_535;

/**
 * @param stored RGB or grey, 8 or 16 bits, read once, not yet turned upright.
 * @param sides Of the result, as seen.
 * @returns sRGB, 8 bits, alpha straight; a new handle, the caller's to delete.
 */
export function toSrgb(vips: Module, stored: Image, sides: Sides, { matrix, transfer }: Colourimetry): Image {
  const isHdr = transfer === 'pq' || transfer === 'hlg';
  using streamed = resize(stored, sides);
  // The curve is chosen by the brightest pixel: looked at, and then read again.
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

/** @returns Of 16 bits, alpha straight, upright. */
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

/** @returns Light, 1 being white; of HDR there is more than that. */
function toLinearSrgb(vips: Module, rgb: Image, { matrix, transfer }: Colourimetry): Image {
  using table = tableOf(vips, (code) => toLight(transfer, code / max16));
  using decoded = rgb.maplut(table);
  using light = transfer === 'hlg' ? toDisplay(vips, decoded) : decoded.copy();
  using rows = vips.Image.newMatrix(3, 3, matrix.slice());
  return light.recomb(rows);
}
